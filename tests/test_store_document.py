"""docs/store.md tells the truth: its commands exist, and the privileges it grants are enough and no more."""

import re
from collections.abc import Iterator
from pathlib import Path

import databases
import psycopg
import pytest
import stored
from test_sites import run
from typer.testing import CliRunner

from scanner.cli.application import app
from scanner.fleet.store import open_store
from scanner.fleet.store.storing import store_scan
from scanner.fleet.store.tables import Base

DOCUMENT = (Path(__file__).parent.parent / "docs" / "store.md").read_text(encoding="utf-8")


@pytest.fixture
def guarded(postgresql_server: databases.Server, request: pytest.FixtureRequest) -> Iterator[str]:
    """The name of a database with the privileges of the document."""
    name = postgresql_server.new(request.getfixturevalue("_postgresql_template"))
    grants = DOCUMENT.partition("```sql\n")[2].partition("```")[0]
    with psycopg.connect(postgresql_server.address(name), autocommit=True) as owner:
        owner.execute(grants.encode())
        yield name
        for role in ("privacydiff_worker", "privacydiff_reader"):
            owner.execute(f"DROP OWNED BY {role}".encode())
            owner.execute(f"DROP ROLE {role}".encode())
    postgresql_server.drop(name)


def _as(role: str, server: databases.Server, name: str) -> str:
    return server.address(name).replace("privacydiff@", f"{role}@")


def test_the_roles_may_do_what_the_document_says_and_no_more(
    guarded: str, postgresql_server: databases.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    worker = _as("privacydiff_worker", postgresql_server, guarded)
    reader = _as("privacydiff_reader", postgresql_server, guarded)
    run(worker, "sites", "add", "example.lv", "--tag", "shop")
    stored.folder(tmp_path / "scan", stored.at(0))
    run(worker, "store", "scan")
    store = open_store(worker, "evidence")
    scan = stored.running(store, stored.site(store, "b.test"))
    assert store_scan(store, scan, "t1", stored.folder(tmp_path / "b", stored.at(0)))
    store.close()
    for arguments in (("history", "meadow.test"), ("show", "1"), ("compare", "1", "1"), ("trend",), ("export", "--out", "x"), ("sites", "list"), ("sites", "export"), ("accepted", "list"), ("database", "status")):
        run(reader, *arguments)
    for address, arguments in (
        (reader, ("sites", "add", "example.ee")),
        (reader, ("store", "scan", "--client", "new")),
        (worker, ("prune", "--keep-evidence", "0")),
        (worker, ("forget", "--site", "b.test", "--yes")),
        (worker, ("database", "downgrade", "base", "--yes")),
    ):
        told = run(address, *arguments, status=1)
        assert re.search(r"permission denied|must be owner", told), told


def test_every_table_is_told_of() -> None:
    ours = set(Base.metadata.tables)
    told = set(re.findall(r"\*\*(\w+)\*\*", DOCUMENT))
    assert ours <= told, ours - told


def test_every_command_named_exists() -> None:
    groups = {group.name: {one.name or one.callback.__name__.strip("_") for one in group.typer_instance.registered_commands if one.callback} for group in app.registered_groups if group.typer_instance}
    single = {one.name or one.callback.__name__ for one in app.registered_commands if one.callback}
    for line in re.findall(r"^    privacydiff (.*?)(?:#.*)?$", DOCUMENT, re.MULTILINE):
        first, second = [*line.split(), ""][:2]
        assert first in single or second in groups[first], line
    for words in re.findall(r"`((?:sites|accepted|database) [a-z]+)`", DOCUMENT):
        group, command = words.split()
        assert command in groups[group], words
    for option in set(re.findall(r"`(?:prune|forget)[^`]*?(--[a-z-]+)", DOCUMENT)):
        helped = CliRunner().invoke(app, ["prune", "--help"]).output + CliRunner().invoke(app, ["forget", "--help"]).output
        assert option in helped
