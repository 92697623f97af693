"""Fixtures: the built-in demo on loopback, scanned once for all tests that look at the outcome."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from scanning import WEBSITE

from scanner import demo, pipeline
from scanner.demo import server
from scanner.demo.server import Arrival
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
