"""The engine on SQLite: one machine; scans are taken from the book of record itself."""

import time
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

import structlog
from sqlalchemy.orm import Session

from scanner.fleet.queue import ledger
from scanner.fleet.queue.attempt import Bench, Outcome, attempt
from scanner.fleet.queue.care import Care
from scanner.fleet.queue.halting import Halt
from scanner.fleet.queue.politeness import Addresses
from scanner.fleet.queue.times import OUTAGE_PAUSE, POLL
from scanner.fleet.store.opening import UnavailableError

log = structlog.get_logger()


def announce(_session: Session, _scans: Iterable[int]) -> None:
    """Nobody need be told: the book of record is the queue."""


def work(bench: Bench, care: Care, halt: Halt, *, concurrency: int, stay: bool) -> None:
    """Work until asked to end or, without `stay`, until nothing more can begin now."""
    addresses, running = Addresses(), set[Future[Outcome]]()
    with ThreadPoolExecutor(max_workers=concurrency, thread_name_prefix="scan") as pool:
        while not halt.drain.is_set():
            idle = False
            try:
                if care.due():
                    care.take()
                while len(running) < concurrency and not halt.drain.is_set():
                    claimed = ledger.claim_next(bench.store, bench.worker, addresses)
                    if claimed is None:
                        idle = True
                        break
                    running.add(pool.submit(attempt, claimed, bench))
            except UnavailableError as error:
                log.error("the database does not answer", why=str(error))
                halt.drain.wait(OUTAGE_PAUSE)
                continue
            if idle and not running and not stay:
                return
            running -= _ended(running)
        if running:
            log.info("waiting for scans to end", scans=len(running))
        while running:
            running -= _ended(running)


def _ended(running: set[Future[Outcome]]) -> set[Future[Outcome]]:
    """Those that have ended, after a while at most; a bug in one of them is raised."""
    if not running:
        time.sleep(POLL)
        return set()
    done, _ = wait(running, timeout=POLL, return_when=FIRST_COMPLETED)
    for future in done:
        future.result()
    return done
