"""Whether the queue is well: figures for monitoring, and in a sentence each what is not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from scanner.fleet.queue import planning
from scanner.fleet.queue.times import RECOVERY
from scanner.fleet.store import Store
from scanner.fleet.store.opening import now
from scanner.fleet.store.tables import Scan, Site

LATE = 6 * 3600.0
"""A scan that could have begun this long ago and has not makes the queue unwell (status --late)."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSeen:
    """A worker that holds scans: how many, and how long it has been silent at most."""

    name: str
    scans: int
    silent_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The queue at one moment. `late_s`: how long the scan that waits longest could have begun already."""

    ok: bool
    why: tuple[str, ...]
    sites: int
    waiting: int
    running: int
    paused: bool
    done_last_day: int
    failed_last_day: int
    late_s: float
    workers: tuple[WorkerSeen, ...]


def look(store: Store, *, late: float = LATE) -> Health:
    """The queue as it is."""
    with store.read() as session:
        moment = now(session)
        states = dict(
            session.execute(
                select(Scan.state, func.count()).where(Scan.state.in_(("waiting", "running"))).group_by(Scan.state)
            ).all()
        )
        ended = dict(
            session.execute(
                select(Scan.state, func.count())
                .where(Scan.state.in_(("done", "failed")), Scan.finished_at > moment - _DAY, Scan.origin != "import")
                .group_by(Scan.state)
            ).all()
        )
        since = session.execute(
            select(func.min(Scan.due_at), func.min(Scan.not_before))
            .join(Site, Scan.site_id == Site.id)
            .where(
                Scan.state == "waiting", or_(Scan.not_before.is_(None), Scan.not_before <= moment), planning.is_active()
            )
        ).one()
        held = session.execute(
            select(Scan.worker, func.count(), func.min(Scan.heartbeat_at))
            .where(Scan.state == "running")
            .group_by(Scan.worker)
        ).all()
        workers = tuple(
            WorkerSeen(name=name or "", scans=count, silent_s=_seconds(moment, beat)) for name, count, beat in held
        )
        sites = session.scalar(select(func.count()).select_from(Site).where(Site.removed_at.is_(None))) or 0
        paused = planning.is_paused(session)
    late_s = _seconds(moment, since[0])
    why = []
    if late_s > late:
        why.append(f"a scan has been due for {late_s:.0f} s and has not begun: is a worker running?")
    why += [
        f"worker {one.name} holds {one.scans} and has been silent for {one.silent_s:.0f} s"
        for one in workers
        if one.silent_s > RECOVERY
    ]
    return Health(
        ok=not why,
        why=tuple(why),
        sites=sites,
        waiting=states.get("waiting", 0),
        running=states.get("running", 0),
        paused=paused,
        done_last_day=ended.get("done", 0),
        failed_last_day=ended.get("failed", 0),
        late_s=round(late_s, 1),
        workers=workers,
    )


def _seconds(moment: datetime, since: datetime | None) -> float:
    return max(0.0, (moment - since).total_seconds()) if since else 0.0
