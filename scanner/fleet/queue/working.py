"""A worker from its start to its end, on whichever database the store lies."""

import os
import tempfile
from pathlib import Path

import structlog

from scanner.fleet import processes
from scanner.fleet.queue import local
from scanner.fleet.queue.attempt import Bench, Start
from scanner.fleet.queue.care import Care, sweep
from scanner.fleet.queue.halting import Halt
from scanner.fleet.queue.metrics import Figures, serve
from scanner.fleet.queue.planning import Announce
from scanner.fleet.queue.reaper import worker_name
from scanner.fleet.queue.times import MEMORY_BYTES
from scanner.fleet.store import Store

log = structlog.get_logger()


def announcer(store: Store) -> Announce:
    """What tells the store's engine which scans wait."""
    if store.is_sqlite:
        return local.announce
    from scanner.fleet.queue import jobs  # noqa: PLC0415 (a third of a second that SQLite need not wait)

    jobs.prepare(store.engine)
    return jobs.announce


def work(
    store: Store,
    start: Start,
    *,
    concurrency: int,
    stay: bool,
    memory_bytes: int = MEMORY_BYTES,
    metrics: str | None = None,
    place: Path | None = None,
) -> int:
    """Work until asked to end or, without `stay`, until nothing more can begin now; returns how many scans failed."""
    announce, halt, figures = announcer(store), Halt(), Figures(store)
    halt.on_signals()
    place = place or Path(tempfile.gettempdir())
    sweep(place)
    bench = Bench(
        store=store,
        worker=worker_name(processes.identity(os.getpid())),
        start=start,
        stop_now=halt.now,
        memory_bytes=memory_bytes,
        observe=figures.observe,
        work=place,
    )
    server = serve(metrics, figures, store) if metrics else None
    log.info("worker begins", worker=bench.worker, concurrency=concurrency)
    try:
        care = Care(store, announce, place)
        if store.is_sqlite:
            local.work(bench, care, halt, concurrency=concurrency, stay=stay)
        else:
            from scanner.fleet.queue import shared  # noqa: PLC0415 (a third of a second that SQLite need not wait)

            shared.work(bench, care, halt, concurrency=concurrency, stay=stay)
    finally:
        if server:
            server.shutdown()
            server.server_close()
    log.info("worker ends", worker=bench.worker)
    return figures.failed
