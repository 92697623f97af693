"""Hostile pages and browsers that die: every scan ends within its limit, tells what happened, and leaves nothing running."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from scanning import Scan, beside_each_other, browser_processes, scan

from scanner.demo.server import Farm
from spiders import limits

pytestmark = pytest.mark.browser
HOST = "www.storm.test"


@pytest.fixture(scope="module")
def mark() -> Iterator[str]:
    """Stands in the environment of every process that a scan of this file starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRIVACYDIFF_TEST_MARK", uuid4().hex)
        yield os.environ["PRIVACYDIFF_TEST_MARK"]


@pytest.fixture(scope="module")
def scans(website: Farm, mark: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scan]:
    """Two scans of the hostile site beside each other: of pages that never end, and of pages that do odd things."""

    def of(*page_urls: str) -> Callable[[], Scan]:
        return partial(scan, website, tmp_path_factory.mktemp(mark), HOST, *page_urls)

    odd = ("/caught", "/nested", "/popups", "/hooks", "/downloads", "/names")
    bytes_ = ("/encodings", "/utf-16", "/strange-header", "/circle", "/caught/again", "/calm?after=odd")
    flood = "/flood"  # last: it throws out the cookies of the pages beside it
    return beside_each_other({"endless": of("/asking", "/calm?after=asking"), "odd": of(*odd, *bytes_, flood)})


def test_a_page_that_is_never_quiet_is_bounded_and_the_next_one_seen(scans: dict[str, Scan]) -> None:
    endless = scans["endless"]
    asking = endless.visit("/asking")
    assert (asking.settled, asking.loaded) == ("limit", True)
    assert asking.duration_ms < 25_000
    assert endless.visit("/calm?after=asking").settled == "quiet"
    assert len(endless.requests("/asked")) + len([one for one in endless.result.requests if "/asked?" in one.url]) > 20
    assert endless.result.complete


def test_odd_pages_are_all_seen_and_the_scan_is_whole(scans: dict[str, Scan]) -> None:
    odd = scans["odd"]
    assert odd.result.complete
    assert [visit.url for visit in odd.result.visits if not visit.loaded] == [f"https://{HOST}/circle"]
    assert "redirects in a circle" in odd.why("visit", "/circle")
    assert odd.visit("/calm?after=odd").title == "Calm"


def test_frames_twenty_deep_are_recorded(scans: dict[str, Scan]) -> None:
    depths = {one.url.rsplit("/", 1)[-1] for one in scans["odd"].result.requests if "/depth/" in one.url}
    assert depths == {str(depth) for depth in range(21)}


def test_a_flood_of_writes_does_not_flood_the_record(scans: dict[str, Scan]) -> None:
    odd = scans["odd"]
    assert odd.visit("/flood").duration_ms < 20_000
    assert (odd.folder / "result.json").stat().st_size < 20_000_000


def test_a_page_that_breaks_hooks_is_still_recorded(scans: dict[str, Scan]) -> None:
    assert scans["odd"].cookie("hooked_cookie").set_by.url == f"https://{HOST}/hooks"


def test_what_a_service_worker_makes_up_is_seen(scans: dict[str, Scan]) -> None:
    assert scans["odd"].visit("/caught/again").title == "From the worker"


def test_popups_are_recorded_and_closed(scans: dict[str, Scan]) -> None:
    assert len([one for one in scans["odd"].result.requests if one.url.split("?")[0].endswith("/calm")]) > 5


def test_names_are_kept_as_data_and_written_safely(scans: dict[str, Scan]) -> None:
    odd = scans["odd"]
    assert "<script>" in (odd.visit("/names").title or "")
    assert "from_title" not in {cookie.name for cookie in odd.result.cookies}
    assert {"</script><script>alert(1)//", "line\nbreak\0\u202e"} <= {item.key for item in odd.result.storage}
    report = (odd.folder / "report.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in report
    assert "<img src=x" not in report
    assert "\u202e" not in report
    for file in odd.folder.glob("*.csv"):
        cells = [
            cell.lstrip('"') for line in file.read_text(encoding="utf-8-sig").splitlines() for cell in line.split(",")
        ]
        assert [cell for cell in cells if cell.startswith(("=cmd", "@SUM"))] == []


def test_texts_in_bad_encodings_do_not_stop_anything(scans: dict[str, Scan]) -> None:
    odd = scans["odd"]
    assert odd.visit("/encodings").status == 200
    assert odd.visit("/utf-16").title == "Other letters"


def test_refused_names_with_control_characters_are_told(scans: dict[str, Scan]) -> None:
    refused = {cookie.name: cookie.blocked for cookie in scans["odd"].result.cookies if cookie.blocked}
    assert "DisallowedCharacter" in refused["\x01control"]
    assert "DisallowedCharacter" in refused["tab\tname"]


def test_no_process_is_left(scans: dict[str, Scan], mark: str) -> None:
    assert scans
    assert _left(mark) == []


def _left(mark: str) -> list[int]:
    end = time.monotonic() + 5
    while (left := browser_processes(mark)) and time.monotonic() < end:
        time.sleep(0.2)
    return left


def _kill_when(website: Farm, path: str, mark: str, words: bytes) -> threading.Thread:
    """A thread that waits for a request, and then kills the scan's processes whose command line holds `words`."""
    before = len(website.requests)

    def kill() -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end and not any(one.path == path for one in website.requests[before:]):
            time.sleep(0.05)
        for process in browser_processes(mark):
            line = Path(f"/proc/{process}/cmdline").read_bytes()
            if words in line and (words == b"--type=renderer" or b"--type=" not in line):
                os.kill(process, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def test_pages_whose_renderer_is_killed_from_outside_are_visited_once_more(
    website: Farm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = uuid4().hex
    monkeypatch.setenv("PRIVACYDIFF_TEST_MARK", mark)
    killer = _kill_when(website, "/asked", mark, b"--type=renderer")
    others = [f"/calm?{number}" for number in range(2 * limits.TABS)]
    seen = scan(website, tmp_path, HOST, "/asking", *others)
    killer.join()
    assert seen.why("visit", "/asking") == "the page made the browser's renderer crash"
    lost = [one.where for one in seen.result.failures if one.what == "visit" and "crash" in one.why]
    assert any(where.startswith(f"https://{HOST}/asking") for where in lost)
    assert len(lost) <= limits.TABS  # those open then, each once
    assert {visit.url for visit in seen.result.visits if visit.loaded} >= {f"https://{HOST}{page}" for page in ("/asking", *others)}
    assert _left(mark) == []


def test_a_browser_killed_from_outside_is_started_again_and_its_visitor_begins_anew(
    website: Farm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = uuid4().hex
    monkeypatch.setenv("PRIVACYDIFF_TEST_MARK", mark)
    killer = _kill_when(website, "/asked", mark, b"--user-data-dir")
    seen = scan(website, tmp_path, HOST, "/asking", "/calm?after=death")
    killer.join()
    assert "ended unexpectedly" in seen.why("browser")
    assert "/asking" in seen.why("browser")
    assert sorted(seen.visited()) == ["/", "/asking", "/calm?after=death"]  # both were open when it died: both come last
    assert all(visit.loaded for visit in seen.result.visits)
    assert seen.result.complete
    assert len(seen.result.documents) == 1
    assert _left(mark) == []


def test_a_farm_of_policies_is_read_to_a_bound(website: Farm, tmp_path: Path) -> None:
    """Ten thousand policies, each leading to fifty more: a few are read, and the pages asked for are seen all the same."""
    began = time.monotonic()
    farm = scan(website, tmp_path, "www.farm.test", "/calm")
    assert time.monotonic() - began < 120
    assert farm.result.complete
    assert 2 <= len(farm.result.documents) <= limits.POLICY_DOCUMENTS
    assert len([visit for visit in farm.result.visits if visit.kind == "policy"]) <= limits.POLICY_DOCUMENTS
    assert farm.visit("/calm").title == "Calm"


@pytest.mark.parametrize("host", ["papers.storm.test", "office.storm.test", "cellar.storm.test", "attic.storm.test"])
def test_a_site_that_asks_for_a_certificate_is_said_to(website: Farm, tmp_path: Path, host: str) -> None:
    seen = scan(website, tmp_path, host)
    assert "it asks for a client certificate" in (seen.result.reason or "")
    assert (seen.result.complete, seen.visit("/").loaded) == (False, False)


LARGEST_MB = 2_500
"""What the processes of one browser may hold together at any moment, whatever the page does."""


@contextmanager
def _watched(mark: str) -> Iterator[list[float]]:
    """Samples of the memory (MB) that marked processes hold together, shared parts counted once."""
    samples: list[float] = []
    done = threading.Event()

    def sample() -> None:
        while not done.wait(0.5):
            samples.append(sum(map(_memory_mb, browser_processes(mark))))

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield samples
    finally:
        done.set()
        thread.join()


def _memory_mb(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0  # it ended meanwhile
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/forever", "did not answer in time"),
        ("/dialogs", ""),
        ("/refresh", ""),
        ("/drip", ""),
        ("/bomb", "longer than 20 MB"),
        ("/whale", "longer than 20 MB"),
        ("/whales", ""),
        ("/huge", ""),
    ],
)
def test_a_page_that_takes_all_it_can_is_left_behind(
    website: Farm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, told: str
) -> None:
    monkeypatch.setenv("PRIVACYDIFF_TEST_MARK", mark := uuid4().hex)
    began = time.monotonic()
    with _watched(mark) as samples:
        seen = scan(website, tmp_path, HOST, path, "/calm?after=all")
    took = time.monotonic() - began
    assert took < 120
    assert max(samples) < LARGEST_MB
    assert told in "; ".join(one.why for one in seen.result.failures)
    assert seen.visit(path).status == 200
    assert seen.visit("/calm?after=all").title == "Calm"


@pytest.mark.slow
def test_the_deadline_holds_whatever_the_page_does(website: Farm, tmp_path: Path) -> None:
    began = time.monotonic()
    seen = scan(website, tmp_path, HOST, "/forever", "/dialogs", "/refresh", deadline_s=15.0)
    assert time.monotonic() - began < 80
    assert not seen.result.complete
    assert "deadline" in seen.why("scan")
