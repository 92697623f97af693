"""Where the first page has settled without a dialog, one is waited for beside the pages that follow."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from scanning import Scan, scan

from scanner.demo import server

pytestmark = pytest.mark.browser

HOST = "www.unhurried.test"
_PAGE = """<!doctype html><html lang="en"><title>Unhurried</title><body><p>A page of this site</p><a href="/form">Write to us</a>
<form action="/sent"><label>E-mail <input name="email" type="email"></label></form>
<script>
document.querySelector("input").addEventListener("input", () => fetch("/carried"));
fetch("/kept/" + location.pathname.slice(1) + "/" + (sessionStorage.getItem("chosen") || "nothing"));
if (location.pathname === "/") sessionStorage.setItem("chosen", "yes");
DIALOG
</script>"""
_LATE = """let looks = 0;
const clock = setInterval(() => {
  looks += 1;
  if (looks < 25) return;
  clearInterval(clock);
  if (document.cookie.includes("choice=")) return;
  document.body.insertAdjacentHTML("beforeend", `<div role="dialog" style="position: fixed; bottom: 0; background: white">
    We use cookies for statistics. <button>Accept all</button> <button>Reject all</button></div>`);
  for (const button of document.querySelectorAll("[role=dialog] button")) button.onclick = () => {
    document.cookie = "choice=" + button.textContent.slice(0, 6) + "; path=/";
    document.querySelector("[role=dialog]").remove();
  };
}, 100);"""


def _scanned(folder: Path, dialog: str) -> Scan:
    site, out = folder / "site" / HOST, folder / "out"
    site.mkdir(parents=True)
    for name in ("index", "form", "further"):
        (site / f"{name}.html").write_text(_PAGE.replace("DIALOG", dialog), encoding="utf-8")
    (site / "site.toml").write_text('[answers."/carried"]\nbody = "ok"\n', encoding="utf-8")
    out.mkdir()
    with server.running([folder / "site"]) as farm:
        return scan(farm, out, HOST, "/form", "/further", states=("baseline", "accept", "reject"))


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """A site without a dialog."""
    return _scanned(tmp_path_factory.mktemp("without"), "")


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """A site whose dialog comes when nothing tells of it."""
    return _scanned(tmp_path_factory.mktemp("late"), _LATE)


def test_pages_are_opened_beside_the_first_one(without: Scan) -> None:
    (home,) = [visit for visit in without.result.visits if visit.kind == "home" and visit.state == "baseline"]
    ended = datetime.fromisoformat(home.started_at) + timedelta(milliseconds=home.duration_ms)
    assert datetime.fromisoformat(without.visit("/form").started_at) < ended
    assert without.missed() == []


def test_they_begin_with_its_session_storage(without: Scan) -> None:
    assert {one.path for one in without.arrived if one.path.startswith("/kept/form")} == {"/kept/form/yes"}


def test_it_is_seen_that_nobody_asks_and_bait_is_typed(without: Scan) -> None:
    assert not without.result.consent.banner
    assert without.result.consent.other_device is not None
    assert not without.result.consent.other_device.banner
    assert [one.path for one in without.arrived if one.path == "/carried"]


def test_a_dialog_that_comes_late_is_used(late: Scan) -> None:
    consent = late.result.consent
    assert consent.banner
    assert (consent.accept.verified, consent.reject.verified) == (True, True)
    assert consent.other_device is not None
    assert consent.other_device.banner


def test_nothing_is_typed_before_the_choice(late: Scan) -> None:
    carried = [one for one in late.result.requests if one.url.endswith("/carried")]
    assert carried
    assert {one.state for one in carried} == {"accept"}
