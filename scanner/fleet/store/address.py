"""Where the store lies: reads the address of a database as people give it."""

import os
import re
from pathlib import Path

import platformdirs
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from scanner.model.errors import UsageError

_FILE = "privacydiff.db"
_EVIDENCE = "evidence"
_SCHEME = re.compile(r"[a-z][a-z0-9+]*://", re.IGNORECASE)
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")


def data_folder() -> Path:
    """Where the store lies by default: PRIVACYDIFF_DATA, else where this system keeps a user's data."""
    return Path(os.environ.get("PRIVACYDIFF_DATA") or platformdirs.user_data_dir("privacydiff"))


def database(given: str | None) -> URL:
    """The database meant: a file of SQLite, or postgresql://…; None is the one in the data folder. Raises UsageError."""
    if not given:
        return _sqlite(data_folder() / _FILE)
    if not _SCHEME.match(given):
        return _sqlite(Path(given))
    try:
        url = make_url(given)
    except (ArgumentError, ValueError) as error:
        raise UsageError(
            "The address of the database cannot be read: give postgresql://HOST/NAME or a file."
        ) from error
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return _sqlite(Path(url.database))
    raise UsageError(
        f"{url.render_as_string(hide_password=True)} is no database that can be used: give postgresql://HOST/NAME or a file."
    )


def evidence(given: str | None, url: URL) -> str:
    """Where evidence lies: as given (a folder, or an fsspec address), else beside the SQLite file or in the data folder."""
    if given:
        return given
    beside = Path(url.database).parent if is_sqlite(url) and url.database else data_folder()
    return str(beside / _EVIDENCE)


def is_sqlite(url: URL) -> bool:
    """Whether the database is a file of SQLite."""
    return url.get_backend_name() == "sqlite"


def shown(url: URL) -> str:
    """The address for people: a file by its path, anything else without its password."""
    return str(url.database) if is_sqlite(url) else url.render_as_string(hide_password=True)


def _sqlite(file: Path) -> URL:
    return URL.create("sqlite", database=str(file.expanduser().absolute()))
