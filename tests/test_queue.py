"""The queue, on SQLite and on PostgreSQL: every due run once, whatever breaks meanwhile."""

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from queueing import Worker, due, eventually, found, rows, states
from sqlalchemy import text

from scanner.fleet.child import Ended, Watch
from scanner.fleet.queue import attempt, ledger, planning, steering, times, working
from scanner.fleet.queue.ledger import Claimed
from scanner.fleet.queue.politeness import Addresses
from scanner.fleet.queue.reaper import Reaper
from scanner.fleet.store import Store
from scanner.fleet.store.opening import DatabaseError
from scanner.fleet.store.tables import Scan, Site, StoredFinding
from scanner.model.errors import UsageError

pytestmark = pytest.mark.usefixtures("quick_queue")

def test_what_is_due_is_scanned_once_and_is_due_again_later(store: Store, tmp_path: Path) -> None:
    due(store, "a.test", "b.test", "c.test")
    worker = Worker(store, tmp_path)
    worker.work(concurrency=2)
    assert states(store) == ["done"] * 3
    assert sorted(worker.began) == ["a.test", "b.test", "c.test"]
    assert all(row.attempts == 1 and row.result_sha256 and row.token is None for row in rows(store))
    worker.work()
    assert len(worker.began) == 3
    with store.read() as session:
        assert all(site.next_due_at and site.next_due_at > datetime.now(UTC) for site in session.query(Site))
        assert session.query(StoredFinding).count()


def test_due_times_that_were_missed_lead_to_one_run(store: Store, tmp_path: Path) -> None:
    due(store, "a.test", schedule="daily", ago=timedelta(days=7))
    worker = Worker(store, tmp_path)
    worker.work()
    worker.work()
    assert states(store) == ["done"]
    assert rows(store)[0].due_at < datetime.now(UTC) - timedelta(days=6)


def test_a_new_site_is_due_by_its_schedule(store: Store, tmp_path: Path) -> None:
    due(store, "a.test", "b.test", schedule="weekly")
    with store.write() as session:
        for site in session.query(Site):
            site.next_due_at = None
        session.query(Site).filter_by(slug="b.test").one().schedule = "never"
    assert planning.reckon(store) == 1
    Worker(store, tmp_path).work()
    assert states(store) == []


def test_a_site_with_a_scan_in_the_queue_gets_no_second(store: Store) -> None:
    due(store, "a.test")
    announce = working.announcer(store)
    assert len(planning.enqueue_due(store, announce)) == 1
    with store.write() as session:
        session.query(Site).one().next_due_at = datetime.now(UTC) - timedelta(seconds=1)
    assert planning.enqueue_due(store, announce) == []
    assert steering.add(store, announce, ["a.test"], priority=1) == ([], ["a.test"])
    assert states(store) == ["waiting"]


def test_a_scan_that_fails_is_tried_again_and_then_has_failed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "BACKOFF", (0.0,))
    due(store, "a.test", "good.test")

    def body(claimed: Claimed, place: Path, watch: Watch) -> Ended:
        return Ended(-9, "") if claimed.slug == "a.test" else found(claimed, place, watch)

    worker = Worker(store, tmp_path, body)
    worker.work()
    bad, good = rows(store)
    assert (bad.state, bad.attempts, bad.reason) == ("failed", times.TRIES, "the scan was ended by signal 9")
    assert good.state == "done"
    worker.work()
    assert worker.began.count("a.test") == times.TRIES


def test_a_scan_that_failed_waits_longer_each_time(store: Store, tmp_path: Path) -> None:
    due(store, "a.test")
    worker = Worker(store, tmp_path, lambda *_: Ended(3, "no such host"))
    worker.work()
    (row,) = rows(store)
    assert (row.state, row.reason) == ("waiting", "no such host")
    assert row.not_before is not None
    assert 50 < (row.not_before - datetime.now(UTC)).total_seconds() <= times.BACKOFF[0]
    worker.work()
    assert worker.began == ["a.test"]


def test_settings_that_cannot_be_used_fail_at_once(store: Store, tmp_path: Path) -> None:
    due(store, "a.test")
    worker = Worker(store, tmp_path, lambda *_: Ended(2, "--pages 0 is out of range"))
    worker.work()
    assert [(row.state, row.attempts) for row in rows(store)] == [("failed", 1)]


def test_a_scan_whose_worker_is_gone_is_begun_again(store: Store, tmp_path: Path) -> None:
    due(store, "a.test")
    planning.enqueue_due(store, working.announcer(store))
    dead = Worker(store, tmp_path).bench().worker.rpartition("/")[0] + "/1.1"
    claimed = ledger.claim(store, rows(store)[0].id, dead, Addresses())
    assert isinstance(claimed, Claimed)
    Worker(store, tmp_path).work()
    (row,) = rows(store)
    assert (row.state, row.attempts, row.lost) == ("done", 2, 1)
    assert not ledger.beat(store, claimed)


def test_a_scan_that_takes_workers_with_it_ends_as_failed(store: Store, tmp_path: Path) -> None:
    due(store, "a.test")
    planning.enqueue_due(store, working.announcer(store))
    dead = Worker(store, tmp_path).bench().worker.rpartition("/")[0] + "/1.1"
    for _ in range(times.LOST):
        assert isinstance(ledger.claim(store, rows(store)[0].id, dead, Addresses()), Claimed)
        assert len(Reaper().reap(store)) == 1
    (row,) = rows(store)
    assert row.state == "failed"
    assert "10 times" in (row.reason or "")


def test_a_worker_that_is_silent_elsewhere_loses_its_scan_and_its_late_result(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(store, "a.test")
    planning.enqueue_due(store, working.announcer(store))
    claimed = ledger.claim(store, rows(store)[0].id, "elsewhere/1.1", Addresses())
    assert isinstance(claimed, Claimed)
    reaper = Reaper()
    assert reaper.reap(store) == []
    monkeypatch.setattr("scanner.fleet.queue.reaper.LEASE", 0.0)
    with store.write() as session:
        session.query(Scan).one().lease_until = datetime.now(UTC) - timedelta(seconds=1)
    assert reaper.reap(store) == [claimed.scan]
    late = Worker(store, tmp_path)
    monkeypatch.setattr("scanner.fleet.queue.ledger.claim_next", lambda *_: claimed)
    assert attempt.attempt(claimed, late.bench()) == "lost"
    assert states(store) == ["waiting"]


def test_a_clock_that_jumps_takes_no_scan_from_a_worker_of_this_machine(tmp_path: Path, store: Store) -> None:
    if not store.is_sqlite:
        pytest.skip("on PostgreSQL the lease runs by the database's clock")
    due(store, "a.test")
    planning.enqueue_due(store, working.announcer(store))
    assert ledger.claim_next(store, Worker(store, tmp_path).name, Addresses())
    with store.write() as session:  # as if the clock had been set forward by a day
        row = session.query(Scan).one()
        row.lease_until = row.heartbeat_at = datetime.now(UTC) - timedelta(days=1)
    reaper = Reaper()
    assert reaper.reap(store) == []
    assert reaper.reap(store) == []


def test_a_scan_can_be_cancelled_while_it_waits_and_while_it_runs(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scanner.fleet.queue.attempt.HEARTBEAT", 0.05)
    due(store, "a.test", "b.test")
    planning.enqueue_due(store, working.announcer(store))
    first, second = (row.id for row in rows(store))
    steering.cancel(store, [second])

    def body(_claimed: Claimed, _place: Path, watch: Watch) -> Ended:
        steering.cancel(store, [first])
        assert eventually(lambda: watch() is not None)
        return Ended(-9, "", watch() or "")

    worker = Worker(store, tmp_path, body)
    worker.work()
    assert states(store) == ["cancelled", "cancelled"]
    assert worker.began == ["a.test"]
    worker.body = found
    steering.retry(store, working.announcer(store), [first, second])
    worker.work()
    assert states(store) == ["done", "done"]
    with pytest.raises(UsageError, match="is done"):
        steering.cancel(store, [first])
    with pytest.raises(UsageError, match="no scan 99"):
        steering.cancel(store, [99])
    with pytest.raises(UsageError, match="No site is called"):
        steering.add(store, working.announcer(store), ["nobody.test"], priority=0)


def test_a_worker_that_drains_finishes_what_runs_and_takes_nothing_new(store: Store, tmp_path: Path) -> None:
    due(store, "a.test", "b.test")
    worker = Worker(store, tmp_path)

    def body(claimed: Claimed, place: Path, watch: Watch) -> Ended:
        worker.halt.drain.set()
        time.sleep(0.3)
        return found(claimed, place, watch)

    worker.body = body
    worker.work(stay=True)
    assert sorted(states(store)) == ["done", "waiting"]


def test_the_job_of_a_worker_that_drains_is_not_taken_for_one_of_a_dead_worker(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if store.is_sqlite:
        pytest.skip("there are no jobs but the rows of scans themselves")
    for name, seconds in (("shared.LEASE", 0.5), ("shared.HEARTBEAT", 0.1), ("care.CARE", 0.2)):
        monkeypatch.setattr(f"scanner.fleet.queue.{name}", seconds)
    due(store, "a.test")
    go_on, other = threading.Event(), Worker(store, tmp_path)
    worker = Worker(store, tmp_path)

    def body(claimed: Claimed, place: Path, watch: Watch) -> Ended:
        worker.halt.drain.set()  # from here on Procrastinate hears nothing of this worker
        assert go_on.wait(30)
        return found(claimed, place, watch)

    worker.body = body
    threads = [threading.Thread(target=one.work, kwargs={"stay": True}) for one in (worker, other)]
    threads[0].start()
    assert eventually(worker.halt.drain.is_set)
    threads[1].start()
    time.sleep(2.0)
    with store.read() as session:
        jobs = session.execute(text("SELECT status::text FROM procrastinate_jobs WHERE task_name = 'scan'")).all()
    go_on.set()
    threads[0].join()
    other.halt.drain.set()
    threads[1].join()
    assert [tuple(one) for one in jobs] == [("doing",)]
    assert [(row.state, row.attempts) for row in rows(store)] == [("done", 1)]


def test_a_worker_that_stops_at_once_gives_back_what_runs(store: Store, tmp_path: Path) -> None:
    due(store, "a.test")
    worker = Worker(store, tmp_path)

    def body(_claimed: Claimed, _place: Path, watch: Watch) -> Ended:
        worker.halt.drain.set()
        worker.halt.now.set()
        return Ended(-9, "", watch() or "")

    worker.body = body
    worker.work(stay=True)
    (row,) = rows(store)
    assert (row.state, row.attempts, row.lost, row.not_before) == ("waiting", 0, 0, None)
    Worker(store, tmp_path).work()
    assert states(store) == ["done"]


def test_a_result_is_kept_while_the_database_or_the_disk_is_gone(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scanner.fleet.queue.attempt.STORE_PAUSE", 0.01)
    faults = [DatabaseError("gone"), OSError(28, "No space left on device")]
    real = attempt.store_scan

    def store_scan(*given: object, **named: object) -> bool:
        if faults:
            raise faults.pop()
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(attempt, "store_scan", store_scan)
    due(store, "a.test")
    worker = Worker(store, tmp_path)
    worker.work()
    assert (states(store), worker.began) == (["done"], ["a.test"])


def test_many_workers_scan_every_site_once(store: Store, tmp_path: Path) -> None:
    hosts = [f"site{number}.test" for number in range(30)]
    due(store, *hosts)
    workers = [Worker(store, tmp_path) for _ in range(3)]
    threads = [threading.Thread(target=one.work, kwargs={"concurrency": 2}) for one in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states(store) == ["done"] * 30
    assert sorted(name for one in workers for name in one.began) == sorted(hosts)
