"""The jobs that Procrastinate hands to workers on PostgreSQL: each carries the number of a scan and nothing else.

They are made in the transaction that makes the scans wait. A job that is lost, or is there twice, does no harm: the book of
record decides, `missing` tells which scans wait without one, and `wake` which jobs need not wait any longer.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import procrastinate
from procrastinate import exceptions, jobs
from procrastinate.sync_psycopg_connector import SyncPsycopgConnector
from sqlalchemy import URL, Engine, String, cast, column, literal, or_, select, table, text, update
from sqlalchemy.orm import Session

from scanner.fleet.queue import planning
from scanner.fleet.queue.times import COURTESY
from scanner.fleet.store.opening import UnavailableError, told
from scanner.fleet.store.tables import Scan, Site

_JOBS = table("procrastinate_jobs", column("status"), column("scheduled_at"), column("queueing_lock"))
QUEUE, TASK = "scans", "scan"
_KEY = 0x70726976
"""Of the advisory lock under which Procrastinate's tables are made."""


def address(url: URL) -> str:
    """The database's address as psycopg takes it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def prepare(engine: Engine) -> bool:
    """Make Procrastinate's own tables where they are missing; whether they were."""
    with told(engine.url), Session(engine) as session, session.begin():
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _KEY})
        if session.scalar(text("SELECT to_regclass('procrastinate_jobs')")) is not None:
            return False
        _raw(session).execute(procrastinate.schema.SchemaManager.get_schema())
        return True


def announce(session: Session, scans: Iterable[int], *, sooner: int = 0) -> None:
    """Make a job for each of these scans, in the session's transaction; `sooner` puts it before those of equal priority."""
    rows = session.execute(
        select(Scan.id, Scan.priority, Scan.not_before, Site.domain)
        .join(Site, Scan.site_id == Site.id)
        .where(Scan.id.in_(list(scans)))
        .order_by(Scan.priority.desc(), Scan.due_at, Scan.id)
    )
    made = [
        jobs.Job(
            id=None,
            queue=QUEUE,
            task_name=TASK,
            task_kwargs={"scan": scan},
            priority=priority + sooner,
            lock=domain,  # one scan of a domain at a time, and of a site all the more
            queueing_lock=queueing_lock(scan),
            scheduled_at=not_before,
        )
        for scan, priority, not_before, domain in rows
    ]
    if made:
        manager = procrastinate.manager.JobManager(SyncPsycopgConnector())
        try:
            manager.batch_defer_jobs(made, connection=_raw(session))
        except exceptions.ConnectorException as error:
            raise UnavailableError("The database took no jobs: its connection is gone.") from error


def missing(session: Session) -> list[int]:
    """Scans that wait without a job."""
    return list(
        session.scalars(
            text(
                "SELECT id FROM scans WHERE state = 'waiting' AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE"
                " queueing_lock = 'scan ' || scans.id AND status IN ('todo', 'doing'))"
            )
        )
    )


def wake(session: Session, moment: datetime) -> None:
    """Let jobs come at once whose scans may begin, and which were put off for long: their sites were paused."""
    free = (
        select(literal("scan ").concat(cast(Scan.id, String)))
        .join(Site, Scan.site_id == Site.id)
        .where(Scan.state == "waiting", or_(Scan.not_before.is_(None), Scan.not_before <= moment), planning.is_active())
    )
    session.execute(
        update(_JOBS)
        .where(
            _JOBS.c.status == text("'todo'"), _JOBS.c.scheduled_at > moment + timedelta(seconds=COURTESY),
            _JOBS.c.queueing_lock.in_(free),
        )
        .values(scheduled_at=None)
    )  # fmt: skip


def queueing_lock(scan: int) -> str:
    """What keeps a scan from having two jobs that wait."""
    return f"scan {scan}"


def _raw(session: Session) -> Any:
    session.flush()
    return session.connection().connection.driver_connection
