"""The scans of the store: found by number or by site, their results and folders given back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scanner.fleet.store import bundle, sites
from scanner.fleet.store.files import Files
from scanner.fleet.store.tables import (
    Policy,
    Scan,
    ScanFile,
    ScanPolicy,
    Sighting,
    Site,
    StoredClaim,
    StoredFinding,
)
from scanner.model import codec
from scanner.model.errors import UsageError
from scanner.model.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A finding of a site over time: in how many of its stored scans it was seen, and whether the latest saw it."""

    check: str
    subject: str | None
    severity: str
    confidence: str
    title: str
    first_seen_at: datetime
    last_seen_at: datetime
    scans: int
    there: bool
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a policy: when it was first and last seen."""

    url: str
    title: str | None
    date: str | None
    text_sha256: str
    claims: int
    first_seen_at: datetime
    last_seen_at: datetime


def find(session: Session, name: str) -> Scan:
    """The scan of that number, or the latest with a result of a site. Raises UsageError when there is none."""
    if name.isascii() and name.isdigit():
        scan = session.get(Scan, int(name)) if len(name) < 19 else None
        if scan is None:
            raise UsageError(f"There is no scan {name[:30]} in the store; `privacydiff history SITE` shows a site's.")
        return scan
    site = sites.find(session, name)
    latest = select(Scan).where(Scan.site_id == site.id, Scan.result_sha256.is_not(None)).order_by(Scan.due_at.desc())
    scan = session.scalars(latest.limit(1)).first()
    if scan is None:
        raise UsageError(f"No scan of {site.slug} has been stored yet.")
    return scan


def result(scan: Scan, files: Files) -> Result:
    """What a scan found. Raises UsageError when it has no result, EvidenceError when that is missing or changed."""
    if scan.result_sha256 is None:
        raise UsageError(
            f"Scan {scan.id} has no result: it is {scan.state}{f', {scan.reason}' if scan.reason else ''}."
        )
    return codec.from_json(files.read(scan.result_sha256), Result, source=f"the result of scan {scan.id}")


def write(session: Session, scan: Scan, files: Files, folder: Path) -> None:
    """Put result.json and the evidence of a scan into a folder, as the scan had left them."""
    result(scan, files)
    rows = session.execute(select(ScanFile.path, ScanFile.sha256).where(ScanFile.scan_id == scan.id))
    paths = {row.path: row.sha256 for row in rows}
    bundle.write(files, {bundle.RESULT: str(scan.result_sha256), **paths}, folder)


def of_site(session: Session, site: Site, limit: int) -> list[Scan]:
    """The latest scans of a site, newest first."""
    return list(session.scalars(select(Scan).where(Scan.site_id == site.id).order_by(Scan.due_at.desc()).limit(limit)))


def spans(session: Session, site: Site) -> list[Span]:
    """All findings of a site over time, those there now first, the newest first among them."""
    rows = session.execute(
        select(StoredFinding, Sighting)
        .join(Sighting, Sighting.finding_id == StoredFinding.id)
        .join(Scan, Scan.id == Sighting.scan_id)
        .where(StoredFinding.site_id == site.id)
        .order_by(StoredFinding.id, Scan.due_at)
    )
    latest = session.scalars(
        select(Scan.id).where(Scan.site_id == site.id, Scan.state == "done").order_by(Scan.due_at.desc()).limit(1)
    ).first()
    found: dict[int, Span] = {}
    for one, seen in rows:
        before = found.get(one.id)
        found[one.id] = Span(
            check=one.check, subject=one.subject, severity=seen.severity, confidence=seen.confidence,
            title=seen.title, first_seen_at=one.first_seen_at, last_seen_at=one.last_seen_at,
            scans=(before.scans if before else 0) + 1, there=seen.scan_id == latest, accepted=seen.accepted,
        )  # fmt: skip
    return sorted(found.values(), key=lambda span: (not span.there, -span.first_seen_at.timestamp(), span.check))


def versions(session: Session, site: Site) -> list[Version]:
    """The versions of a site's policies, by address, oldest first."""
    claims = select(func.count()).where(StoredClaim.policy_id == Policy.id).scalar_subquery()
    rows: Iterable[Any] = session.execute(
        select(Policy, claims)
        .where(Policy.site_id == site.id, Policy.id.in_(select(ScanPolicy.policy_id)))
        .order_by(Policy.url, Policy.first_seen_at)
    )
    return [
        Version(
            url=one.url, title=one.title, date=one.date, text_sha256=one.text_sha256, claims=number,
            first_seen_at=one.first_seen_at, last_seen_at=one.last_seen_at,
        )
        for one, number in rows
    ]  # fmt: skip
