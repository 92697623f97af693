"""Takes evidence out that no scan names any more; safe beside workers that store the same content at that moment.

A worker puts its files in before the transaction that names them. So what is younger than a day stays; and whoever
names a file (storing.py) locks its row and then looks whether the file is there, while the sweep removes it under the
same lock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, select
from sqlalchemy.orm import Session

from scanner.fleet.store.inserting import insert
from scanner.fleet.store.opening import Store
from scanner.fleet.store.tables import EvidenceFile, Scan, ScanFile

GRACE = timedelta(days=1)
"""Longer than any scan may take with all its tries to store it."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many files were taken out, and how many bytes they took."""

    files: int = 0
    size: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(self.files + other.files, self.size + other.size)


def sweep(store: Store, grace: timedelta = GRACE) -> Swept:
    """Take out all evidence without a scan, and what an interrupted write has left, when older than `grace`."""
    cutoff = datetime.now(UTC) - grace
    with store.read() as session:
        unnamed = list(session.scalars(select(EvidenceFile.sha256).where(_unnamed(), EvidenceFile.used_at < cutoff)))
    swept = take_out(store, unnamed, cutoff)
    for digest, since in store.files.all():
        if since < cutoff:
            swept += _orphan(store, digest, cutoff)
    store.files.remove_leftovers(cutoff)
    return swept


def take_out(store: Store, digests: Iterable[str], cutoff: datetime | None = None) -> Swept:
    """Take out those of these files that no scan names; with `cutoff` only when they and their last use are older."""
    swept = Swept()
    for digest in digests:
        with store.write() as session:
            old = _unnamed() if cutoff is None else and_(_unnamed(), EvidenceFile.used_at < cutoff)
            gone = session.execute(
                delete(EvidenceFile).where(EvidenceFile.sha256 == digest, old).returning(EvidenceFile.sha256)
            ).all()
            if gone:
                swept += _remove(store, digest, cutoff)
    return swept


def take_out_unnamed(store: Store, digest: str) -> Swept:
    """Take out a file that no scan names, however young and whether the database knows it or not."""
    swept = take_out(store, [digest])
    return swept if swept.files else _orphan(store, digest, None)


def _orphan(store: Store, digest: str, cutoff: datetime | None) -> Swept:
    """A file that the database does not know: it is entered and locked first, so that whoever stores it now waits."""
    with store.write() as session:
        row = {"sha256": digest, "size": 0, "stored_size": 0, "used_at": cutoff or datetime.now(UTC)}
        entered = insert(session, EvidenceFile).on_conflict_do_nothing().returning(EvidenceFile.sha256)
        if not session.execute(entered, [row]).all():
            return Swept()
        swept = _remove(store, digest, cutoff)
        session.execute(delete(EvidenceFile).where(EvidenceFile.sha256 == digest))
        return swept


def _remove(store: Store, digest: str, cutoff: datetime | None) -> Swept:
    since = store.files.since(digest)
    if since is None or (cutoff is not None and since >= cutoff):
        return Swept()
    return Swept(1, store.files.remove(digest))


def _unnamed() -> ColumnElement[bool]:
    by_file = exists(select(ScanFile.sha256).where(ScanFile.sha256 == EvidenceFile.sha256))
    by_scan = exists(select(Scan.id).where(Scan.result_sha256 == EvidenceFile.sha256))
    return and_(~by_file, ~by_scan)


def named(session: Session, scans: Iterable[int]) -> set[str]:
    """All evidence that these scans name."""
    ids = list(scans)
    found: set[str] = set()
    for at in range(0, len(ids), 500):
        some = ids[at : at + 500]
        found |= set(session.scalars(select(ScanFile.sha256).where(ScanFile.scan_id.in_(some))))
        results = select(Scan.result_sha256).where(Scan.id.in_(some), Scan.result_sha256.is_not(None))
        found |= {digest for digest in session.scalars(results) if digest}
    return found
