"""What is stored can be looked at again: a site's history, one scan with its reports, two scans side by side."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import stored
from report_results import rich
from sqlalchemy import text
from test_sites import run

from scanner import manifest
from scanner.fleet.store import open_store


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def three(database: str) -> str:
    """A database with three scans of a site, of which each found one finding less."""
    for day in (0, 7, 14):
        found = rich().findings[: 5 - day // 7]
        stored.folder(Path(f"scan-{day}"), stored.at(day, replace(rich(), findings=found)))
    told = run(database, "store", "scan-0", "scan-14", "scan-7", "scan-0", "--client", "Meadow")
    assert told.splitlines() == [
        "meadow.test: scan 1",
        "meadow.test: scan 2",
        "meadow.test: scan 3",
        "meadow.test: scan-0 is stored already",
    ]
    return database


def test_the_history_of_a_site_tells_scans_findings_and_policies(three: str) -> None:
    told = json.loads(run(three, "history", "meadow.test", "--json"))
    assert [one["scan"] for one in told["scans"]] == [2, 3, 1]
    spans = {one["check"]: (one["first_seen_at"][:10], one["last_seen_at"][:10], one["scans"], one["there"]) for one in told["findings"] if one["subject"] != "letterforms"}
    assert spans["service-after-reject"] == ("2026-11-01", "2026-11-15", 3, True)
    assert spans["undisclosed-service"] == ("2026-11-01", "2026-11-01", 1, False)
    assert [(one["claims"], one["date"]) for one in told["policies"]] == [(4, "2026-01-01")]
    assert "gone   2026-11-01 to 2026-11-08    2 scans  low · Letterforms" in run(three, "history", "www.meadow.test")


def test_a_scan_is_shown_and_its_reports_written_again(three: str, tmp_path: Path) -> None:
    run(three, "show", "1", "--out", "again", "--format", "html,csv", "--quiet")
    assert {"report.html", "findings.csv", "result.json", "evidence.json", "manifest.json"} <= {one.name for one in Path("again").iterdir()}
    assert (tmp_path / "again" / "result.json").read_bytes() == Path("scan-0/result.json").read_bytes()
    assert (tmp_path / "again" / "evidence" / "page.html").read_bytes() == b"<p>"
    assert manifest.verify(Path("again")).unchanged
    assert "name a new folder" in run(three, "show", "1", "--out", "again", status=2)
    assert "far.test" not in run(three, "show", "meadow.test")
    assert json.loads(run(three, "show", "1", "--json")) == json.loads(Path("scan-0/result.json").read_text("utf-8"))
    assert "no scan 99 in the store" in run(three, "show", "99", status=2)
    assert "no scan 9999999" in run(three, "show", "9" * 400, status=2)


def test_scans_of_the_store_are_compared_by_number(three: str) -> None:
    told = json.loads(run(three, "compare", "1", "2", "--json"))
    assert [one["subject"] for one in told["findings"] if one["fate"] == "gone"] == ["far.test", "letterforms"]
    assert json.loads(run(three, "compare", "scan-0", "2", "--json")) == told


def test_a_scan_without_a_result_says_what_became_of_it(database: str) -> None:
    store = open_store(database, "evidence")
    stored.running(store, stored.site(store))
    store.close()
    assert "Scan 1 has no result: it is running." in run(database, "compare", "1", "1", status=2)
    assert "running" in run(database, "show", "1")
    assert "No scan of meadow.test has been stored yet." in run(database, "show", "meadow.test", status=2)


def test_a_folder_without_a_scan_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "empty holds no result.json" in run(str(tmp_path / "x.db"), "store", "empty", status=2)


def test_a_stored_path_cannot_lead_out_of_the_folder(three: str) -> None:
    store = open_store(three, "evidence")
    with store.write() as session:
        session.execute(text("UPDATE scan_files SET path = '../outside' WHERE path = 'evidence.json' AND scan_id = 1"))
    store.close()
    assert "leads out of" in run(three, "show", "1", "--out", "again", status=2)
    assert not Path("outside").exists()


def test_links_in_a_folder_are_left_alone(database: str, tmp_path: Path) -> None:
    folder = stored.folder(tmp_path / "scan", stored.at(0))
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (folder / "evidence" / "link").symlink_to(tmp_path / "secret")
    run(database, "store", "scan")
    run(database, "show", "1", "--out", "again", "--quiet", "--format", "csv")
    assert not (tmp_path / "again" / "evidence" / "link").exists()


def test_what_is_only_possible_is_marked_and_a_site_without_scans_says_so(three: str) -> None:
    assert re.search(r"medium \(possible only\) · far\.test", run(three, "history", "meadow.test"))
    run(three, "sites", "add", "new.test")
    assert run(three, "history", "new.test") == "new.test  https://new.test/\nNo scan yet.\n"
    assert run(three, "accepted", "list") == "Nothing is accepted.\n"
