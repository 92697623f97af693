"""Takes scans from workers that are gone, so that they are begun again.

A worker of this machine is simply looked for. On SQLite, where all are, a heartbeat otherwise counts as missing when it has
not changed for as long as the lease lasts by the reaper's own steady clock, so that a time of day that jumps takes no scan
from a worker that lives. On PostgreSQL the lease runs by the database's clock, the one that all machines share.
"""

import platform
import time
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from scanner.fleet import processes
from scanner.fleet.queue import ledger
from scanner.fleet.queue.times import LEASE
from scanner.fleet.store import Store
from scanner.fleet.store.opening import now
from scanner.fleet.store.tables import Scan

GONE = "the worker that held the scan is gone"


def worker_name(process: str) -> str:
    """How a worker is named in the book of record: by its machine and its process."""
    return f"{platform.node()}/{process}"


@dataclass(slots=True)
class Reaper:
    """What one process has seen of others' heartbeats: by scan and token the last one, and since when it stands."""

    seen: dict[tuple[int, str], tuple[datetime | None, float]] = field(default_factory=dict)

    def reap(self, store: Store) -> list[int]:
        """Let every scan wait again whose worker is gone; returns which."""
        taken, steady = [], time.monotonic()
        with store.read() as session:
            running = list(session.scalars(select(Scan).where(Scan.state == "running")))
            moment = now(session)
        still = {(row.id, row.token or ""): row for row in running}
        self.seen = {key: value for key, value in self.seen.items() if key in still}
        for key, row in still.items():
            beat, since = self.seen.get(key, (None, steady))
            if key not in self.seen or beat != row.heartbeat_at:
                beat, since = self.seen[key] = (row.heartbeat_at, steady)
            if self._is_gone(store, row, moment, silent=steady - since) and _take(store, key):
                taken.append(row.id)
        return taken

    def _is_gone(self, store: Store, row: Scan, moment: datetime, *, silent: float) -> bool:
        machine, _, process = (row.worker or "").rpartition("/")
        if machine == platform.node() and not processes.lives(process):
            return True
        if store.is_sqlite:
            return silent >= LEASE
        return row.lease_until is not None and row.lease_until < moment


def _take(store: Store, key: tuple[int, str]) -> bool:
    with store.write() as session:
        row = session.scalar(
            select(Scan).where(Scan.id == key[0], Scan.token == key[1], Scan.state == "running").with_for_update()
        )
        if row is not None:
            ledger.lose(row, GONE, now(session))
        return row is not None
