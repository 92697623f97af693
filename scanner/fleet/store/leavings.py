"""Looks for names in everything the store holds, and gives the space of deleted rows back, so that files hold them no more."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import JSON, MetaData, String, Table, Text, cast, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError

from scanner.fleet.store.engine import BUSY_S
from scanner.fleet.store.files import EvidenceError
from scanner.fleet.store.opening import Store
from scanner.fleet.store.tables import Base

_AT_ONCE = 40
_MOST = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name was found: a column of a table, or an evidence file (`file` is its hash), and which name."""

    where: str
    name: str
    file: str | None = None


def in_database(store: Store, names: tuple[str, ...]) -> Iterator[Place]:
    """Every column of every table of the database, known to this program or not, that holds a name; each pair once."""
    tables = MetaData()
    tables.reflect(store.engine)
    for table in tables.sorted_tables:
        yield from _in_table(store, table, names)


def in_evidence(store: Store, names: tuple[str, ...]) -> tuple[int, list[Place]]:
    """How many files of the evidence store there are, and where in them a name stands; at most 100 places."""
    pattern = _pattern(names)
    searched, found = 0, list[Place]()
    if pattern is None:
        return 0, []
    for digest, _ in store.files.all():
        searched += 1
        try:
            data = store.files.read(digest).decode("utf-8", "replace")
        except EvidenceError as error:
            found.append(Place(f"evidence {digest} ({error})", "?", digest))
            continue
        hits = sorted({hit.lower() for hit in pattern.findall(data)})
        found += [Place(f"evidence {digest}", name, digest) for name in hits]
        if len(found) >= _MOST:
            break
    return searched, found[:_MOST]


def reclaim(store: Store) -> bool:
    """Rewrite a SQLite file without what was deleted; let PostgreSQL clear dead rows. False when it may not."""
    statements = ["PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"]
    if not store.is_sqlite:
        statements = [f"SET lock_timeout = '{BUSY_S}s'", f"VACUUM (FULL) {', '.join(Base.metadata.tables)}"]
    connection = store.engine.raw_connection()
    try:
        driver = connection.driver_connection
        if driver is None:
            return False
        if not store.is_sqlite:
            driver.autocommit = True
        cursor = driver.cursor()
        try:
            for statement in statements:
                cursor.execute(statement)
                busy = cursor.fetchone() if statement.startswith("PRAGMA") else None
                if busy and busy[0]:
                    return False
        finally:
            cursor.close()
    except (DBAPIError, store.engine.dialect.loaded_dbapi.Error):
        return False
    finally:
        connection.invalidate()
    return True


def _in_table(store: Store, table: Table, names: Iterable[str]) -> Iterator[Place]:
    ordered = sorted(names)
    for column in table.columns:
        if not isinstance(column.type, String | Text | JSON | JSONB):
            continue
        words = cast(column, Text)
        for at in range(0, len(ordered), _AT_ONCE):
            some = ordered[at : at + _AT_ONCE]
            pattern = _pattern(tuple(some))
            query = select(words).where(or_(*(words.icontains(name, autoescape=True) for name in some))).limit(10_000)
            with store.read() as session:
                cells = (str(cell) for cell in session.scalars(query))
                hits = {hit.lower() for cell in cells for hit in (pattern.findall(cell) if pattern else ())}
            yield from (Place(f"{table.name}.{column.name}", hit) for hit in sorted(hits))


def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """The names as whole words: example.lv stands in www.example.lv, not in my-example.lv."""
    if not names:
        return None
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{listed})(?![\w-])", re.IGNORECASE)
