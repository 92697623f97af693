"""What is not to be kept goes, with its evidence and nothing else; what is deleted is gone, and that is proved."""

import json
import os
import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import stored
from report_results import finding, rich
from sqlalchemy import func, select
from test_sites import run

from scanner.fleet.store import Store, accepting, bundle, forgetting, open_store, pruning, sweeping
from scanner.fleet.store.files import Files
from scanner.fleet.store.leavings import Place
from scanner.fleet.store.storing import store_finished, store_scan
from scanner.fleet.store.tables import (
    Alert,
    Base,
    EvidenceFile,
    Plan,
    Policy,
    Scan,
    ScanFile,
    Site,
    StoredFinding,
)
from scanner.model.errors import UsageError

CANARY = "Zvirbulis"
"""A name that nothing but the client has."""


def _count(store: Store, table: type[Base]) -> int:
    with store.read() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def _days(store: Store, site: int, path: Path, *days: int) -> None:
    """Stored scans of these days, each with a file of its own and one that all have."""
    for day in days:
        made = stored.at(day, replace(rich(), findings=(*rich().findings[:2], finding("day", f"{day}", "low", "x"))))
        files = {"evidence.json": b"all the same", "evidence/page.html": f"{site} {day}".encode()}
        folder = stored.folder(path / f"{site}-{day}", made, files)
        assert store_finished(store, site, bundle.read(folder)) is not None


def _age(store: Store, by: timedelta = timedelta(days=2)) -> None:
    """Let all evidence be older than it is."""
    with store.write() as session:
        for one in session.scalars(select(EvidenceFile)):
            one.used_at -= by
    for file in Path(store.files.address).rglob("*"):
        os.utime(file, (time.time() - by.total_seconds(),) * 2)


def _left(store: Store, site: int) -> list[int]:
    with store.read() as session:
        due = session.scalars(select(Scan.due_at).where(Scan.site_id == site).order_by(Scan.due_at))
        return [(one - stored.BEGIN).days for one in due]


def test_the_latest_scans_of_each_site_stay(store: Store, tmp_path: Path) -> None:
    one, two = stored.site(store), stored.site(store, "b.test")
    _days(store, one, tmp_path, 0, 7, 14, 21)
    _days(store, two, tmp_path, 0)
    _age(store)
    files = len(list(store.files.all()))
    assert pruning.prune(store, pruning.Keep(scans=2), dry=True).scans == 2
    assert _left(store, one) == [0, 7, 14, 21]
    done = pruning.prune(store, pruning.Keep(scans=2))
    assert (_left(store, one), _left(store, two), done.scans) == ([14, 21], [0], 2)
    assert done.swept.files == 3  # two pages and a result: the other result is the same as that of the other site
    assert files - len(list(store.files.all())) == 3
    with store.read() as session:
        subjects = session.scalars(select(StoredFinding.subject).where(StoredFinding.check == "day", StoredFinding.site_id == one))
        assert sorted(subjects) == ["14", "21"]
        for digest in session.scalars(select(EvidenceFile.sha256)):
            assert store.files.holds(digest)


def test_scans_stay_by_age_but_the_latest_always(store: Store, tmp_path: Path) -> None:
    site = stored.site(store)
    _days(store, site, tmp_path, 0, 7, 14)
    age = (datetime.now(UTC) - stored.BEGIN).days
    pruning.prune(store, pruning.Keep(days=max(1, age - 10)))
    assert _left(store, site) == ([14] if age > 11 else _left(store, site))
    pruning.prune(store, pruning.Keep(days=1))
    assert _left(store, site) == [14]


def test_what_either_rule_keeps_stays(store: Store, tmp_path: Path) -> None:
    site = stored.site(store)
    _days(store, site, tmp_path, 0, 7, 14)
    pruning.prune(store, pruning.Keep(scans=1, days=100_000))
    assert _left(store, site) == [0, 7, 14]


def test_scans_under_way_and_those_of_others_are_not_touched(store: Store, tmp_path: Path) -> None:
    one, two = stored.site(store, client="A"), stored.site(store, "b.test", client="B")
    _days(store, one, tmp_path, 10, 17)
    _days(store, two, tmp_path, 10, 17)
    stored.running(store, one)
    pruning.prune(store, pruning.Keep(scans=1, client="A"))
    assert (_left(store, one), _left(store, two)) == ([0, 17], [10, 17])


def test_older_scans_can_keep_their_result_alone(store: Store, tmp_path: Path) -> None:
    site = stored.site(store)
    _days(store, site, tmp_path, 0, 7)
    _age(store)
    done = pruning.prune(store, pruning.Keep(evidence=1))
    assert (done.scans, done.bared, done.swept.files) == (0, 1, 1)
    assert _count(store, ScanFile) == 2
    assert _left(store, site) == [0, 7]


def test_young_evidence_is_not_swept(store: Store) -> None:
    young = store.files.keep(b"just written by a worker")
    old = store.files.keep(b"left by a worker that died")
    file = Path(store.files.address) / old.sha256[:2] / f"{old.sha256}.gz"
    part = file.with_name(".part-x")
    part.write_bytes(b"half")
    for one in (file, part):
        os.utime(one, (time.time() - 200_000,) * 2)
    assert sweeping.sweep(store).files == 1
    assert [digest for digest, _ in store.files.all()] == [young.sha256]
    assert not part.exists()
    assert _count(store, EvidenceFile) == 0


def test_evidence_that_a_sweep_took_while_a_scan_was_stored_is_put_back(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = stored.running(store, stored.site(store))
    folder = stored.folder(tmp_path / "a", stored.at(0))
    old = store.files.keep(b"{}")
    keep = bundle.Bundle.keep

    def then_swept(one: bundle.Bundle, files: Files) -> Any:
        kept = keep(one, files)
        _age(store)
        assert sweeping.sweep(store).files == 3
        return kept

    monkeypatch.setattr(bundle.Bundle, "keep", then_swept)
    assert store_scan(store, scan, "t1", folder)
    assert store.files.read(old.sha256) == b"{}"
    with store.read() as session:
        assert all(store.files.holds(digest) for digest in session.scalars(select(EvidenceFile.sha256)))


def _with_canary(store: Store, tmp_path: Path) -> int:
    """A client all over the store, and another one beside it."""
    host = f"www.{CANARY.lower()}.test"
    site = stored.site(store, host, client=f"{CANARY} Ltd", tags=(f"of-{CANARY}",))
    document = replace(rich().documents[0], url=f"https://{host}/privacy", title=CANARY)
    found = (finding("undisclosed-service", host, "low", f"{CANARY} · 1 request"), *rich().findings)
    made = replace(rich(), target=replace(rich().target, url=f"https://{host}/"), documents=(document,), findings=found)
    files = {"evidence.json": b"shared by all", "evidence/page.html": f"<h1>{CANARY}</h1>".encode()}
    for day in (0, 7):
        folder = stored.folder(tmp_path / f"canary-{day}", stored.at(day, made), files)
        store_finished(store, site, bundle.read(folder))
    with store.write() as session:
        row = session.get_one(Site, site)
        session.add(Plan(scope="client", name=f"{CANARY} Ltd", schedule="weekly"))
        session.add(Alert(site_id=site, kind="finding", key="k", title=CANARY, created_at=stored.BEGIN))
        accepting.add(session, row, "long-lived-cookie", f"{CANARY} wants it", subject="_ga*")
        accepting.add(session, f"{CANARY} Ltd", "long-lived-cookie", "agreed", subject="_ga*")
    _days(store, stored.site(store, "other.test", client="Other"), tmp_path, 0)
    with store.write() as session:
        shared = session.scalars(select(ScanFile).where(ScanFile.path == "evidence.json", ScanFile.scan_id == 3)).one()
        shared.sha256 = session.scalars(select(ScanFile.sha256).where(ScanFile.path == "evidence.json", ScanFile.scan_id == 1)).one()
    return site


def _names_canary(store: Store, tmp_path: Path) -> list[Path]:
    """Files of the database (SQLite) and of the evidence store that hold the name, in any case."""
    files = [file for file in tmp_path.glob("store.db*") if CANARY.lower().encode() in file.read_bytes().lower()]
    for digest, _ in store.files.all():
        if CANARY.lower().encode() in store.files.read(digest).lower():
            files.append(Path(digest))
    return files


def test_a_clients_data_is_deleted_whole_and_that_is_proved(store: Store, tmp_path: Path) -> None:
    _with_canary(store, tmp_path)
    assert _names_canary(store, tmp_path) or not store.is_sqlite
    proof = forgetting.forget(store, forgetting.Whose(client=f"{CANARY} Ltd"))
    assert proof.complete
    assert proof.before == {
        "sites": 1, "site_tags": 1, "scans": 2, "findings": 6, "policies": 1, "alerts": 1, "sightings": 12,
        "scan_services": 8, "scan_policies": 2, "scan_files": 4, "claims": 4, "deliveries": 0, "plans": 1, "accepted": 2,
    }  # fmt: skip
    assert set(proof.after.values()) == {0}
    assert (proof.evidence.files, proof.kept_evidence) == (3, 1)
    assert proof.names == (f"{CANARY} Ltd", f"{CANARY.lower()}.test")
    assert (proof.left, proof.searched, proof.reclaimed) == ((), len(list(store.files.all())), True)
    assert _names_canary(store, tmp_path) == []
    assert _count(store, Site) == 1
    assert _count(store, Policy) == 1


def test_the_proof_finds_what_is_left(store: Store, tmp_path: Path) -> None:
    _with_canary(store, tmp_path)
    other = store.files.keep(f"a page of another site that links to {CANARY.lower()}.test".encode())
    with store.write() as session:
        session.add(EvidenceFile(sha256=other.sha256, size=1, stored_size=1, used_at=stored.BEGIN))
        session.flush()
        session.add(ScanFile(scan_id=3, path="evidence/links.html", sha256=other.sha256))
        session.scalars(select(Site).where(Site.slug == "other.test")).one().options = {"page": [f"https://x.test/{CANARY} Ltd"]}
    proof = forgetting.forget(store, forgetting.Whose(client=f"{CANARY} Ltd"))
    assert not proof.complete
    assert proof.left == (
        Place("sites.options", f"{CANARY} Ltd".lower()),
        Place(f"evidence {other.sha256}", f"{CANARY.lower()}.test", other.sha256),
    )


def test_what_others_have_as_well_is_not_taken_for_left(store: Store, tmp_path: Path) -> None:
    one, two = stored.site(store, client="A Ltd"), stored.site(store, "www.meadow.test.", client="B Ltd")
    _days(store, one, tmp_path, 0)
    with store.write() as session:
        session.get_one(Site, two).url = "https://www.meadow.test/"
    proof = forgetting.forget(store, forgetting.Whose(client="A Ltd"))
    assert proof.complete
    assert proof.shared == ("meadow.test",)


def test_nothing_is_deleted_while_a_scan_runs_or_of_nobody(store: Store) -> None:
    stored.running(store, stored.site(store, client="A"))
    with pytest.raises(UsageError, match="Scan 1 is running"):
        forgetting.forget(store, forgetting.Whose(client="A"))
    with pytest.raises(UsageError, match="nothing of B"):
        forgetting.forget(store, forgetting.Whose(client="B"))
    assert _count(store, Scan) == 1


def test_on_the_command_line(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store(database, "evidence")
    _with_canary(store, tmp_path)
    store.close()
    assert "Would remove 1 scan" in run(database, "prune", "--keep", "1", "--dry-run")
    assert "Removed 1 scan" in run(database, "prune", "--keep", "1", "--keep", "3d", "--keep-evidence", "0")
    assert "write a number of scans" in run(database, "prune", "--keep", "all", status=2)
    assert "Nothing was deleted" in run(database, "forget", f"{CANARY} Ltd")
    assert "Name a client, or a site" in run(database, "forget", status=2)
    told = json.loads(run(database, "forget", "--site", f"{CANARY.lower()}.test", "--yes", "--json"))
    assert (told["complete"], told["after"]["scans"], told["before"]["scans"]) == (True, 0, 1)
    assert re.search(r"Found in the database and \d+ evidence files: nothing\.", run(database, "forget", "Other", "--yes"))
