"""Pages of one visitor open side by side: each is in the foreground to itself, and keeps what it does to itself."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from scanning import Scan, scan

from scanner.demo import server
from spiders import limits

pytestmark = pytest.mark.browser

HOST, OTHER = "www.beside.test", "frame.beside-other.test"
PAGES = ("/one", "/two", "/three")
_PAGE = """<!doctype html><title>Beside</title><body><p>A page</p><div style="height: 4000px"></div><p id="end">End</p>
<iframe src="https://frame.beside-other.test/late.html?PLACE"></iframe>
<script>
const place = "PLACE", seen = { hidden: 0, frames: 0, idle: 0 };
document.addEventListener("visibilitychange", () => { seen.hidden += 1; });
const count = () => { seen.frames += 1; requestAnimationFrame(count); };
requestAnimationFrame(count);
requestIdleCallback(() => { seen.idle = 1; });
const tell = () => fetch("/state/" + place + "/" + [document.visibilityState, document.hasFocus(), seen.hidden, seen.frames > 5, seen.idle].join("-"));
new IntersectionObserver(([one]) => { if (one.isIntersecting) setTimeout(tell, 300); }).observe(document.getElementById("end"));
fetch("/kept/" + place + "/" + (sessionStorage.getItem("chosen") || "nothing"));
if (place === "home") sessionStorage.setItem("chosen", "yes");
document.cookie = "from_" + place + "=1; path=/";
setTimeout(() => fetch("/late/" + place), 1500);
setTimeout(() => { localStorage.setItem("late_" + place, "1"); }, 1500);
addEventListener("pagehide", () => navigator.sendBeacon("/left/" + place));
</script>"""
_FRAME = """<!doctype html><script>
setTimeout(() => fetch("/framed/" + location.search.slice(1)), 1500);
setTimeout(() => fetch("/last/" + location.search.slice(1)), 1800);
</script>"""


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """A site on whose pages all happens late, scanned by one visitor."""
    folder = tmp_path_factory.mktemp("site")
    for host in (HOST, OTHER):
        (folder / host).mkdir()
    for place in ("home", *(path[1:] for path in PAGES)):
        name = "index" if place == "home" else place
        (folder / HOST / f"{name}.html").write_text(_PAGE.replace("PLACE", place), encoding="utf-8")
    answers = [
        f'[answers."/{kind}/{place}"]\nbody = "ok"'
        for kind in ("late", "left")
        for place in ("home", *(path[1:] for path in PAGES))
    ]
    (folder / HOST / "site.toml").write_text("\n".join(answers), encoding="utf-8")
    (folder / OTHER / "late.html").write_text(_FRAME, encoding="utf-8")
    with server.running([folder]) as farm:
        return scan(farm, tmp_path_factory.mktemp("out"), HOST, *PAGES, typing=False)


def test_pages_are_open_side_by_side(beside: Scan) -> None:
    """The first one too, where a dialog is still waited for."""
    visits = [visit for visit in beside.result.visits if visit.kind != "policy"]
    assert len(visits) == 1 + len(PAGES)
    assert all(visit.duration_ms > 1500 for visit in visits)
    begins = [datetime.fromisoformat(visit.started_at) for visit in visits[: limits.TABS]]
    ends = [at + timedelta(milliseconds=visit.duration_ms) for at, visit in zip(begins, visits, strict=False)]
    assert max(begins) < min(ends)


@pytest.mark.parametrize("kind", ["late", "framed", "last", "left"])
@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_sends_late_belongs_to_it(beside: Scan, kind: str, page: str) -> None:
    (request,) = beside.requests(f"/{kind}{page}")
    assert beside.result.visits[request.visit].url.endswith(page)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_keeps_is_first_seen_there(beside: Scan, page: str) -> None:
    for kept in (beside.cookie(f"from_{page[1:]}"), beside.key(f"late_{page[1:]}")):
        assert beside.result.visits[kept.sightings[0].first_visit].url.endswith(page)


@pytest.mark.parametrize("page", ["/home", *PAGES])
def test_every_page_is_as_in_the_foreground(beside: Scan, page: str) -> None:
    (told,) = [one.path for one in beside.arrived if one.path.startswith(f"/state{page}/")]
    assert told.removeprefix(f"/state{page}/") == "visible-true-0-true-1"


def test_a_new_tab_has_the_session_storage_of_the_first(beside: Scan) -> None:
    told = sorted(one.path for one in beside.arrived if one.path.startswith("/kept/"))
    assert told == sorted(["/kept/home/nothing", *(f"/kept{page}/yes" for page in PAGES)])


def test_the_record_holds_every_request_that_arrived(beside: Scan) -> None:
    assert beside.missed() == []



def test_a_window_without_an_opener_is_closed_with_the_page_that_opened_it(tmp_path: Path) -> None:
    (tmp_path / HOST).mkdir()
    pages = {
        "index": "<!doctype html><title>Home</title><p>Home",
        "opens": "<!doctype html><title>Opens</title><p>Opens<script>open('/polls.html', '', 'noopener')</script>",
        "polls": "<!doctype html><title>Polls</title><p>Polls<script>setInterval(() => fetch('/index.html'), 200)</script>",
        "calm": "<!doctype html><title>Calm</title><p>Calm",
    }
    for name, html in pages.items():
        (tmp_path / HOST / f"{name}.html").write_text(html, encoding="utf-8")
    calm = tuple(f"/calm?{number}" for number in range(3))
    with server.running([tmp_path]) as farm:
        seen = scan(farm, tmp_path / "out", HOST, "/opens", *calm, typing=False)
    assert seen.requests("/polls.html")
    assert seen.visit(calm[-1]).settled == "quiet"
