"""The version of the tables: tells whether this program fits them, and changes them by the migrations it carries."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from scanner.fleet.store.address import shown
from scanner.fleet.store.engine import WRITES
from scanner.model.errors import UsageError

Fit = Literal["fits", "empty", "older", "newer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What the database holds and what this program knows; `pending` are the migrations between, oldest first."""

    fit: Fit
    found: str | None
    known: str
    pending: tuple[str, ...] = ()


def look(engine: Engine) -> Version:
    """How the tables of a database stand to this program."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    order = revisions()
    known = order[-1]
    if found == known:
        return Version(fit="fits", found=found, known=known)
    if found is None:
        return Version(fit="empty", found=None, known=known, pending=tuple(order))
    if found not in order:
        return Version(fit="newer", found=found, known=known)
    return Version(fit="older", found=found, known=known, pending=tuple(order[order.index(found) + 1 :]))


def revisions() -> list[str]:
    """All versions there have been, oldest first."""
    scripts = ScriptDirectory.from_config(_config())
    return [one.revision for one in reversed(list(scripts.walk_revisions()))]


def check(engine: Engine) -> None:
    """Raise UsageError, in one sentence that says what to do, unless the tables are those this program knows."""
    version = look(engine)
    where = f"The database {shown(engine.url)}"
    if version.fit == "empty":
        raise UsageError(f"{where} holds no tables of privacydiff yet: run `privacydiff database upgrade`.")
    if version.fit == "older":
        raise UsageError(
            f"{where} was made by an older privacydiff (tables {version.found}, this one needs {version.known}): "
            "run `privacydiff database upgrade`."
        )
    if version.fit == "newer":
        raise UsageError(
            f"{where} was made by a newer privacydiff (tables {version.found}, this one knows {version.known}): "
            "update privacydiff."
        )


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the tables up to a version, by default the one this program needs; undone as a whole when a step fails."""
    _migrate(engine, lambda config: command.upgrade(config, to))


def downgrade(engine: Engine, to: str) -> None:
    """Take the tables back to a version; "base" removes them all. What an older version has no place for is lost."""
    _migrate(engine, lambda config: command.downgrade(config, to))


def _migrate(engine: Engine, step: Callable[[Config], None]) -> None:
    if look(engine).fit == "newer":
        check(engine)
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        try:
            step(_config(connection))
        except CommandError as error:
            raise UsageError(f"The tables cannot be changed: {error}.") from error


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", "scanner.fleet.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
