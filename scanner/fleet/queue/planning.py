"""Which schedule holds for a site, whether it is paused, and what has fallen due."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from scanner.fleet.queue import words
from scanner.fleet.queue.schedule import Schedule
from scanner.fleet.store import Store
from scanner.fleet.store.opening import now
from scanner.fleet.store.tables import Plan, Scan, Site, SiteTag
from scanner.model.errors import UsageError

_AT_ONCE = 500

Announce = Callable[[Session, Iterable[int]], None]
"""Tells the engine, in the same transaction, which scans wait now."""


def is_active() -> ColumnElement[bool]:
    """Whether scans of a site may begin: it is watched, and neither it nor a plan it falls under is paused."""
    tags = select(SiteTag.tag).where(SiteTag.site_id == Site.id)
    held = exists(select(Plan.scope).where(Plan.paused, _covers(tags)))
    return and_(Site.removed_at.is_(None), ~Site.paused, ~held)


def is_paused(session: Session) -> bool:
    """Whether the whole queue is paused."""
    return bool(session.scalar(select(Plan.paused).where(Plan.scope == "all")))


def _covers(tags: object) -> ColumnElement[bool]:
    return or_(
        Plan.scope == "all",
        and_(Plan.scope == "client", Plan.name == Site.client),
        and_(Plan.scope == "tag", Plan.name.in_(tags)),  # type: ignore[arg-type]
    )


@dataclass(frozen=True, slots=True)
class Plans:
    """The schedules that hold for many sites, by scope and name."""

    texts: Mapping[tuple[str, str], str]

    def schedule(self, site: Site) -> Schedule | None:
        """The schedule of a site: its own, else its first tag's that has one, else its client's, else that for all.

        None where there is none, and where what stands there cannot be read: then the site is due by nobody's word.
        """
        scopes = [*(("tag", one.tag) for one in site.tags), ("client", site.client), ("all", "")]
        for text in (site.schedule, *(self.texts.get(scope) for scope in scopes)):
            if text is not None:
                try:
                    return words.read(text)
                except UsageError:
                    return None
        return None

    def next(self, site: Site, moment: datetime) -> datetime | None:
        """When a site is due next after `moment`; None when it never is by itself."""
        schedule = self.schedule(site)
        return schedule.next(moment, site.slug) if schedule else None


def plans(session: Session) -> Plans:
    """The plans as they stand."""
    rows = session.scalars(select(Plan).where(Plan.schedule.is_not(None)))
    return Plans({(one.scope, one.name): one.schedule for one in rows if one.schedule is not None})


def enqueue_due(store: Store, announce: Announce) -> list[int]:
    """Put a scan in the queue for every site that is due, and reckon when it is due next; returns the new scans.

    However many due times were missed, there is one scan: a site that has a scan waiting or running gets no second.
    """
    made: list[int] = []
    while True:
        with store.write() as session:
            moment = now(session)
            chosen = select(Site).where(is_active(), Site.next_due_at <= moment)
            sites = list(
                session.scalars(
                    chosen.order_by(Site.next_due_at).limit(_AT_ONCE).with_for_update(skip_locked=True, of=Site)
                )
            )
            fresh = _enqueue(session, sites, moment)
            announce(session, fresh)
            made += fresh
        if len(sites) < _AT_ONCE:
            return made


def reckon(store: Store) -> int:
    """Reckon the next due time of sites that have none; returns how many now have one."""
    with store.write() as session:
        moment, found, known = now(session), 0, plans(session)
        sites = session.scalars(
            select(Site)
            .where(Site.removed_at.is_(None), Site.next_due_at.is_(None))
            .with_for_update(skip_locked=True, of=Site)
        )
        for site in sites:
            site.next_due_at = known.next(site, moment)
            found += site.next_due_at is not None
    return found


def enqueue_now(session: Session, sites: list[Site], *, priority: int, moment: datetime) -> list[int]:
    """Put a scan in the queue for each of these sites, asked for by hand; those that have one waiting get no second."""
    open_ = open_scans(session, sites)
    scans = [
        Scan(site_id=site.id, due_at=moment, origin="manual", priority=priority, enqueued_at=moment)
        for site in sites
        if site.id not in open_
    ]
    session.add_all(scans)
    session.flush()
    return [scan.id for scan in scans]


def _enqueue(session: Session, sites: list[Site], moment: datetime) -> list[int]:
    open_, scans, known = open_scans(session, sites), list[Scan](), plans(session)
    for site in sites:
        due = site.next_due_at
        if due is not None and site.id not in open_:
            scans.append(Scan(site_id=site.id, due_at=due, origin="schedule", enqueued_at=moment))
        site.next_due_at = known.next(site, moment)
    session.add_all(scans)
    session.flush()
    return [scan.id for scan in scans]


def open_scans(session: Session, sites: list[Site]) -> set[int]:
    """Which of these sites have a scan waiting or running."""
    rows = session.scalars(
        select(Scan.site_id).where(
            Scan.site_id.in_([site.id for site in sites]), Scan.state.in_(("waiting", "running"))
        )
    )
    return set(rows)
