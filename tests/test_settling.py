"""What a page does late: which timers are waited for, and what is seen of a first page that stays open."""

import pytest
from scanning import Scan, scan

from scanner.demo import server

pytestmark = pytest.mark.browser

HOST = "www.late.test"
_FIRST = """addEventListener("load", () => setTimeout(() => {
  fetch("/very-late");
  document.cookie = "very_late=1";
  localStorage.setItem("very_late", "1");
}, 9500));"""
_LATER = 'setTimeout(() => fetch("/slide"), 8000); setTimeout(() => fetch("/before-it"), 2000);'
_LAST = 'setTimeout(() => fetch("/last"), 4000);'


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """A site whose pages do things late, scanned by one visitor."""
    folder = tmp_path_factory.mktemp("site")
    (folder / HOST).mkdir()
    pages = {"index": _FIRST, "slides": _LATER, "two": _LAST, "three": _LAST, "four": _LAST, "five": _LAST}
    for name, script in pages.items():
        page = f"<!doctype html><title>Late</title><p>A page</p><script>{script}</script>"
        (folder / HOST / f"{name}.html").write_text(page, encoding="utf-8")
    with server.running([folder]) as farm:
        paths = [f"/{name}" for name in pages if name != "index"]
        return scan(farm, tmp_path_factory.mktemp("out"), HOST, *paths, typing=False)


def test_a_timer_is_waited_for_beside_one_beyond_the_horizon(late: Scan) -> None:
    (request,) = late.requests("/before-it")
    assert late.result.visits[request.visit].url.endswith("/slides")


def test_what_the_first_page_does_while_others_are_visited_is_recorded_as_its_own(late: Scan) -> None:
    home = late.visit(f"{HOST}/")
    assert home.duration_ms < 9500
    (request,) = late.requests("/very-late")
    for visit in (
        request.visit,
        late.cookie("very_late").sightings[0].first_visit,
        late.key("very_late").sightings[0].first_visit,
    ):
        assert late.result.visits[visit].url == home.url


def test_nothing_failed_while_a_page_was_held(late: Scan) -> None:
    assert late.result.complete
    assert [one for one in late.result.failures if one.what != "aliases"] == []
