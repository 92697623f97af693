"""What every worker sees to from time to time: what has fallen due, and scans whose worker is gone."""

import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from scanner.fleet import processes
from scanner.fleet.queue import planning
from scanner.fleet.queue.planning import Announce
from scanner.fleet.queue.reaper import Reaper
from scanner.fleet.queue.times import CARE, RECKON
from scanner.fleet.store import Store

log = structlog.get_logger()
FOLDER = "pdscan"
"""How the working folders of scans begin; the worker's process and the scan's mark follow. Short: a browser makes sockets
below, whose paths may have 107 letters."""


def folder_name(process: str, mark: str) -> str:
    """The name of a scan's working folder."""
    return f"{FOLDER}-{process}-{mark}"


def mark_of(token: str) -> str:
    """The mark in the environment of all that one attempt starts."""
    return token[:12]


def sweep(place: Path) -> None:
    """End the scans and remove the folders of workers of this machine that are gone."""
    for folder in place.glob(f"{FOLDER}-*"):
        process, _, mark = folder.name.removeprefix(f"{FOLDER}-").rpartition("-")
        with suppress(OSError):  # another worker was here first
            ours = os.geteuid() == 0 or folder.stat().st_uid == os.getuid()  # as root: also of --scan-user
            if process and ours and not processes.lives(process):
                processes.end(mark)
                shutil.rmtree(folder, ignore_errors=True)
                log.info("swept what a worker left", worker=process)


@dataclass(slots=True)
class Care:
    """One process's share in looking after the queue."""

    store: Store
    announce: Announce
    work: Path
    reaper: Reaper = field(default_factory=Reaper)
    cared: float | None = None
    reckoned: float | None = None

    def due(self) -> bool:
        """Whether it is time again, by the steady clock."""
        return self.cared is None or time.monotonic() - self.cared >= CARE

    def put_off(self) -> None:
        """Count it as done: another worker is at it."""
        self.cared = time.monotonic()

    def take(self) -> None:
        """Look after the queue once."""
        steady = time.monotonic()
        if self.reckoned is None or steady - self.reckoned >= RECKON:
            planning.reckon(self.store)
            self.reckoned = steady
        made = planning.enqueue_due(self.store, self.announce)
        taken = self.reaper.reap(self.store)
        if made:
            log.info("fell due", scans=len(made))
        for scan in taken:
            log.warning("taken from a worker that is gone", scan=scan)
        sweep(self.work)
        self.cared = time.monotonic()
