"""Which scans may begin, and in which order: priorities, pauses, quiet hours, politeness; on SQLite and PostgreSQL."""

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from queueing import Worker, due, eventually, found, rows, states

from scanner.fleet.child import Ended, Watch
from scanner.fleet.queue import ledger, planning, politeness, steering, working
from scanner.fleet.queue.ledger import Claimed
from scanner.fleet.queue.politeness import Addresses
from scanner.fleet.store import Store
from scanner.fleet.store.tables import Site

pytestmark = pytest.mark.usefixtures("quick_queue")


def test_one_scan_of_a_domain_runs_at_a_time(store: Store, tmp_path: Path) -> None:
    due(store, "a.shop.test", "b.shop.test", "other.test")
    together, most, lock = set[str](), list[set[str]](), threading.Lock()

    def body(claimed: Claimed, place: Path, watch: Watch) -> Ended:
        with lock:
            together.add(claimed.slug)
            most.append(set(together))
        time.sleep(0.3)
        with lock:
            together.discard(claimed.slug)
        return found(claimed, place, watch)

    Worker(store, tmp_path, body).work(concurrency=3)
    assert states(store) == ["done"] * 3
    assert max(map(len, most)) == 2
    assert not any({"a.shop.test", "b.shop.test"} <= one for one in most)


def test_few_scans_run_behind_one_address(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    due(store, "a.test", "b.test", "c.test", "d.test")
    planning.enqueue_due(store, working.announcer(store))
    monkeypatch.setattr(
        "scanner.fleet.queue.politeness._resolve",
        lambda host: frozenset(("192.0.2.2",) if host == "d.test" else ("192.0.2.1", "192.0.2.9")),
    )
    addresses = Addresses()
    taken = [ledger.claim_next(store, "here/1.1", addresses) for _ in range(4)]
    assert [one.slug for one in taken if one] == ["a.test", "b.test", "d.test"]


def test_what_is_asked_for_by_hand_goes_first(store: Store, tmp_path: Path) -> None:
    due(store, "a.test", "b.test", "c.test")
    announce = working.announcer(store)
    planning.enqueue_due(store, announce)
    with store.write() as session:
        session.add(Site(slug="new.test", url="https://new.test/", domain="new.test", created_at=datetime.now(UTC)))
    assert len(steering.add(store, announce, ["new.test"], priority=5)[0]) == 1
    worker = Worker(store, tmp_path)
    worker.work()
    assert worker.began[0] == "new.test"
    assert len(worker.began) == 4


def test_quiet_hours_hold_back_what_waits(store: Store, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    quiet = f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(hours=2):%H:%M}"
    due(store, "a.test", schedule=f"weekly not {quiet}")
    worker = Worker(store, tmp_path)
    worker.work()
    (row,) = rows(store)
    assert (row.state, worker.began) == ("waiting", [])
    assert row.not_before is not None
    assert row.not_before > now + timedelta(hours=1)


def test_pausing_holds_back_one_site_or_all(store: Store, tmp_path: Path) -> None:
    due(store, "a.test", "b.test")
    worker = Worker(store, tmp_path)
    planning.enqueue_due(store, working.announcer(store))
    steering.pause(store, ["a.test"], paused=True)
    worker.work()
    assert worker.began == ["b.test"]
    steering.pause(store, [], paused=True)
    steering.pause(store, ["a.test"], paused=False)
    worker.work()
    assert worker.began == ["b.test"]
    steering.pause(store, [], paused=False)
    assert eventually(lambda: worker.work() or worker.began == ["b.test", "a.test"], 15)


def test_a_resumed_site_begins_soon_though_its_job_was_put_off_for_long(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "PAUSED", 600.0)
    monkeypatch.setattr("scanner.fleet.queue.care.CARE", 0.3)
    due(store, "a.test")
    planning.enqueue_due(store, working.announcer(store))
    steering.pause(store, ["a.test"], paused=True)
    worker = Worker(store, tmp_path)
    worker.work()
    thread = threading.Thread(target=worker.work, kwargs={"stay": True})
    thread.start()
    steering.pause(store, ["a.test"], paused=False)
    began = eventually(lambda: states(store) == ["done"])
    worker.halt.drain.set()
    thread.join()
    assert began


def test_while_the_queue_is_paused_no_scan_is_looked_at_and_what_runs_goes_on(store: Store, tmp_path: Path) -> None:
    due(store, "a.test", "b.test", "c.test")
    planning.enqueue_due(store, working.announcer(store))

    def body(claimed: Claimed, place: Path, watch: Watch) -> Ended:
        if claimed.slug == "a.test":
            steering.pause(store, [], paused=True)
            time.sleep(0.5)
        return found(claimed, place, watch)

    worker = Worker(store, tmp_path, body)
    looked = list[int]()
    real = ledger.claim

    def claim(store: Store, scan: int, name: str, addresses: Addresses) -> object:
        looked.append(scan)
        return real(store, scan, name, addresses)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "claim", claim)
        thread = threading.Thread(target=worker.work, kwargs={"stay": True})
        thread.start()
        assert eventually(lambda: states(store) == ["done", "waiting", "waiting"])
        time.sleep(0.3)
        seen = len(looked)
        time.sleep(1.0)
        assert len(looked) == seen
        steering.pause(store, [], paused=False)
        assert eventually(lambda: states(store) == ["done"] * 3)
        worker.halt.drain.set()
        thread.join()
    assert all(row.attempts == 1 and row.lost == 0 for row in rows(store))


def test_sites_of_one_domain_or_address_do_not_hold_up_all_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_DOMAINS", 60)
    monkeypatch.setattr(
        politeness, "_resolve", lambda host: frozenset(("192.0.2.2" if host == "other.test" else "192.0.2.1",))
    )
    due(store, *(f"www{number}.shop.test" for number in range(60)), *(f"site{number}.test" for number in range(55)))
    due(store, "other.test", ago=timedelta(seconds=30))
    planning.enqueue_due(store, working.announcer(store))
    addresses = Addresses()
    taken = [ledger.claim_next(store, "here/1.1", addresses) for _ in range(4)]
    assert [one.slug for one in taken if one] == ["www0.shop.test", "site0.test", "other.test"]


def test_a_name_server_that_is_silent_holds_nobody_up_for_long(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = threading.Event()

    def resolve(_host: str) -> None:
        silent.wait(60)

    monkeypatch.setattr(politeness, "_resolve", resolve)
    monkeypatch.setattr(politeness, "NAME_LOOKUP", 1.0)
    monkeypatch.setattr(politeness, "SLOW_LOOKUP", 0.01)

    def body(claimed: Claimed, place: Path, watch: Watch) -> Ended:
        time.sleep(0.1)  # so that several run, and names must be known
        return found(claimed, place, watch)

    due(store, *(f"site{number}.test" for number in range(40)))
    worker = Worker(store, tmp_path, body)
    began = time.monotonic()
    worker.work(concurrency=3)
    seconds = time.monotonic() - began
    silent.set()
    assert states(store) == ["done"] * 40
    assert seconds < 20, "every scan waited for the name server"  # 40 s and more, were it so


def test_a_name_is_asked_for_once_and_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[str]()

    def resolve(host: str) -> frozenset[str] | None:
        asked.append(host)
        return None if host == "unsure.test" else frozenset(("192.0.2.1",))

    monkeypatch.setattr(politeness, "_resolve", resolve)
    monkeypatch.setattr(politeness, "NAMES_SLOW", 0.0)
    addresses = Addresses()
    running = ["https://b.test/", "https://c.test/x"]
    assert addresses.crowded("https://a.test/", running)
    assert addresses.crowded("https://192.0.2.1/", running)
    assert not addresses.crowded("https://192.0.2.7/", running)
    assert not addresses.crowded("https://a.test/", running[:1])
    assert sorted(asked) == ["a.test", "b.test", "c.test"]
    assert not addresses.crowded("https://unsure.test/", running)
    assert not addresses.crowded("https://unsure.test/", running)
    assert asked.count("unsure.test") == 2
