"""A worker whose scans need no browser and whose waits are short: DATABASE EVIDENCE RESULT CONCURRENCY."""

import os
import sys
from pathlib import Path

from scanner.fleet.child import Child
from scanner.fleet.queue import attempt, care, ledger, local, log, reaper, shared, working
from scanner.fleet.queue.ledger import Claimed
from scanner.fleet.store import open_store

STAND_IN = str(Path(__file__).with_name("stand_in.py"))
QUICK = {
    "CARE": 0.5, "LEASE": 4.0, "HEARTBEAT": 0.5, "POLL": 0.1, "OUTAGE_PAUSE": 0.3, "COURTESY": 0.3, "STORE_PAUSE": 0.2,
    "BACKOFF": (0.2, 0.4), "TRIES": 8,
}  # fmt: skip


def main() -> None:
    """Work until told to end."""
    database, evidence, result, concurrency = sys.argv[1:]
    for module in (attempt, care, ledger, local, reaper, shared):
        for name, value in QUICK.items():
            if hasattr(module, name):
                setattr(module, name, value)
    log.set_up(as_json=True)
    environment = {**os.environ, "DRILL_RESULT": result}

    def start(claimed: Claimed, folder: Path) -> tuple[Child, float]:
        return Child(
            claimed.url, folder, environment=environment, mark=care.mark_of(claimed.token), program=(STAND_IN,)
        ), 60.0

    store = open_store(database, evidence)
    working.work(store, start, concurrency=int(concurrency), stay=True)


if __name__ == "__main__":
    main()
