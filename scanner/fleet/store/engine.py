"""Connects to SQLite or PostgreSQL, so that both keep the same promises: foreign keys, durable commits, bounded waits."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from scanner.fleet.store.address import is_sqlite, shown
from scanner.model.errors import UsageError

BUSY_S = 30
"""Seconds a writer waits for another one of SQLite, and a connection to PostgreSQL may take to come about."""
WRITES = "privacydiff_writes"
"""Execution option of a connection whose transaction will write: on SQLite it takes the write lock at once."""


def connect(url: URL) -> Engine:
    """An engine for the database; nothing is connected to yet. Makes the folder of a SQLite file."""
    if not is_sqlite(url):
        return create_engine(
            url,
            pool_pre_ping=True,  # the server may have been started again meanwhile
            connect_args={"connect_timeout": BUSY_S, "application_name": "privacydiff", "options": "-c timezone=UTC"},
        )
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{shown(url)}: its folder cannot be made ({error.strerror}).") from error
    engine = create_engine(url, connect_args={"timeout": BUSY_S})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Leave transactions to `_begin`, and set what SQLite keeps a connection, or (WAL) a file."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A transaction that reads first and then writes would fail at once if another one wrote meanwhile: lock first."""
    options: Any = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITES) else "BEGIN")
