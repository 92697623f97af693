"""A scan is stored whole, once, and from its holder only; the same on SQLite and on PostgreSQL."""

import multiprocessing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import stored
from report_results import finding, rich
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from scanner.fleet.store import Store, open_store, recording
from scanner.fleet.store.files import EvidenceError, Files
from scanner.fleet.store.storing import store_scan
from scanner.fleet.store.tables import (
    Base,
    EvidenceFile,
    Policy,
    Scan,
    ScanFile,
    Sighting,
    StoredClaim,
    StoredFinding,
)
from scanner.model.errors import UsageError


def _count(store: Store, table: type[Base]) -> int:
    with store.read() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def test_a_scan_is_stored_with_all_it_found(store: Store, tmp_path: Path) -> None:
    scan = stored.running(store, stored.site(store))
    assert store_scan(store, scan, "t1", stored.folder(tmp_path / "a", stored.at(0)))
    with store.read() as session:
        row = session.get_one(Scan, scan)
        assert (row.state, row.token, row.lease_until, row.reason) == ("done", None, None, None)
        assert (row.tool, row.catalogue, row.rules, row.browser) == ("0", "c1", "r1", "Chromium 156")
        assert row.counted == {"critical": 1, "high": 2, "medium": 0, "low": 1, "info": 0}
        assert row.causes == {"critical": 1, "high": 1, "medium": 0, "low": 1, "info": 0}
        assert row.result_sha256 is not None
        assert b"meadow" in store.files.read(row.result_sha256)
        paths = session.scalars(select(ScanFile.path).order_by(ScanFile.path)).all()
        assert paths == ["evidence.json", "evidence/page.html"]
    assert [_count(store, table) for table in (StoredFinding, Sighting, Policy, StoredClaim)] == [5, 5, 1, 4]


def test_what_stays_the_same_is_kept_once(store: Store, tmp_path: Path) -> None:
    site = stored.site(store)
    for day in (7, 0):  # an older scan may come later
        scan = stored.running(store, site, day=day)
        store_scan(store, scan, "t1", stored.folder(tmp_path / f"{day}", stored.at(day)))
    tables = (StoredFinding, Sighting, Policy, StoredClaim, EvidenceFile)
    assert [_count(store, table) for table in tables] == [5, 10, 1, 4, 4]
    with store.read() as session:
        one = session.scalars(select(StoredFinding)).first()
        assert one is not None
        assert (one.first_seen_at, one.last_seen_at) == (stored.BEGIN, stored.BEGIN + timedelta(days=7))


@pytest.mark.parametrize(
    "change", [{"token": "t2"}, {"token": None, "state": "cancelled"}, {"token": None, "state": "done"}]
)
def test_the_late_result_of_a_lost_attempt_is_dropped(store: Store, tmp_path: Path, change: dict[str, str]) -> None:
    scan = stored.running(store, stored.site(store))
    with store.write() as session:
        for name, value in change.items():
            setattr(session.get_one(Scan, scan), name, value)
    assert not store_scan(store, scan, "t1", stored.folder(tmp_path / "a", stored.at(0)))
    assert [_count(store, table) for table in (StoredFinding, Sighting, Policy, EvidenceFile)] == [0, 0, 0, 0]


def test_a_result_that_cannot_be_stored_changes_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = stored.running(store, stored.site(store))
    folder = stored.folder(tmp_path / "a", stored.at(0))

    def stop(*_: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(recording, "_policies", stop)
        with pytest.raises(RuntimeError):
            store_scan(store, scan, "t1", folder)
    (folder / "result.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match=r"result\.json"):
        store_scan(store, scan, "t1", folder)
    with store.read() as session:
        assert session.get_one(Scan, scan).state == "running"
    assert [_count(store, table) for table in (EvidenceFile, StoredFinding, Sighting)] == [0, 0, 0]


def _race(address: str, evidence: str, scan: int, folder: str, start: Any, won: Any) -> None:
    store = open_store(address, evidence)
    start.wait(20)
    won.put(store_scan(store, scan, "t1", Path(folder)))
    store.close()


def test_of_two_processes_that_store_the_same_scan_one_wins(database: str, tmp_path: Path) -> None:
    store = open_store(database, str(tmp_path / "evidence"))
    scan = stored.running(store, stored.site(store))
    folder = stored.folder(tmp_path / "a", stored.at(0))
    store.close()
    spawn = multiprocessing.get_context("fork")
    start, won = spawn.Event(), spawn.Queue()
    both = [
        spawn.Process(target=_race, args=(database, str(tmp_path / "evidence"), scan, str(folder), start, won))
        for _ in range(2)
    ]
    for one in both:
        one.start()
    start.set()
    outcomes = sorted(won.get(timeout=30) for _ in both)
    for one in both:
        one.join(30)
    assert outcomes == [False, True]
    store = open_store(database, str(tmp_path / "evidence"))
    assert [_count(store, table) for table in (StoredFinding, Sighting, Scan)] == [5, 5, 1]
    store.close()


def test_hostile_words_are_stored_as_far_as_they_can_be(store: Store, tmp_path: Path) -> None:
    long = "x" * 10_000
    nasty = "a\x00b'; DROP TABLE sites; --\u202e"
    found = (
        finding("undisclosed-service", f"{long}1", "low", nasty + long, params={"name": nasty}),
        finding("undisclosed-service", f"{long}2", "low", nasty),
        finding("undisclosed-service", nasty, "low", nasty),
    )
    document = replace(rich().documents[0], title=nasty, url=f"https://www.meadow.test/{long}\x00")
    result = replace(stored.at(0), findings=found, documents=(document,))
    scan = stored.running(store, stored.site(store))
    assert store_scan(store, scan, "t1", stored.folder(tmp_path / "a", result))
    with store.read() as session:
        assert session.scalars(select(func.count(StoredFinding.key.distinct()))).one() == 3
        titles = session.scalars(select(Sighting.title)).all()
        assert all("\x00" not in title and len(title) <= 500 for title in titles)
        assert any("DROP TABLE" in title for title in titles)
        assert session.scalars(select(Policy.title)).one() == nasty.replace("\x00", "\ufffd")


def test_lone_surrogates_do_not_stop_a_row(store: Store) -> None:
    site = stored.site(store)
    with store.write() as session:
        scan = Scan(
            site_id=site,
            due_at=stored.BEGIN,
            enqueued_at=stored.BEGIN,
            reason="\ud800 gone",
            summary={"\udfff\x00": ["\ud800", float("nan")]},
        )
        session.add(scan)
    with store.read() as session:
        row = session.scalars(select(Scan)).one()
        assert row.reason == "\ufffd gone"
        assert row.summary == {"\ufffd\ufffd": ["\ufffd", None]}


def test_one_scan_of_a_site_runs_at_a_time_and_none_is_due_twice(store: Store) -> None:
    site = stored.site(store)
    stored.running(store, site)
    with pytest.raises(IntegrityError):
        stored.running(store, site, day=1)
    with pytest.raises(IntegrityError), store.write() as session:
        session.add(Scan(site_id=site, due_at=stored.BEGIN, enqueued_at=stored.BEGIN))


def test_moments_have_a_zone(store: Store) -> None:
    site = stored.site(store)
    with store.read() as session:
        row = session.scalars(select(stored.Site).where(stored.Site.id == site)).one()
        assert row.created_at == stored.BEGIN
        assert row.created_at.utcoffset() == timedelta(0)


def test_evidence_is_whole_or_refused(tmp_path: Path) -> None:
    files = Files(str(tmp_path / "e"))
    kept = files.keep(b"seen" * 1000)
    assert kept.stored_size < kept.size == 4000
    assert not kept.was_there
    assert files.keep(b"seen" * 1000).was_there
    assert [digest for digest, _ in files.all()] == [kept.sha256]
    assert files.read(kept.sha256) == b"seen" * 1000
    file = tmp_path / "e" / kept.sha256[:2] / f"{kept.sha256}.gz"
    other = files.keep(b"other")
    file.write_bytes((tmp_path / "e" / other.sha256[:2] / f"{other.sha256}.gz").read_bytes())
    with pytest.raises(EvidenceError, match="not as it was stored"):
        files.read(kept.sha256)
    file.write_bytes(b"no gzip")
    with pytest.raises(EvidenceError, match="cannot be read"):
        files.read(kept.sha256)
    assert files.remove(kept.sha256) > 0
    assert files.remove(kept.sha256) == 0
    with pytest.raises(EvidenceError, match="missing"):
        files.read(kept.sha256)


def test_evidence_may_lie_at_any_address_fsspec_knows() -> None:
    files = Files("memory://evidence-of-this-test")
    kept = files.keep(b"seen")
    assert files.read(kept.sha256) == b"seen"
    assert [digest for digest, _ in files.all()] == [kept.sha256]
    with pytest.raises(UsageError, match="cannot be used"):
        Files("nosuchscheme://x").keep(b"")
