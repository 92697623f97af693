"""The passages of a scan from state to state in the book of record; each is one transaction, and holds on both databases.

A passage out of `running` names the token of the attempt, so that a worker that was taken for dead changes nothing more.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Update, func, or_, select, update
from sqlalchemy.orm import Session

from scanner.fleet.queue import planning
from scanner.fleet.queue.politeness import Addresses
from scanner.fleet.queue.times import BACKOFF, COURTESY, LEASE, LOST, PAUSED, TRIES
from scanner.fleet.store import Store
from scanner.fleet.store.opening import now
from scanner.fleet.store.tables import Scan, Site

_DOMAINS, _MOST_ROWS = 200, 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A scan that this worker holds: what to scan and how, and the token that proves it."""

    scan: int
    token: str
    slug: str
    url: str
    attempt: int
    profile: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Postponed:
    """A scan that may not begin yet."""

    until: datetime


def waiting(session: Session, moment: datetime) -> dict[int, str]:
    """The scans that may begin, as far as the book tells, in their order, with their addresses; one of each domain.

    A bounded number, of domains and of rows looked at: a worker that comes again soon need not know them all.
    """
    busy = select(Site.domain).join(Scan, Scan.site_id == Site.id).where(Scan.state == "running")
    rows = session.execute(
        select(Scan.id, Site.domain, Site.url)
        .join(Site, Scan.site_id == Site.id)
        .where(
            Scan.state == "waiting",
            or_(Scan.not_before.is_(None), Scan.not_before <= moment),
            Site.domain.not_in(busy),
            planning.is_active(),
        )
        .order_by(Scan.priority.desc(), Scan.due_at, Scan.id)
        .limit(_MOST_ROWS)
        .execution_options(yield_per=_DOMAINS)
    )
    first: dict[str, tuple[int, str]] = {}
    for scan, domain, url in rows:
        first.setdefault(domain, (scan, url))
        if len(first) == _DOMAINS:
            break
    rows.close()
    return dict(first.values())


def claim_next(store: Store, worker: str, addresses: Addresses) -> Claimed | None:
    """Take the first scan that may begin; None when there is none."""
    with store.read() as session:
        candidates, running = waiting(session, now(session)), _running_urls(session)
    for scan, url in candidates.items():
        if addresses.crowded(url, running):
            continue
        if isinstance(claimed := claim(store, scan, worker, addresses), Claimed):
            return claimed
    return None


def claim(store: Store, scan: int, worker: str, addresses: Addresses) -> Claimed | Postponed | None:
    """Take this scan; None when it waits no longer, and a time when it may not begin yet."""
    with store.read() as session:
        url = session.scalar(select(Site.url).join(Scan, Scan.site_id == Site.id).where(Scan.id == scan))
        running = _running_urls(session)
    if url is None:
        return None
    crowded = addresses.crowded(url, running)  # names are looked up while nothing is locked
    with store.write() as session:
        row = session.scalar(select(Scan).where(Scan.id == scan, Scan.state == "waiting").with_for_update(of=Scan))
        if row is None:
            return None
        moment = now(session)
        if hindered := _hindered(session, row, moment, crowded=crowded):
            until, noted = hindered
            row.not_before = until if noted else row.not_before
            return Postponed(until)
        row.state, row.token, row.worker = "running", uuid.uuid4().hex, worker
        row.attempts += 1
        row.started_at = row.heartbeat_at = moment
        row.lease_until = moment + timedelta(seconds=LEASE)
        row.not_before = None
        return Claimed(
            scan=row.id,
            token=row.token,
            slug=row.site.slug,
            url=row.site.url,
            attempt=row.attempts,
            profile=row.site.profile,
            options=row.site.options,
        )


def _hindered(session: Session, row: Scan, moment: datetime, *, crowded: bool) -> tuple[datetime, bool] | None:
    """Until when this scan may not begin, and whether that is worth a note in its row; None when it may."""
    soon = moment + timedelta(seconds=COURTESY)
    if row.not_before and row.not_before > moment:
        return row.not_before, False
    if not session.scalar(select(planning.is_active()).select_from(Site).where(Site.id == row.site_id)):
        return moment + timedelta(seconds=PAUSED), False
    schedule = planning.plans(session).schedule(row.site)
    if row.origin == "schedule" and schedule and (quiet := schedule.quiet_until(moment)):
        return quiet, True
    same = select(func.count()).select_from(Scan).join(Site, Scan.site_id == Site.id)
    if crowded or session.scalar(same.where(Scan.state == "running", Site.domain == row.site.domain)):
        return soon, False
    return None


def _running_urls(session: Session) -> list[str]:
    return list(session.scalars(select(Site.url).join(Scan, Scan.site_id == Site.id).where(Scan.state == "running")))


def beat(store: Store, claimed: Claimed) -> bool:
    """Say that the attempt lives; False when the scan is no longer its own (cancelled, or taken for dead)."""
    with store.write() as session:
        moment = now(session)
        lease = moment + timedelta(seconds=LEASE)
        return _changed(session, _held(claimed).values(heartbeat_at=moment, lease_until=lease))


def fail(store: Store, claimed: Claimed, reason: str, *, final: bool = False) -> datetime | None:
    """Note that a try failed of itself: until when the scan waits for the next one, or None when it has failed for good."""
    with store.write() as session:
        row = session.scalar(select(Scan).where(*_ours(claimed)).with_for_update())
        if row is None:
            return None
        tries = row.attempts - row.lost
        if final or tries >= TRIES:
            _end(row, "failed", reason, now(session))
            return None
        until = now(session) + timedelta(seconds=BACKOFF[min(tries, len(BACKOFF)) - 1])
        _wait_again(row, reason, until)
        return until


def is_last_try(store: Store, claimed: Claimed) -> bool:
    """Whether the scan will have failed for good if this attempt fails."""
    with store.read() as session:
        row = session.scalar(select(Scan).where(*_ours(claimed)))
        return row is not None and row.attempts - row.lost >= TRIES


def give_back(store: Store, claimed: Claimed, reason: str) -> None:
    """Let the scan wait again at once, as if it had not been begun: the worker stops."""
    with store.write() as session:
        row = session.scalar(select(Scan).where(*_ours(claimed)).with_for_update())
        if row is not None:
            row.attempts -= 1
            _wait_again(row, reason, None)


def lose(row: Scan, reason: str, moment: datetime) -> None:
    """Take a scan from a worker that is gone: it waits again, or has failed when that has happened too often."""
    row.lost += 1
    if row.lost >= LOST:
        _end(row, "failed", f"{reason}, {row.lost} times", moment)
    else:
        _wait_again(row, reason, None)


def _wait_again(row: Scan, reason: str, until: datetime | None) -> None:
    row.state, row.token, row.lease_until, row.heartbeat_at = "waiting", None, None, None
    row.reason, row.not_before = reason, until


def _end(row: Scan, state: str, reason: str, moment: datetime) -> None:
    row.state, row.token, row.lease_until, row.not_before = state, None, None, None
    row.reason, row.finished_at = reason, moment


def _ours(claimed: Claimed) -> tuple[Any, ...]:
    return Scan.id == claimed.scan, Scan.state == "running", Scan.token == claimed.token


def _held(claimed: Claimed) -> Update:
    return update(Scan).where(*_ours(claimed)).execution_options(synchronize_session=False)


def _changed(session: Session, statement: Update) -> bool:
    result = session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1
