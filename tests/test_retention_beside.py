"""Retention beside a worker: `prune` in one process, a worker that stores in another, over the same content."""

import multiprocessing
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
import structlog
from queueing import Worker, due, rows, states
from stored import at, folder

from scanner.fleet.child import Ended, Watch
from scanner.fleet.queue import attempt, local, shared
from scanner.fleet.queue.ledger import Claimed
from scanner.fleet.store import Store, open_store, pruning, sweeping
from scanner.fleet.store.tables import ScanFile, Site

SITES, SCANS, LONGEST = 4, 8, 45.0

_done: list[str] = []
"""The scans of the worker's process."""


def _scan(_claimed: Claimed, place: Path, _watch: Watch) -> Ended:
    folder(place, at(0), {"evidence.json": b"{}", "evidence/page.html": place.name.encode()})
    _done.append(place.name)
    return Ended(0, "", "")


def _work(database: str, here: Path) -> None:
    """A worker of its own process; its scans have much of their evidence in common."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    store = open_store(database, str(here / "evidence"))
    with (
        mock.patch.object(attempt, "STORE_PAUSE", 0.05),
        mock.patch.object(local, "POLL", 0.02),
        mock.patch.object(shared, "POLL", 0.02),
        mock.patch("scanner.fleet.queue.politeness._resolve", return_value=frozenset()),
    ):
        until = time.monotonic() + LONGEST
        while len(_done) < SCANS and time.monotonic() < until:  # a site being pruned when it falls due is passed over
            with store.write() as session:
                for site in session.query(Site):
                    site.next_due_at = datetime.now(UTC)
            Worker(store, here, _scan).work(concurrency=2)
        assert len(_done) >= SCANS  # of which all but one a site are to be pruned
    store.close()


@pytest.mark.browser
def test_what_a_worker_stores_stays_whole_while_another_process_prunes(
    store: Store, database: str, tmp_path: Path
) -> None:
    due(store, *(f"site{number}.test" for number in range(SITES)))
    worker = multiprocessing.get_context("spawn").Process(target=_work, args=(database, tmp_path))
    worker.start()
    swept = sweeping.Swept()
    while worker.is_alive():
        pruned = pruning.prune(store, pruning.Keep(scans=1))
        swept += pruned.swept + sweeping.sweep(store, timedelta(0))  # without the day of grace: as hard as can be
        time.sleep(0.2)  # the worker has to get its turn at the file
    assert worker.exitcode == 0
    swept += pruning.prune(store, pruning.Keep(scans=1)).swept + sweeping.sweep(store, timedelta(0))
    assert swept.files >= SITES
    assert states(store) == ["done"] * SITES
    with store.read() as session:
        named = {one.sha256 for one in session.query(ScanFile)} | {row.result_sha256 or "" for row in rows(store)}
    assert len(named) == 2 + SITES
    for digest in named:
        store.files.read(digest)
