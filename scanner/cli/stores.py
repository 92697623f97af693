"""Where the store lies, as options of every command that uses it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.model.errors import UsageError

if TYPE_CHECKING:
    from scanner.fleet.store import Store

_FILE = "PRIVACYDIFF_DATABASE_FILE"
Database = Annotated[
    str | None,
    typer.Option(
        "--database", envvar="PRIVACYDIFF_DATABASE", metavar="ADDRESS", show_envvar=False,
        help="A SQLite file or postgresql://HOST/NAME. [default: a file in the user's data folder]",
    ),
]  # fmt: skip
Evidence = Annotated[
    str | None,
    typer.Option(
        "--evidence", envvar="PRIVACYDIFF_EVIDENCE", metavar="ADDRESS", show_envvar=False,
        help="A folder, or an address such as s3://bucket/name. [default: beside the SQLite file]",
    ),
]  # fmt: skip

Client = Annotated[str | None, typer.Option("--client", help="Of this client only.", metavar="NAME")]
Tag = Annotated[str | None, typer.Option("--tag", help="With this tag only.", metavar="WORD")]
SiteName = Annotated[
    str, typer.Argument(help="A site: its name as `sites list` shows it, or its address.", metavar="SITE")
]


@contextmanager
def opened(database: str | None, evidence: str | None = None) -> "Iterator[Store]":
    """The store at these addresses, or as the environment says; closed afterwards."""
    from scanner.fleet.store import open_store

    store = open_store(meant(database), evidence)
    try:
        yield store
    finally:
        store.close()


def meant(database: str | None) -> str | None:
    """The address given, else that in the file PRIVACYDIFF_DATABASE_FILE names, as containers hand over secrets."""
    if database:
        return database
    name = os.environ.get(_FILE)
    if not name:
        return None
    try:
        return Path(name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UsageError(f"{_FILE}: {name} cannot be read ({error.strerror}).") from error
