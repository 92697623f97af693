"""Looks at scans that have ended, once each, and puts what is worth telling into the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from scanner.fleet.alerts import events
from scanner.fleet.alerts.events import Event
from scanner.fleet.alerts.recipients import AlertSettings, Recipient
from scanner.fleet.queue import words
from scanner.fleet.store import Store
from scanner.fleet.store.files import EvidenceError
from scanner.fleet.store.inserting import insert
from scanner.fleet.store.opening import now
from scanner.fleet.store.recording import finding_key
from scanner.fleet.store.tables import Alert, Delivery, Scan, Sighting, Site, StoredFinding
from scanner.model import codec
from scanner.model.result import Result

SEEN_LATELY = timedelta(days=30)
"""A finding that a scan of this time before has seen is not told again when it comes back."""
_AT_ONCE = 100
_LONGEST_ROW = 1000
"""Scans of a site that are looked back at to count how often in a row it failed."""


@dataclass(frozen=True, slots=True)
class _Scan:
    id: int
    site: int
    state: str
    origin: str
    started_at: datetime
    reason: str
    result_sha256: str | None


def notice(store: Store, settings: AlertSettings) -> int:
    """Work out the events of all scans that have ended since, oldest first; returns how many alerts were made.

    Each scan is looked at once, whoever calls: the events and the mark on the scan are one transaction.
    """
    made = 0
    while scans := _unnoticed(store):
        for scan in scans:
            told = _events(store, scan)
            with store.write() as session:
                moment = now(session)
                marked = session.execute(
                    update(Scan).where(Scan.id == scan.id, Scan.noticed_at.is_(None)).values(noticed_at=moment)
                )
                if isinstance(marked, CursorResult) and marked.rowcount == 1:
                    site = session.get_one(Site, scan.site)
                    made += sum(put(session, site, one, settings.recipients, scan.id, moment) for one in told)
    return made


def put(
    session: Session, site: Site, event: Event, recipients: Iterable[Recipient], scan: int | None, moment: datetime
) -> bool:
    """Write an alert with a delivery for each recipient that wants it; False when the site has that alert already."""
    values = {
        "site_id": site.id, "scan_id": scan, "kind": event.kind, "key": event.key, "severity": event.severity,
        "title": event.title, "details": {**event.details, "fate": event.fate}, "created_at": moment,
    }  # fmt: skip
    statement = insert(session, Alert).on_conflict_do_nothing(index_elements=["site_id", "key"]).returning(Alert.id)
    alert = session.execute(statement, [values]).scalar_one_or_none()
    if alert is None:
        return False
    tags = tuple(one.tag for one in site.tags)
    session.add_all(
        Delivery(alert_id=alert, channel=one.name, state="waiting", attempts=0, next_attempt_at=_goes_out(one, moment))
        for one in recipients
        if one.wants(event, site.client, tags)
    )
    return True


def _goes_out(recipient: Recipient, moment: datetime) -> datetime:
    """When a message for this recipient goes out: at once, or with the next digest."""
    if recipient.digest is None:
        return moment
    return words.read(recipient.digest).next(moment, recipient.name) or moment


def _unnoticed(store: Store) -> list[_Scan]:
    with store.read() as session:
        rows = session.execute(
            select(Scan.id, Scan.site_id, Scan.state, Scan.origin, Scan.started_at, Scan.due_at, Scan.reason, Scan.result_sha256)
            .where(Scan.noticed_at.is_(None), Scan.state.in_(("done", "failed")))
            .order_by(Scan.finished_at, Scan.id)
            .limit(_AT_ONCE)
        ).all()
    return [
        _Scan(row.id, row.site_id, row.state, row.origin, row.started_at or row.due_at, row.reason or "", row.result_sha256)
        for row in rows
    ]


def _events(store: Store, scan: _Scan) -> list[Event]:
    if scan.origin == "import":
        return []
    with store.read() as session:
        row = _failed_before(session, scan)
    result = _result(store, scan.result_sha256)
    if scan.state == "failed":
        told = [events.failed(len(row) + 1, scan.reason or "no reason was told", scan=scan.id)]
        if result is not None and result.reason:
            told.append(events.unreachable(result.reason, scan=_first_unreachable(store, scan, row)))
        return told
    back = [events.reachable_again(scan=scan.id)] if any(_unreachable(store, digest) for _, digest in row) else []
    if result is None or result.reason:
        return back
    with store.read() as session:
        before = _result(store, _last_assessed(session, scan))
        if before is None:
            return back  # the first scan of a site is what later ones are held against
        return [*back, *events.of_results(before, result, scan=scan.id, seen_lately=_Lately(session, scan))]


def _earlier(scan: _Scan) -> tuple[ColumnElement[bool], ...]:
    return (Scan.site_id == scan.site, Scan.id != scan.id, Scan.started_at < scan.started_at)


def _failed_before(session: Session, scan: _Scan) -> list[tuple[int, str | None]]:
    """The scans of the site that failed in a row just before this one, latest first: (id, hash of the result)."""
    rows = session.execute(
        select(Scan.id, Scan.state, Scan.result_sha256)
        .where(*_earlier(scan), Scan.state.in_(("done", "failed")))
        .order_by(Scan.started_at.desc(), Scan.id.desc())
        .limit(_LONGEST_ROW)
    )
    failed = []
    for number, state, digest in rows:
        if state == "done":
            break
        failed.append((number, digest))
    return failed


def _first_unreachable(store: Store, scan: _Scan, row: list[tuple[int, str | None]]) -> int:
    first = scan.id
    for number, digest in row:
        if not _unreachable(store, digest):
            break
        first = number
    return first


def _unreachable(store: Store, digest: str | None) -> bool:
    result = _result(store, digest)
    return result is not None and result.reason is not None


def _last_assessed(session: Session, scan: _Scan) -> str | None:
    return session.scalar(
        select(Scan.result_sha256)
        .where(*_earlier(scan), Scan.state == "done", Scan.result_sha256.is_not(None))
        .order_by(Scan.started_at.desc(), Scan.id.desc())
        .limit(1)
    )


def _result(store: Store, digest: str | None) -> Result | None:
    """A stored result; None when there is none, or its file was pruned meanwhile."""
    if digest is None:
        return None
    try:
        return codec.from_json(store.files.read(digest), Result, source=f"the result {digest[:12]} in the evidence store")
    except EvidenceError:
        return None


@dataclass(frozen=True, slots=True)
class _Lately:
    """Whether a finding counted in a scan of the site not long before this one."""

    session: Session
    scan: _Scan

    def __call__(self, check: str, subject: str | None) -> bool:
        since = self.scan.started_at.astimezone(UTC) - SEEN_LATELY
        seen = (
            select(Sighting.scan_id)
            .join(StoredFinding, StoredFinding.id == Sighting.finding_id)
            .join(Scan, Scan.id == Sighting.scan_id)
            .where(StoredFinding.site_id == self.scan.site, StoredFinding.key == finding_key(check, subject))
            .where(*_earlier(self.scan), Scan.started_at >= since, Sighting.counts)
            .limit(1)
        )
        return self.session.scalar(seen) is not None
