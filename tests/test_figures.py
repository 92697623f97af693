"""Figures out of the store: the course of one site and of many, a picture of it, and everything of a period as tables."""

import csv
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import stored
from report_results import finding, rich
from sqlalchemy import select
from test_sites import run

from reports import over_time
from scanner.fleet.store import Store, accepting, bundle, open_store
from scanner.fleet.store.course import COLUMNS
from scanner.fleet.store.storing import store_finished, store_scan
from scanner.fleet.store.tables import Scan, Sighting, Site
from scanner.model.findings import SEVERITIES


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def filled(database: str, tmp_path: Path) -> str:
    """Two sites of one client: one scanned in November and January, the other in December under new rules."""
    store = open_store(database, "evidence")
    newer = replace(rich(), tool=replace(rich().tool, rules="r2"))
    lighter = replace(newer, findings=newer.findings[:1])
    hostile = replace(rich(), findings=(finding("undisclosed-service", "=cmd|' /C calc'!A0", "high", "=1+1"), *rich().findings))
    for host, days in (("a.test", {0: hostile, 61: lighter}), ("b.test", {30: newer})):
        site = stored.site(store, host, client="Meadow", tags=("-t",))
        for day, result in days.items():
            found = bundle.read(stored.folder(tmp_path / f"{host}-{day}", stored.at(day, result)))
            assert store_finished(store, site, found)
    stored.site(store, "c.test", client="Other")
    store.close()
    return database


def _rows(told: str) -> list[list[int]]:
    return [[one[name] for name in ("sites", *SEVERITIES)] for one in json.loads(told)["rows"]]


def test_the_course_of_a_site_goes_from_scan_to_scan(filled: str) -> None:
    told = run(filled, "trend", "a.test", "--json")
    assert _rows(told) == [[1, 1, 2, 0, 1, 0], [1, 1, 0, 0, 0, 0]]
    assert [one["begin"] for one in json.loads(told)["rows"]] == ["2026-11-01", "2027-01-01"]
    assert [one["rules_changed"] for one in json.loads(told)["rows"]] == [False, True]
    assert run(filled, "trend", "a.test").splitlines()[-1].endswith("*")


def test_sites_together_count_with_their_latest_scan(filled: str) -> None:
    told = run(filled, "trend", "--client", "Meadow", "--json")
    assert _rows(told) == [[1, 1, 2, 0, 1, 0], [2, 2, 3, 0, 2, 0], [2, 2, 1, 0, 1, 0]]
    assert _rows(run(filled, "trend", "--tag", "-t", "--by", "month", "--to", "2026-11-30", "--json")) == [[1, 1, 2, 0, 1, 0]]
    assert len(_rows(run(filled, "trend", "--by", "week", "--json"))) == 10
    assert "No scan of this time" in run(filled, "trend", "--client", "Other")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("trend", "a.test", "--client", "x"), "Name a site, or give"),
        (("trend", "--by", "scan"), "for one site only"),
        (("trend", "--by", "year"), "is not known here"),
        (("trend", "--from", "yesterday"), "--from yesterday is not a day"),
        (("export", "--out", "x", "--from", "2026-02-02", "--to", "2026-02-01"), "is later than"),
        (("export", "--out", "x", "--format", "xml"), "there are csv, parquet"),
    ],
)
def test_wrong_usage_is_told(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in run(str(tmp_path / "x.db"), *arguments, status=2)


def test_the_picture_shows_each_number_and_where_rules_changed(filled: str) -> None:
    run(filled, "trend", "a.test", "--picture", "a.svg", "--report-language", "lv")
    root = ET.parse("a.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    bars = [one for one in root.iter(f"{space}rect") if one.find(f"{space}title") is not None]
    assert [one.findtext(f"{space}title") for one in bars] == ["1", "2", "1", "1"]
    assert float(bars[1].get("height", "0")) == pytest.approx(2 * float(bars[0].get("height", "0")), abs=0.2)
    words = " ".join(root.itertext())
    assert "Atšķirības pa pārbaudēm" in words
    assert "2026-11-01: 4; 2027-01-01: 1" in words
    assert any(one.get("stroke-dasharray") for one in root.iter(f"{space}line"))


def test_a_picture_holds_for_nothing_for_much_and_for_hostile_names() -> None:
    assert "<svg" in over_time.picture("none", "month", COLUMNS, ())
    rows = [(f"2026-{number:03}", 9, 10**6, 1, 1, 1, 1, 0, 0, False) for number in range(300)]
    svg = over_time.picture("<script>alert(1)</script>\x00", "week", COLUMNS, rows)
    root = ET.fromstring(svg)
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))


def test_everything_of_a_period_comes_out_in_both_formats(filled: str) -> None:
    run(filled, "export", "--out", "all", "--format", "parquet")
    run(filled, "export", "--out", "all")
    run(filled, "export", "--out", "november", "--from", "2026-11-01", "--to", "2026-11-30", "--client", "Meadow")
    findings = pd.read_parquet("all/findings.parquet")
    assert len(findings) == 6 + 5 + 1
    assert findings["counts"].dtype == bool
    assert "=cmd|' /C calc'!A0" in set(findings["subject"])
    with Path("all/findings.csv").open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == len(findings)
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "@", "-")]
    with Path("november/scans.csv").open(encoding="utf-8-sig", newline="") as text:
        assert [row["site"] for row in csv.DictReader(text)] == ["a.test"]
    assert len(Path("november/sites.csv").read_text(encoding="utf-8-sig").splitlines()) == 2
    assert {file.stem for file in Path("all").glob("*.csv")} == {file.stem for file in Path("all").glob("*.parquet")}


def test_a_finding_accepted_in_the_store_is_marked_in_later_scans(store: Store, tmp_path: Path) -> None:
    site = stored.site(store, client="Meadow")
    with store.write() as session:
        accepting.add(session, session.get_one(Site, site), "undisclosed-service", "agreed", subject="letter*")
        accepting.add(session, "Meadow", "cookies-before-consent", "agreed", subject="*", until="2020-01-01")
        accepting.add(session, "Other", "service-after-reject", "agreed", subject="*")
    scan = stored.running(store, site)
    assert store_scan(store, scan, "t1", stored.folder(tmp_path / "a", stored.at(0)))
    with store.read() as session:
        assert session.scalars(select(Sighting.title).where(Sighting.accepted)).all() == ["Letterforms · 3 requests, no statement found"]
        row = session.get_one(Scan, scan)
        assert row.counted == {"critical": 1, "high": 2, "medium": 0, "low": 0, "info": 0}
        assert row.summary is not None
        assert row.summary["accepted"] == 1
        assert row.result_sha256 is not None
        assert b'"reason": "agreed"' in store.files.read(row.result_sha256)


def test_findings_are_accepted_on_the_command_line(filled: str) -> None:
    given = ("accepted", "add", "long-lived-cookie", "--reason", "Ticket 41")
    assert run(filled, *given, "--subject", "_ga*", "--site", "a.test", "--until", "2027-03-31") == "1\n"
    assert run(filled, *given, "--client", "Meadow") == "2\n"
    assert run(filled, "accepted", "list") == (
        "1  a.test  long-lived-cookie · _ga* until 2027-03-31  Ticket 41\n2  Meadow  long-lived-cookie · the site  Ticket 41\n"
    )
    run(filled, "accepted", "remove", "1")
    assert "under the number 1" in run(filled, "accepted", "remove", "1", status=2)
    assert "Say where" in run(filled, *given, status=2)
    assert "is not a day" in run(filled, *given, "--site", "a.test", "--until", "soon", status=2)
    assert "no-such-check" in run(filled, "accepted", "add", "no-such-check", "--reason", "x", "--site", "a.test", status=2)
