"""Every kind of target is recorded from the first line of its first script: what that asks for, writes and calls."""

from pathlib import Path

import pytest
from scanning import Scan, scan

from scanner.demo.server import Farm
from scanner.model.evidence import Setter

pytestmark = pytest.mark.browser

SITE = "https://www.targets.test"
OTHER, WINDOW = "https://frame.other.test", "https://pop.third.test"
DOCUMENTS = {
    "page": f"{SITE}/act.js?page",
    "frame": f"{SITE}/act.js?frame",
    "srcdoc": f"{SITE}/act.js?srcdoc",
    "cross": f"{OTHER}/act.js?cross",
    "popup": f"{SITE}/act.js?popup",
    "window": f"{WINDOW}/act.js?window",
    "blank": f"{SITE}/blank.js",
}
WORKERS = {kind: f"{SITE}/{kind}.js" for kind in ("dedicated", "nested", "shared", "service")}


@pytest.fixture(scope="module")
def targets(website: Farm, tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """Pages that open frames, windows and workers, each of which does something at once."""
    pages = ("/page", "/windows", "/workers")
    return scan(website, tmp_path_factory.mktemp("targets"), "www.targets.test", *pages, keep_values=True)


@pytest.mark.parametrize(("kind", "script"), [*DOCUMENTS.items(), *WORKERS.items()])
def test_what_the_first_line_asks_for_is_recorded_with_its_script(targets: Scan, kind: str, script: str) -> None:
    (request,) = targets.requests(f"/first/{kind}")
    assert request.recorded_by == "cdp"
    assert request.initiator
    assert request.initiator.url == script
    assert len([one for one in targets.arrived if one.path == f"/first/{kind}"]) == 1


@pytest.mark.parametrize(("kind", "script"), [*DOCUMENTS.items()])
def test_the_cookie_it_writes_has_its_writer(targets: Scan, kind: str, script: str) -> None:
    cookie = targets.cookie(f"first_{kind}")
    assert (cookie.set_by.kind, cookie.set_by.url) == ("script", script)


@pytest.mark.parametrize("script", sorted({*DOCUMENTS.values(), *WORKERS.values()} - {WORKERS["shared"]}))
def test_the_interface_it_asks_is_counted_for_its_script(targets: Scan, script: str) -> None:
    calls = [one.count for one in targets.result.api_calls if (one.api, one.script) == ("navigator", script)]
    assert sum(calls) == 1


def test_what_an_opener_does_at_once_in_an_empty_window_is_recorded(targets: Scan) -> None:
    """Nothing can be attached before the opener's next line: its own recorder goes along, and the net log has the request."""
    opener = f"{SITE}/open.js"
    assert len(targets.requests("/first/bare")) == 1
    assert targets.cookie("first_bare").set_by == Setter(kind="script", url=opener)
    calls = [(one.api, one.count) for one in targets.result.api_calls if one.script == opener]
    assert calls == [("navigator", 1)]


def test_nothing_that_arrived_is_missing(targets: Scan) -> None:
    assert targets.missed() == []


def test_windows_that_go_to_another_site_at_once_end_no_renderer(website: Farm, tmp_path: Path) -> None:
    """Chromium's renderer dies (a few times in a hundred windows) if they pretend to have the focus."""
    visits = [f"/crowd?{number}" for number in range(6)]
    crowd = scan(website, tmp_path, "www.targets.test", *visits)
    assert [crowd.why("visit", one) for one in visits] == [""] * len(visits)
    assert len([one for one in crowd.result.requests if "/calm?" in one.url]) == 6 * len(visits)
