"""What people do to the queue by hand: see it, add to it, cancel, retry, pause and resume."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scanner.fleet.queue import planning, words
from scanner.fleet.queue.planning import Announce
from scanner.fleet.store import Store
from scanner.fleet.store.opening import now
from scanner.fleet.store.tables import Plan, Scan, Site, SiteTag
from scanner.model.errors import UsageError

STATES = ("running", "waiting", "failed", "cancelled", "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A scan as the queue shows it."""

    scan: int
    site: str
    client: str
    state: str
    due_at: datetime
    priority: int
    attempts: int
    lost: int
    not_before: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    worker: str | None
    reason: str | None


def entries(store: Store, states: Iterable[str], *, limit: int) -> list[Entry]:
    """Scans in these states: what runs, what waits in its order, then what ended, the latest first."""
    found: list[Entry] = []
    with store.read() as session:
        for state in (one for one in STATES if one in set(states)):
            ended = state in ("failed", "cancelled", "done")
            order = (Scan.finished_at.desc(), Scan.id.desc()) if ended else (Scan.priority.desc(), Scan.due_at, Scan.id)
            rows = session.scalars(select(Scan).where(Scan.state == state).order_by(*order).limit(limit))
            found += [_entry(row) for row in rows]
    return found


def _entry(row: Scan) -> Entry:
    return Entry(
        scan=row.id, site=row.site.slug, client=row.site.client, state=row.state, due_at=row.due_at,
        priority=row.priority, attempts=row.attempts, lost=row.lost, not_before=row.not_before,
        started_at=row.started_at, finished_at=row.finished_at, worker=row.worker, reason=row.reason,
    )  # fmt: skip


def add(store: Store, announce: Announce, names: Iterable[str], *, priority: int) -> tuple[list[int], list[str]]:
    """Put a scan in the queue for each of these sites; returns the scans, and the sites that have one already."""
    with store.write() as session:
        sites = [_site(session, name) for name in names]
        open_ = planning.open_scans(session, sites)
        scans = planning.enqueue_now(session, sites, priority=priority, moment=now(session))
        announce(session, scans)
        return scans, [site.slug for site in sites if site.id in open_]


def cancel(store: Store, scans: Iterable[int]) -> None:
    """End scans that wait or run; a running one is stopped by its worker at its next heartbeat."""
    with store.write() as session:
        for row in _rows(session, scans, ("waiting", "running")):
            row.state, row.token, row.lease_until, row.not_before = "cancelled", None, None, None
            row.reason, row.finished_at = "cancelled by hand", now(session)


def retry(store: Store, announce: Announce, scans: Iterable[int]) -> None:
    """Let scans that failed or were cancelled wait again, with all their tries."""
    with store.write() as session:
        rows = _rows(session, scans, ("failed", "cancelled"))
        for row in rows:
            if row.result_sha256 is not None:
                raise UsageError(
                    f"Scan {row.id} has kept what it saw: ask for a new one with `privacydiff queue add {row.site.slug}`."
                )
            row.state, row.attempts, row.lost = "waiting", 0, 0
            row.not_before = row.finished_at = row.reason = None
        session.flush()
        announce(session, [row.id for row in rows])


def failed(store: Store) -> list[int]:
    """Scans that failed and have kept nothing."""
    with store.read() as session:
        return list(session.scalars(select(Scan.id).where(Scan.state == "failed", Scan.result_sha256.is_(None))))


def pause(store: Store, names: Iterable[str], *, paused: bool) -> None:
    """Let no scan of these sites, or of any when none is named, begin; or let them again."""
    named = list(names)
    with store.write() as session:
        for name in named:
            _site(session, name).paused = paused
        if not named:
            plan = session.get(Plan, ("all", ""))
            if plan is None:
                session.add(Plan(scope="all", name="", paused=paused))
            else:
                plan.paused = paused


def schedule(store: Store, text: str, *, client: str | None, tag: str | None) -> int:
    """Set when all sites of a client, with a tag, or all are due that do not say so themselves; returns how many sites.

    An empty text takes the schedule away. Raises UsageError for one that cannot be read.
    """
    words.read(text)
    scope, name = ("client", client) if client else ("tag", tag) if tag else ("all", "")
    with store.write() as session:
        plan = session.get(Plan, (scope, name))
        if plan is None:
            session.add(Plan(scope=scope, name=name, schedule=text or None))
        else:
            plan.schedule = text or None
        chosen = select(Site).where(Site.removed_at.is_(None))
        if client:
            chosen = chosen.where(Site.client == client)
        if tag:
            chosen = chosen.where(Site.tags.any(SiteTag.tag == tag))
        sites = list(session.scalars(chosen))
        for site in sites:
            site.next_due_at = None  # reckoned anew by a worker
        return len(sites)


def schedules(store: Store) -> list[Plan]:
    """What holds for many sites."""
    with store.read() as session:
        return list(session.scalars(select(Plan).order_by(Plan.scope, Plan.name)))


def _site(session: Session, name: str) -> Site:
    found = session.scalar(
        select(Site)
        .where(or_(Site.slug == name, Site.url == name), Site.removed_at.is_(None))
        .order_by(Site.id)
        .limit(1)
    )
    if found is None:
        raise UsageError(f"No site is called {name}: `privacydiff sites list` shows them.")
    return found


def _rows(session: Session, scans: Iterable[int], states: tuple[str, ...]) -> list[Scan]:
    rows = []
    for scan in scans:
        row = session.scalar(select(Scan).where(Scan.id == scan).with_for_update(of=Scan))
        if row is None:
            raise UsageError(f"There is no scan {scan}: `privacydiff queue` shows them.")
        if row.state not in states:
            raise UsageError(f"Scan {scan} is {row.state}: only one that is {' or '.join(states)} can be chosen.")
        rows.append(row)
    return rows
