"""Fixtures: the built-in demo on loopback, scanned once for all tests that look at the outcome."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import databases
import pytest
import receivers
from scanning import WEBSITE

from scanner import demo, pipeline
from scanner.demo import server
from scanner.demo.server import Arrival
from scanner.fleet.store import Store, create_empty, open_store, schema
from scanner.model.result import Result
from scanner.model.target import Target


@pytest.fixture(scope="session", autouse=True)
def _no_lists_of_this_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests see no list that the person running them has fetched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "PRIVACYDIFF_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def demo_farm() -> Iterator[server.Farm]:
    """The demo's hosts behind a proxy."""
    with server.running([demo.folder()]) as farm:
        yield farm


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo scan leaves its reports."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def demo_scan(demo_farm: server.Farm, demo_folder: Path) -> tuple[Result, list[Arrival]]:
    """The demo site, scanned in a real browser as all three visitors; and what reached the hosts meanwhile."""
    before = len(demo_farm.requests)
    target = Target(url=demo.SITE_URL, proxy=demo_farm.proxy, ignore_certificate_errors=True)
    result = pipeline.scan(target, demo_folder)
    return result, demo_farm.requests[before:]


@pytest.fixture(scope="session")
def demo_result(demo_scan: tuple[Result, list[Arrival]]) -> Result:
    """The outcome of that scan."""
    return demo_scan[0]


@pytest.fixture(scope="session")
def demo_arrived(demo_scan: tuple[Result, list[Arrival]]) -> list[Arrival]:
    """What reached the hosts during that scan."""
    return demo_scan[1]


@pytest.fixture(scope="session")
def website() -> Iterator[server.Farm]:
    """All hosts below tests/website/ behind a proxy."""
    with server.running(sorted(WEBSITE.iterdir())) as farm:
        yield farm


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[databases.Server]:
    """A real PostgreSQL of this test run's own."""
    with databases.postgresql() as running:
        yield running


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nothing in them."""
    file = tmp_path_factory.mktemp("template") / "empty.db"
    open_store(str(file)).close()
    return file


@pytest.fixture(scope="session")
def _postgresql_template(postgresql_server: databases.Server) -> str:
    """The same in PostgreSQL, to be copied."""
    name = postgresql_server.new()
    engine = create_empty(postgresql_server.address(name))
    schema.upgrade(engine)
    engine.dispose()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables: a test that asks for it runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield str(tmp_path / "empty.db")
        return
    running: databases.Server = request.getfixturevalue("postgresql_server")
    name = running.new()
    yield running.address(name)
    running.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with all tables and nothing in them: on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        file = tmp_path / "store.db"
        shutil.copy(request.getfixturevalue("_sqlite_template"), file)
        yield str(file)
        return
    running: databases.Server = request.getfixturevalue("postgresql_server")
    name = running.new(request.getfixturevalue("_postgresql_template"))
    yield running.address(name)
    running.drop(name)


@pytest.fixture
def store(database: str, tmp_path: Path) -> Iterator[Store]:
    """An empty store: a test that asks for it runs on SQLite and on PostgreSQL."""
    opened = open_store(database, str(tmp_path / "evidence"))
    yield opened
    opened.close()


@pytest.fixture
def quick_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers wait for nothing for long, and look up no name."""
    for name, seconds in (
        ("local.POLL", 0.05),
        ("shared.POLL", 0.05),
        ("shared.OUTAGE_PAUSE", 0.2),
        ("ledger.COURTESY", 0.2),
        ("ledger.PAUSED", 0.2),
    ):
        monkeypatch.setattr(f"scanner.fleet.queue.{name}", seconds)
    monkeypatch.setattr("scanner.fleet.queue.politeness._resolve", lambda _host: frozenset())


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[receivers.Mailbox]:
    """A mail server."""
    with receivers.mailbox(tmp_path) as box:
        yield box


@pytest.fixture
def web() -> Iterator[receivers.Web]:
    """A web server."""
    with receivers.web() as here:
        yield here
