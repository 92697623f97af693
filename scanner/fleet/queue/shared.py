"""The engine on PostgreSQL: any number of machines; Procrastinate hands out jobs, keeps locks and counts heartbeats."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import procrastinate
import structlog
from procrastinate import exceptions
from procrastinate import jobs as _jobs
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from sqlalchemy import select, text

from scanner.fleet.queue import jobs, ledger, planning
from scanner.fleet.queue.attempt import Bench, attempt
from scanner.fleet.queue.care import Care
from scanner.fleet.queue.halting import Halt
from scanner.fleet.queue.ledger import Postponed
from scanner.fleet.queue.politeness import Addresses
from scanner.fleet.queue.times import HEARTBEAT, LEASE, OUTAGE_PAUSE, POLL
from scanner.fleet.store.opening import DatabaseError, UnavailableError, now
from scanner.fleet.store.tables import Scan

log = structlog.get_logger()
_CARE_KEY = 0x63617265
_OLD_JOBS_H = 24


class Later(Exception):  # noqa: N818 (no fault: the job is to come again)
    """The scan waits until a later time."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__(until)
        self.until = until


class AsTold(BaseRetryStrategy):
    """When a job comes again is told by the book of record."""

    def get_retry_decision(self, *, exception: BaseException, job: _jobs.Job) -> RetryDecision | None:  # noqa: ARG002
        """The time that stands in `Later`; any other fault ends the job, and its scan is found by its silence."""
        if not isinstance(exception, Later):
            return None
        return RetryDecision(retry_at=exception.until) if exception.until else RetryDecision(retry_in={"seconds": 0})


class Shared:
    """One worker process on PostgreSQL."""

    def __init__(self, bench: Bench, care: Care, halt: Halt, *, concurrency: int) -> None:
        self._bench, self._care, self._halt, self._concurrency = bench, care, halt, concurrency
        self._addresses = Addresses()
        self._serving: asyncio.Task[None] | None = None
        self._pool = ThreadPoolExecutor(max_workers=concurrency + 4, thread_name_prefix="scan")
        self._app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(
                conninfo=jobs.address(bench.store.url),
                min_size=1,
                max_size=concurrency + 4,
                kwargs={"application_name": "privacydiff worker"},
            ),
            periodic_defaults={"max_delay": 3600},
        )
        self._app.task(name=jobs.TASK, queue=jobs.QUEUE, retry=AsTold())(self._scan)
        clean = self._app.task(name="clean", queue=jobs.QUEUE, queueing_lock="clean")(self._clean)
        self._app.periodic(cron="17 * * * *")(clean)

    async def work(self, *, stay: bool) -> None:
        """Work until asked to end or, without `stay`, until nothing more can begin now; outlasts outages of the database."""
        beside = [asyncio.create_task(one()) for one in (self._watch_halt, self._watch_pause, self._keep_caring)]
        try:
            while not self._halt.drain.is_set():
                try:
                    if not await self._in_thread(self._paused):
                        async with self._app.open_async():
                            await self._serve(stay=stay)
                    if not stay and not await self._in_thread(self._due_now):
                        return
                except (exceptions.ConnectorException, UnavailableError, OSError) as error:
                    log.error("the database does not answer", why=str(error) or type(error).__name__)
                await self._in_thread(lambda: self._halt.drain.wait(OUTAGE_PAUSE if stay else POLL))
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            self._pool.shutdown()

    async def _serve(self, *, stay: bool) -> None:
        """Let Procrastinate's worker take jobs until it is cancelled, or stops because the database is gone."""
        await self._in_thread(self._take_care)
        await self._mend()
        self._serving = asyncio.create_task(
            self._app.run_worker_async(
                queues=[jobs.QUEUE],
                name=self._bench.worker,
                concurrency=self._concurrency,
                wait=stay,
                install_signal_handlers=False,
                fetch_job_polling_interval=POLL,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=LEASE,
                delete_jobs="successful",
            )
        )
        with contextlib.suppress(asyncio.CancelledError):
            await self._serving

    async def _watch_halt(self) -> None:
        """Let the worker finish what runs once it is asked to end."""
        while not await self._in_thread(lambda: self._halt.drain.wait(POLL)):
            pass
        log.info("taking nothing new")
        self._stop_serving()

    async def _watch_pause(self) -> None:
        """Let the worker take nothing new while the whole queue is paused: else it would look at job after job in vain."""
        while True:
            await asyncio.sleep(POLL)
            try:
                if await self._in_thread(self._paused):
                    self._stop_serving()
            except DatabaseError as error:
                log.debug("could not look whether the queue is paused", why=str(error))  # serving ends by itself then

    def _stop_serving(self) -> None:
        if self._serving and not self._serving.cancelling():  # a second time would let go of what runs
            self._serving.cancel()

    def _paused(self) -> bool:
        with self._bench.store.read() as session:
            return planning.is_paused(session)

    async def _scan(self, scan: int) -> str:
        return str(await self._in_thread(lambda: self._one(scan)))

    def _one(self, scan: int) -> str:
        """One job: the scan's outcome; raises `Later` for a scan that waits on."""
        claimed = ledger.claim(self._bench.store, scan, self._bench.worker, self._addresses)
        if claimed is None:
            return "waits no longer"
        if isinstance(claimed, Postponed):
            raise Later(claimed.until)
        outcome = attempt(claimed, self._bench)
        if outcome in ("again", "given back"):
            raise Later(self._not_before(scan))
        return outcome

    def _not_before(self, scan: int) -> datetime | None:
        with self._bench.store.read() as session:
            return session.scalar(select(Scan.not_before).where(Scan.id == scan))

    def _due_now(self) -> bool:
        with self._bench.store.read() as session:
            return bool(ledger.waiting(session, now(session)))

    async def _keep_caring(self) -> None:
        while True:
            await asyncio.sleep(POLL)
            try:
                if self._care.due():
                    await self._in_thread(self._take_care)
                    await self._mend()
            except exceptions.AppNotOpen:
                continue  # the worker is about to connect anew
            except (exceptions.ConnectorException, DatabaseError, OSError) as error:
                log.warning("could not look after the queue", why=str(error) or type(error).__name__)
                await asyncio.sleep(OUTAGE_PAUSE)

    def _take_care(self) -> None:
        """Look after the queue, unless another worker is at it."""
        with self._bench.store.write() as session:  # the lock goes with the transaction, and with the connection
            if session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _CARE_KEY}):
                self._care.take()
            else:
                self._care.put_off()

    async def _mend(self) -> None:
        """End jobs whose worker is gone, make jobs for scans that wait without one, and wake those of resumed sites."""
        stalled = list(await self._app.job_manager.get_stalled_jobs(queue=jobs.QUEUE, seconds_since_heartbeat=LEASE))
        held = await self._in_thread(self._running) if stalled else set()
        for job in stalled:
            if job.id is not None and job.task_kwargs.get("scan") not in held:
                log.warning("job of a worker that is gone", job=job.id)
                await self._app.job_manager.finish_job_by_id_async(job.id, _jobs.Status.FAILED, delete_job=True)
        await self._in_thread(self._put_right)

    def _running(self) -> set[int]:
        """Scans that somebody holds: a worker that drains says so in the book, no longer to Procrastinate."""
        with self._bench.store.read() as session:
            return set(session.scalars(select(Scan.id).where(Scan.state == "running")))

    def _put_right(self) -> None:
        with self._bench.store.write() as session:
            jobs.announce(session, jobs.missing(session), sooner=1)  # they had their turn before
            jobs.wake(session, now(session))

    async def _clean(self, timestamp: int) -> None:  # noqa: ARG002 (Procrastinate's own)
        await self._app.job_manager.delete_old_jobs(
            nb_hours=_OLD_JOBS_H, include_failed=True, include_cancelled=True, include_aborted=True
        )

    async def _in_thread(self, function: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, function)


def work(bench: Bench, care: Care, halt: Halt, *, concurrency: int, stay: bool) -> None:
    """Work until asked to end or, without `stay`, until nothing more can begin now."""
    jobs.prepare(bench.store.engine)
    asyncio.run(Shared(bench, care, halt, concurrency=concurrency).work(stay=stay))
