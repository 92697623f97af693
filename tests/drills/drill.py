"""The fault drill: many sites due at once, workers that are killed, and at the end one stored result for each due run."""

import os
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import databases
from drills import farm, havoc
from drills.havoc import Disk, Fleet
from sqlalchemy import select, text

from scanner.fleet.queue import care
from scanner.fleet.store import Store, create_empty, open_store, schema
from scanner.fleet.store.tables import EvidenceFile, Scan, ScanFile, Site

Worker = Callable[[str, str, Path, IO[bytes]], "subprocess.Popen[bytes]"]
"""Starts a worker on a database and an evidence store, with its working folder and its log."""
_LOOK = 0.25
_SETTLE = 10.0
_NOT_BEGUN = -signal.SIGTERM  # a worker that was told to end before it had begun


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a drill goes. `every_s`: seconds between two kills; outages come when so much of the scans is through."""

    sites: int
    workers: int = 3
    every_s: float
    restarts: tuple[float, ...] = ()
    disk_full: float | None = None
    outage_s: float
    limit_s: float
    seed: int = 1


@dataclass(kw_only=True)
class Report:
    """What came of it. Everything in `faults` is a failure of the drill."""

    seconds: float = 0.0
    states: dict[str, int] = field(default_factory=dict)
    attempts: int = 0
    lost: int = 0
    did: dict[str, int] = field(default_factory=dict)
    started: int = 0
    unreferenced: int = 0
    faults: list[str] = field(default_factory=list)

    def done(self, what: str) -> None:
        """Count something that was broken."""
        self.did[what] = self.did.get(what, 0) + 1

    def __str__(self) -> str:
        """The figures, a line each."""
        rate = self.states.get("done", 0) / self.seconds * 3600 if self.seconds else 0
        lines = [
            f"scans: {self.states}, {self.attempts} attempts, {self.lost} of them lost with their worker",
            f"broken: {self.did}; workers started: {self.started}",
            f"{self.seconds:.0f} s, {rate:.0f} sites per hour; files that no scan names: {self.unreferenced}",
        ]
        return "\n".join([*lines, *(f"FAULT: {one}" for one in self.faults)])


def drill(plan: Plan, worker: Worker, *, server: databases.Server | None, urls: list[str]) -> Report:
    """Run a drill on PostgreSQL (`server`) or SQLite."""
    random.seed(plan.seed)
    report = Report()
    with tempfile.TemporaryDirectory(prefix="pd-drill-") as name, havoc.disk(Path(name) / "evidence", 256) as disk:
        folder = Path(name)
        place = folder / "t"
        place.mkdir()
        database = _database(folder, server)
        store = open_store(database, str(disk.folder))
        enter(store, urls)
        with (folder / "log").open("ab") as log:
            fleet = Fleet(lambda: worker(database, str(disk.folder), place, log), plan.workers)
            began = time.monotonic()
            try:
                _run(plan, report, fleet, store, disk, server, place)
                report.seconds = time.monotonic() - began
                report.faults += [
                    f"a worker ended with exit status {one}" for one in fleet.end(60) if one not in (0, _NOT_BEGUN)
                ]
            except subprocess.TimeoutExpired:
                report.faults.append("a worker did not end within 60 s after SIGTERM")
            finally:
                fleet.kill_all()
        report.started = fleet.started
        _check(report, store, place, len(urls))
        store.close()
        if report.faults:
            report.faults += (folder / "log").read_text(encoding="utf-8", errors="replace").splitlines()[-40:]
    return report


def _database(folder: Path, server: databases.Server | None) -> str:
    if server is None:
        return str(folder / "drill.db")
    address = server.address(server.new())
    engine = create_empty(address)
    schema.upgrade(engine)
    engine.dispose()
    return address


def enter(store: Store, urls: list[str]) -> None:
    """Put sites in that are due."""
    now = datetime.now(UTC)
    with store.write() as session:
        for place, url in enumerate(urls):
            host = url.split("/")[2].partition(":")[0]
            session.add(
                Site(
                    slug=f"site{place}", url=url, domain=host, schedule="weekly", created_at=now,
                    next_due_at=now - timedelta(seconds=1),
                )
            )  # fmt: skip


def _run(
    plan: Plan,
    report: Report,
    fleet: Fleet,
    store: Store,
    disk: Disk,
    server: databases.Server | None,
    place: Path,
) -> None:
    """Break things until every scan has ended."""
    outages = _outages(plan, report, disk, server)
    due = next(outages, None)
    end, next_kill = time.monotonic() + plan.limit_s, time.monotonic() + plan.every_s
    while True:
        fleet.keep()
        time.sleep(_LOOK)
        with store.read() as session:
            counts = Counter(session.scalars(select(Scan.state)))
        through = sum(counts[state] for state in ("done", "failed", "cancelled"))
        if through == plan.sites:
            return
        if time.monotonic() > end:
            report.faults.append(f"not through after {plan.limit_s:.0f} s: {dict(counts)}")
            return
        if due and through >= due[0] * plan.sites:
            due[1]()
            due = next(outages, None)
        elif through and time.monotonic() > next_kill:
            next_kill = time.monotonic() + random.uniform(0.5, 1.5) * plan.every_s
            _kill(report, fleet, place)


def _kill(report: Report, fleet: Fleet, place: Path) -> None:
    what = random.choice(("worker", "browser", "browser", "scan"))
    if what == "worker":
        fleet.kill_one()
        report.done("worker killed")
    elif havoc.kill_part(place, browser=what == "browser"):
        report.done(f"{what} killed")


def _outages(
    plan: Plan, report: Report, disk: Disk, server: databases.Server | None
) -> Iterator[tuple[float, Callable[[], None]]]:
    """At which share of the scans which outage comes, in their order."""

    def restart() -> None:
        if server:
            server.stop(random.choice((databases.FAST, databases.AT_ONCE)))
            time.sleep(plan.outage_s)
            server.start()
            report.done("PostgreSQL restarted")

    def fill() -> None:
        with disk.full():
            time.sleep(plan.outage_s)
        report.done("disk full" if disk.real else "evidence folder gone (no disk could be mounted to be filled)")

    planned = [(share, restart) for share in plan.restarts if server]
    if plan.disk_full is not None:
        planned.append((plan.disk_full, fill))
    yield from sorted(planned, key=lambda one: one[0])


def _check(report: Report, store: Store, place: Path, sites: int) -> None:
    with store.read() as session:
        scans = list(session.scalars(select(Scan)))
        report.states = dict(Counter(one.state for one in scans))
        report.attempts, report.lost = sum(one.attempts for one in scans), sum(one.lost for one in scans)
        results = {one.site_id for one in scans if one.state == "done" and one.result_sha256}
        named = {one.result_sha256 for one in scans} | set(session.scalars(select(ScanFile.sha256)))
        known = set(session.scalars(select(EvidenceFile.sha256)))
        if not store.is_sqlite:
            left = session.scalar(
                text("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = 'scan'")
            )
            if left:
                report.faults.append(f"{left} jobs are left")
    if len(scans) != sites:
        report.faults.append(f"{len(scans)} due runs for {sites} sites")
    if len(results) != sites:
        reasons = {one.reason for one in scans if one.state != "done"}
        report.faults.append(f"{len(results)} stored results for {sites} sites; {reasons}")
    report.faults += [f"evidence {digest} is missing" for digest in known if not store.files.holds(digest)]
    report.unreferenced = len({digest for digest, _ in store.files.all()} - named)
    until = time.monotonic() + _SETTLE
    while (left_over := havoc.processes_of(place)) and time.monotonic() < until:
        time.sleep(_LOOK)
    report.faults += [f"left running: {command[:200]}" for command in left_over.values()]
    care.sweep(place)  # as the next worker does when it begins
    report.faults += [f"left on the disk: {one.name}" for one in place.glob(f"{care.FOLDER}-*")]


@contextmanager
def served(number: int) -> Iterator[list[str]]:
    """So many sites on loopback."""
    with farm.sites(number) as urls:
        yield urls


def environment(place: Path, **more: str) -> dict[str, str]:
    """What a worker of a drill has in its environment."""
    return {**os.environ, "TMPDIR": str(place), **more}
