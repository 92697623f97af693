"""The jobs that Procrastinate hands to workers on PostgreSQL: each carries the number of a scan and nothing else.

They are made in the transaction that makes the scans wait. A job that is lost, or is there twice, does no harm: the book of
record decides, and `missing` makes jobs for scans that wait without one.
"""

from collections.abc import Iterable
from typing import Any

import procrastinate
from procrastinate import exceptions, jobs
from procrastinate.sync_psycopg_connector import SyncPsycopgConnector
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from scanner.fleet.store import Store
from scanner.fleet.store.opening import DatabaseError
from scanner.fleet.store.tables import Scan, Site

QUEUE, TASK = "scans", "scan"
_KEY = 0x70726976
"""Of the advisory lock under which Procrastinate's tables are made."""


def address(store: Store) -> str:
    """The database's address as psycopg takes it."""
    return store.url.set(drivername="postgresql").render_as_string(hide_password=False)


def prepare(store: Store) -> None:
    """Make Procrastinate's own tables where they are missing."""
    with store.write() as session:
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _KEY})
        if session.scalar(text("SELECT to_regclass('procrastinate_jobs')")) is None:
            connection = _raw(session)
            connection.execute(procrastinate.schema.SchemaManager.get_schema())


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
            raise DatabaseError("The database took no jobs: its connection is gone.") from error


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


def queueing_lock(scan: int) -> str:
    """What keeps a scan from having two jobs that wait."""
    return f"scan {scan}"


def _raw(session: Session) -> Any:
    session.flush()
    return session.connection().connection.driver_connection
