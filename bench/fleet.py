"""What many sites cost: sites an hour beside bare visits, no-op scans a second, a worker's memory over many scans."""

import asyncio
import logging
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

import structlog
import table
import visits

sys.path.append(str(Path(__file__).parent.parent / "tests"))
import databases  # the tests' own: a PostgreSQL for the run
import report_results  # a result as a scan leaves it
from drills import farm
from drills.drill import enter
from queueing import Worker, due
from queueing import rows as scans_of

from scanner.cli import hosting
from scanner.fleet.child import Ended, Watch
from scanner.fleet.queue import local, politeness
from scanner.fleet.queue.halting import Halt
from scanner.fleet.queue.ledger import Claimed
from scanner.fleet.store import create_empty, open_store, schema
from scanner.model import codec

WORKERS = 3
JOBS = 300
ENDS = 20
SITES = 8
SIDE_BY_SIDE = (1, 2, 4)
_SETTINGS = {"PRIVACYDIFF_PAGES": "1", "PRIVACYDIFF_NO_OTHER_DEVICE": "true", "PRIVACYDIFF_NO_DNS": "true"}


def sites_per_hour(concurrency: int, sites: int = SITES) -> tuple[float, float]:
    """Sites of one page that a worker scans in an hour, and those that bare browsers with three visitors see."""
    with tempfile.TemporaryDirectory(prefix="pd-") as name, farm.sites(sites) as urls:
        folder = Path(name)
        store = open_store(str(folder / "a.db"))
        enter(store, urls)
        worker = Worker(store, folder)
        with mock.patch.dict(os.environ, _SETTINGS):
            scans = replace(worker.bench(), start=hosting.starter(allow_private=True))
        began = time.perf_counter()
        local.work(scans, worker.care(), Halt(), concurrency=concurrency, stay=False)
        middle = time.perf_counter()
        asyncio.run(_seen(urls, concurrency))
        ended = time.perf_counter()
        done = sum(row.state == "done" for row in scans_of(store))
        store.close()
    return done / (middle - began) * 3600, sites / (ended - middle) * 3600


async def _seen(urls: list[str], concurrency: int) -> None:
    free = asyncio.Semaphore(concurrency)

    async def see(url: str) -> None:
        async with free:
            await visits.visit(None, [url])

    await asyncio.gather(*map(see, urls))


def no_op(result: Path) -> Callable[[Claimed, Path, Watch], Ended]:
    """A scan that does nothing but leave a small result."""

    def body(_claimed: Claimed, place: Path, _watch: Watch) -> Ended:
        shutil.copy(result, place / "result.json")
        return Ended(0, "")

    return body


def small_result(folder: Path) -> Path:
    """A result without findings."""
    file = folder / "result.json"
    one = report_results.rich()
    file.write_bytes(codec.to_json(replace(one, findings=(), flows=(), documents=(), requests=(), cookies=())))
    return file


def jobs_per_second(database: str, folder: Path, jobs: int = JOBS) -> float:
    """How many no-op scans three workers begin, store and end in a second, queue and store included."""
    store = open_store(database, str(folder / "evidence"))
    due(store, *(f"site{number}.test" for number in range(jobs)))
    result = small_result(folder)
    ready = multiprocessing.get_context("spawn").Barrier(WORKERS + 1)
    workers = [
        multiprocessing.get_context("spawn").Process(target=_work, args=(database, folder, result, ready))
        for _ in range(WORKERS)
    ]
    for one in workers:
        one.start()
    ready.wait()
    began = time.perf_counter()
    for one in workers:
        one.join()
    seconds = time.perf_counter() - began
    done = sum(row.state == "done" for row in scans_of(store))
    store.close()
    if done != jobs:
        raise AssertionError(f"{done} of {jobs} were done")
    return jobs / seconds


def _work(database: str, folder: Path, result: Path, ready: object) -> None:
    _quiet()
    _no_names()
    store = open_store(database, str(folder / "evidence"))
    ready.wait()  # type: ignore[attr-defined]
    Worker(store, folder, no_op(result)).work()
    store.close()


def _quiet() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def _no_names() -> None:
    """What is measured is the queue, not a name server."""
    mock.patch.object(politeness, "_resolve", return_value=frozenset()).start()


def memory_growth(folder: Path, scans: int) -> tuple[float, float]:
    """MB of a worker at the end of its first scans and of its last ones, on average."""
    _no_names()
    store = open_store(str(folder / "memory.db"), str(folder / "evidence"))
    due(store, *(f"site{number}.test" for number in range(scans)))
    held: list[float] = []
    scan = no_op(small_result(folder))

    def body(claimed: Claimed, place: Path, watch: Watch) -> Ended:
        held.append(_resident())
        return scan(claimed, place, watch)

    Worker(store, folder, body).work()
    store.close()
    return sum(held[:ENDS]) / ENDS, sum(held[-ENDS:]) / ENDS


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """The address of a new SQLite file."""
    yield str(folder / "a.db")


@contextmanager
def postgresql(_folder: Path) -> Iterator[str]:
    """The address of a new database with all tables."""
    with databases.postgresql() as server:
        address = server.address(server.new())
        engine = create_empty(address)
        schema.upgrade(engine)
        engine.dispose()
        yield address


def rows(rounds: int) -> Iterator[table.Row]:
    """What is measured; BENCH_SCANS says over how many scans memory is watched, BENCH_SITES how many sites are scanned."""
    watched, sites = int(os.environ.get("BENCH_SCANS", "200")), int(os.environ.get("BENCH_SITES", SITES))
    _quiet()
    for concurrency in SIDE_BY_SIDE:
        ours, bound = sites_per_hour(concurrency, sites)
        yield table.of(f"sites of one page scanned, {concurrency} at a time", [ours], unit="an hour")
        yield table.of(f"the same by bare browsers over ours, {concurrency} at a time", [bound / ours])
    for name, place in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        rates = []
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as folder, place(Path(folder)) as address:
                rates.append(jobs_per_second(address, Path(folder)))
        yield table.of(f"no-op scans, {WORKERS} workers, {name}", rates, unit="a second")
    with tempfile.TemporaryDirectory() as folder:
        first, last = memory_growth(Path(folder), watched)
    yield table.of(f"a worker's memory, last {ENDS} over first {ENDS} of {watched} scans", [last / first], aim=1.1)
