"""The tables go up and down, with data in them, and the program says in one sentence when they are not its own."""

import os
import sqlite3
from pathlib import Path

import pytest
import stored
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from scanner.fleet.store import Store, address, create_empty, open_store, schema
from scanner.fleet.store.opening import DatabaseError, UnavailableError, now
from scanner.fleet.store.storing import store_scan
from scanner.fleet.store.tables import Base
from scanner.model.errors import UsageError


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_migrations_make_the_tables_that_the_program_knows(empty_database: str) -> None:
    engine = create_empty(empty_database)
    schema.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [one for one in compare_metadata(context, Base.metadata) if "ix_scans_waiting" not in repr(one)]
        assert differences == []  # an index with DESC cannot be compared: that it is there is looked for below
        waiting = "SELECT count(*) FROM pg_indexes WHERE indexname = 'ix_scans_waiting'"
        if connection.dialect.name == "sqlite":
            waiting = "SELECT count(*) FROM sqlite_master WHERE name = 'ix_scans_waiting'"
        assert connection.scalar(text(waiting)) == 1
    engine.dispose()


def test_every_migration_goes_up_and_down_with_data(empty_database: str, tmp_path: Path) -> None:
    engine = create_empty(empty_database)
    assert schema.look(engine).fit == "empty"
    schema.upgrade(engine)
    engine.dispose()
    store = open_store(empty_database, str(tmp_path / "evidence"))
    scan = stored.running(store, stored.site(store, client="Meadow Ltd", tags=("shop",)))
    store_scan(store, scan, "t1", stored.folder(tmp_path / "a", stored.at(0)))
    versions = schema.revisions()
    for version in reversed(versions[:-1]):
        schema.downgrade(store.engine, version)
        assert schema.look(store.engine).found == version
        assert schema.look(store.engine).fit == "older"
    for version in versions[1:]:
        schema.upgrade(store.engine, version)
    with store.read() as session:
        for table in ("sites", "site_tags", "scans", "findings", "sightings", "policies", "claims", "scan_files"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")), table
    schema.downgrade(store.engine, "base")
    assert inspect(store.engine).get_table_names() == ["alembic_version"]
    schema.upgrade(store.engine)
    store.close()


def test_a_migration_that_fails_leaves_nothing(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = create_empty(empty_database)
    with pytest.raises(UsageError, match="cannot be changed"):
        schema.upgrade(engine, "nosuch")
    with monkeypatch.context() as patch:
        patch.setattr("alembic.operations.Operations.create_index", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            schema.upgrade(engine)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_other_tables_are_told_in_one_sentence(store: Store, database: str) -> None:
    with store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UsageError, match=r"made by a newer privacydiff \(tables 9999, .*\): update privacydiff\.$"):
        open_store(database)
    with pytest.raises(UsageError, match="newer"):
        schema.upgrade(store.engine)
    with store.write() as session:
        session.execute(text("DELETE FROM alembic_version"))
    with pytest.raises(UsageError, match=r"holds no tables .*: run `privacydiff database upgrade`\.$"):
        open_store(database)


def test_a_new_file_is_made_ready_at_once(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "deep" / "down" / "new.db"))
    assert schema.look(store.engine).fit == "fits"
    assert store.files.address == str(tmp_path / "deep" / "down" / "evidence")
    with store.read() as session:
        for name, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)):
            assert session.scalar(text(f"PRAGMA {name}")) == value
    store.close()


def test_by_default_it_lies_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PRIVACYDIFF_DATA", str(tmp_path))
    assert address.database(None).database == str(tmp_path / "privacydiff.db")
    assert address.evidence(None, address.database("postgresql://h/n")) == str(tmp_path / "evidence")


@pytest.mark.parametrize(
    "given", ["mysql://u:secret@h/n", "sqlite://", "postgresql+psycopg2://u:secret@h/n", "s3://x:secret@[::/y"]
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(given: str) -> None:
    with pytest.raises(UsageError) as told:
        address.database(given)
    assert "secret" not in str(told.value)
    assert "give postgresql://HOST/NAME or a file" in str(told.value)


def test_a_server_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError) as told:
        open_store(f"postgresql://someone:secret@/name?host={tmp_path}")
    assert "secret" not in str(told.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("These are my notes. " * 100, encoding="utf-8")
    with pytest.raises(DatabaseError, match="not a database"):
        open_store(str(file))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError, match="cannot be made"):
        open_store(str(tmp_path / "below" / "x.db"))


def test_readers_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "x.db"))
    with store.write() as session:
        session.add(stored.Site(slug="a", url="https://a.test/", domain="a.test", created_at=stored.BEGIN))
        session.flush()
        other = sqlite3.connect(tmp_path / "x.db", timeout=0)
        assert other.execute("SELECT count(*) FROM sites").fetchone() == (0,)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO plans (scope, name, paused) VALUES ('all', '', 0)")
        other.close()
    store.close()


def test_the_clock_is_the_databases(store: Store) -> None:
    with store.write() as session:
        assert now(session).utcoffset() is not None
