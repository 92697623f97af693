"""Workers for tests of the queue: scans that are functions, and a store with sites that are due."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stored import at, folder

from scanner.fleet import processes
from scanner.fleet.child import Ended, Watch
from scanner.fleet.queue import local
from scanner.fleet.queue.attempt import Bench
from scanner.fleet.queue.care import Care
from scanner.fleet.queue.halting import Halt
from scanner.fleet.queue.ledger import Claimed
from scanner.fleet.queue.reaper import worker_name
from scanner.fleet.queue.working import announcer
from scanner.fleet.store import Store
from scanner.fleet.store.tables import Scan, Site

Body = Callable[[Claimed, Path, Watch], Ended]


def found(_claimed: Claimed, place: Path, _watch: Watch) -> Ended:
    """A scan that leaves a result."""
    folder(place, at(0), {})
    return Ended(0, "", "")


@dataclass
class Scanning:
    """A scan under way that is a function."""

    claimed: Claimed
    place: Path
    body: Body
    memory: int = 0

    def wait(self, deadline_s: float, watch: Watch = lambda: None) -> Ended:  # noqa: ARG002 (as child.py has it)
        """Run it."""
        return self.body(self.claimed, self.place, watch)


@dataclass
class Worker:
    """A worker in this process. What it scanned is in `began`."""

    store: Store
    place: Path
    body: Body = found
    halt: Halt = field(default_factory=Halt)
    began: list[str] = field(default_factory=list)
    name: str = field(default_factory=lambda: worker_name(processes.identity(os.getpid())))

    def bench(self) -> Bench:
        """What its attempts need."""
        return Bench(store=self.store, worker=self.name, start=self._start, stop_now=self.halt.now, work=self.place)

    def care(self) -> Care:
        """Its share in looking after the queue."""
        return Care(self.store, announcer(self.store), self.place)

    def work(self, *, concurrency: int = 1, stay: bool = False) -> None:
        """Work on whichever engine the store has."""
        if self.store.is_sqlite:
            local.work(self.bench(), self.care(), self.halt, concurrency=concurrency, stay=stay)
            return
        from scanner.fleet.queue import shared  # noqa: PLC0415 (as the program does)

        shared.work(self.bench(), self.care(), self.halt, concurrency=concurrency, stay=stay)

    def _start(self, claimed: Claimed, place: Path) -> tuple[Scanning, float]:
        self.began.append(claimed.slug)
        return Scanning(claimed, place, self.body), 10.0


def due(store: Store, *hosts: str, schedule: str = "weekly", ago: timedelta = timedelta(minutes=1)) -> None:
    """Sites that are due since a while."""
    now = datetime.now(UTC)
    with store.write() as session:
        for host in hosts:
            session.add(
                Site(
                    slug=host, url=f"https://{host}/", domain=".".join(host.split(".")[-2:]), schedule=schedule,
                    created_at=now, next_due_at=now - ago,
                )
            )  # fmt: skip


def rows(store: Store) -> list[Scan]:
    """All scans."""
    with store.read() as session:
        return list(session.query(Scan).order_by(Scan.id))


def states(store: Store) -> list[str]:
    """The states of all scans."""
    return [row.state for row in rows(store)]


def eventually(there: Callable[[], object], seconds: float = 20.0) -> bool:
    """Whether something becomes true in time."""
    until = time.monotonic() + seconds
    while not there():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
