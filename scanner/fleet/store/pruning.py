"""Retention: which scans are kept, and what goes with those that are not; a site at a time, beside running workers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, exists, func, select
from sqlalchemy.orm import Session

from scanner.fleet.store.opening import Store, now
from scanner.fleet.store.sweeping import Swept, sweep
from scanner.fleet.store.tables import (
    Policy,
    Scan,
    ScanFile,
    ScanPolicy,
    Sighting,
    Site,
    StoredFinding,
)

_ENDED = ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """What stays: the latest `scans` of each site with a result (and as many that ended without), and all younger than
    `days`; what either keeps is kept. `evidence`: only so many of a site's scans keep more than their result."""

    scans: int | None = None
    days: int | None = None
    evidence: int | None = None
    client: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What went: scans, scans that lost evidence only, files of the evidence store."""

    scans: int
    bared: int
    swept: Swept


def prune(store: Store, keep: Keep, *, dry: bool = False) -> Pruned:
    """Remove what is not to be kept, then sweep the evidence. With `dry`, only count."""
    with store.read() as session:
        doomed = _by_site(session, _doomed(session, keep)) if keep.scans or keep.days else {}
        bare = _by_site(session, _bare(keep)) if keep.evidence is not None else {}
    gone = {scan for scans in doomed.values() for scan in scans}
    bare = {site: left for site, scans in bare.items() if (left := [scan for scan in scans if scan not in gone])}
    counts = {"scans": len(gone), "bared": sum(map(len, bare.values()))}
    if dry:
        return Pruned(**counts, swept=Swept())
    for site, scans in doomed.items():
        with store.write() as session:
            lock(session, site)
            session.execute(delete(Scan).where(Scan.id.in_(scans), Scan.state.in_(_ENDED)))
            forget_unseen(session, site)
    for scans in bare.values():
        with store.write() as session:
            session.execute(delete(ScanFile).where(ScanFile.scan_id.in_(scans)))
    return Pruned(**counts, swept=sweep(store))


def lock(session: Session, site: int) -> None:
    """Hold the site against others that write its history until the transaction ends."""
    session.execute(select(Site.id).where(Site.id == site).with_for_update(key_share=True))


def forget_unseen(session: Session, site: int) -> None:
    """Remove findings and policies of a site that no stored scan has any more. The site must be locked."""
    seen = exists(select(Sighting.scan_id).where(Sighting.finding_id == StoredFinding.id))
    session.execute(delete(StoredFinding).where(StoredFinding.site_id == site, ~seen))
    found = exists(select(ScanPolicy.scan_id).where(ScanPolicy.policy_id == Policy.id))
    session.execute(delete(Policy).where(Policy.site_id == site, ~found))


def _doomed(session: Session, keep: Keep) -> Select[Any]:
    ranked = _ranked(keep, Scan.state.in_(_ENDED))
    query = select(ranked.c.site_id, ranked.c.id)
    if keep.scans:
        query = query.where(ranked.c.place > keep.scans)
    if keep.days:
        query = query.where(ranked.c.due_at < now(session) - timedelta(days=keep.days))
        query = query.where((ranked.c.place > 1) | ~ranked.c.has_result)  # the latest of a site always stays
    return query


def _bare(keep: Keep) -> Select[Any]:
    ranked = _ranked(keep, Scan.result_sha256.is_not(None))
    with_files = exists(select(ScanFile.scan_id).where(ScanFile.scan_id == ranked.c.id))
    return select(ranked.c.site_id, ranked.c.id).where(ranked.c.place > keep.evidence, with_files)


def _ranked(keep: Keep, which: Any) -> Any:
    """Ended scans with their place among those of their site, the latest first; with and without result apart."""
    has_result = Scan.result_sha256.is_not(None)
    place = func.row_number().over(partition_by=(Scan.site_id, has_result), order_by=Scan.due_at.desc())
    query = select(Scan.site_id, Scan.id, Scan.due_at, has_result.label("has_result"), place.label("place")).where(
        which
    )
    if keep.client is not None:
        query = query.join(Site, Site.id == Scan.site_id).where(Site.client == keep.client)
    return query.subquery()


def _by_site(session: Session, query: Select[Any]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for site, scan in session.execute(query):
        found[site].append(scan)
    return dict(found)
