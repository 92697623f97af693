"""Opens the store: database and evidence together, after a look at whether the tables are those this version knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from sqlalchemy import URL, Engine, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, InternalError, OperationalError
from sqlalchemy.orm import Session

from scanner.fleet.store import address, schema
from scanner.fleet.store.engine import WRITES, connect
from scanner.fleet.store.files import Files
from scanner.model.errors import PrivacydiffError


class DatabaseError(PrivacydiffError):
    """The database refused what was asked of it: a right or a table is missing, and waiting does not help."""


class UnavailableError(DatabaseError):
    """The database cannot be reached, is busy or full: the same may work later."""


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. `read` and `write` give a session in one transaction; close the store when done."""

    engine: Engine
    files: Files

    @property
    def url(self) -> URL:
        """The address of the database."""
        return self.engine.url

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of SQLite: one machine."""
        return address.is_sqlite(self.engine.url)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the database; what is changed in it is not kept."""
        with told(self.url), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are committed at its end, or undone by an exception; on SQLite it is the only writer."""
        engine = self.engine.execution_options(**{WRITES: True})
        with told(self.url), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """End all connections."""
        self.engine.dispose()


def open_store(database: str | None = None, evidence: str | None = None) -> Store:
    """The store at these addresses, by default the one in the user's data folder; a SQLite file is made when missing.

    Raises UsageError for an address that cannot be used or tables of another version, UnavailableError when the
    database cannot be reached.
    """
    url = address.database(database)
    fresh = address.is_sqlite(url) and not Path(str(url.database)).exists()
    engine = connect(url)
    try:
        with told(url):
            if fresh:
                schema.upgrade(engine)
            else:
                schema.check(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, Files(address.evidence(evidence, url)))


def create_empty(database: str | None = None) -> Engine:
    """A connection to a database whatever its tables are, for looking at or changing their version."""
    return connect(address.database(database))


def now(session: Session) -> datetime:
    """The time by the database's clock, which all workers share; on SQLite this machine's."""
    if session.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)
    return cast("datetime", session.scalar(select(func.clock_timestamp()))).astimezone(UTC)


@contextmanager
def told(url: URL) -> Iterator[None]:
    """A fault of the database as one sentence without its statement, which may hold anything.

    A broken constraint (IntegrityError) is none: whoever writes knows what it means.
    """
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        lines = str(error.orig).strip().splitlines()
        passing = isinstance(error, OperationalError | InterfaceError | InternalError)
        kind = UnavailableError if passing else DatabaseError
        raise kind(f"The database {address.shown(url)}: {lines[0].rstrip('.') if lines else error.code}.") from error
