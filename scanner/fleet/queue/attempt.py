"""One attempt at one scan: a process of its own, heartbeats meanwhile, and the result in the store, or the reason why not."""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

import structlog

from scanner.fleet.child import Ended, Watch
from scanner.fleet.queue import ledger
from scanner.fleet.queue.care import folder_name, mark_of
from scanner.fleet.queue.ledger import Claimed
from scanner.fleet.queue.times import HEARTBEAT, MEMORY_BYTES, STORE_AGAIN, STORE_PAUSE, STORE_PAUSE_LONGEST
from scanner.fleet.store import Store
from scanner.fleet.store.opening import DatabaseError
from scanner.fleet.store.storing import store_scan
from scanner.model import codec
from scanner.model.errors import BrowserError, PrivacydiffError, UsageError
from scanner.model.result import Result

Outcome = Literal["done", "again", "failed", "given back", "lost"]
log = structlog.get_logger()
_DONE = (0, 1)
_INTERRUPTED = 130
_STOPPED, _NOT_OURS = "the worker stops", "the scan is no longer this worker's"
_RESULT = "result.json"


class Running(Protocol):
    """A scan under way, as child.py starts one."""

    @property
    def memory(self) -> int:
        """Bytes that it holds."""

    def wait(self, deadline_s: float, watch: Watch = ...) -> Ended:
        """Its end."""


Start = Callable[[Claimed, Path], tuple[Running, float]]
"""Starts a scan that leaves its result in a folder; returns it with its deadline in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What attempts need: the store, who works, how a scan is started, and when to let go."""

    store: Store
    worker: str
    start: Start
    stop_now: threading.Event = field(default_factory=threading.Event)
    memory_bytes: int = MEMORY_BYTES
    observe: Callable[[Outcome, float], None] = lambda _outcome, _seconds: None
    work: Path = field(default_factory=lambda: Path(tempfile.gettempdir()))


def attempt(claimed: Claimed, bench: Bench) -> Outcome:
    """Scan, and leave the scan's row as it then is: never `running` in this worker's name, unless the database is gone."""
    with structlog.contextvars.bound_contextvars(scan=claimed.scan, site=claimed.slug, attempt=claimed.attempt):
        log.info("scan begins", url=claimed.url)
        began = time.monotonic()
        try:
            outcome = _attempt(claimed, bench)
        except DatabaseError as error:
            log.error("the database is gone; another worker will take the scan", why=str(error))
            outcome = "lost"
        seconds = time.monotonic() - began
        log.info("scan ends", outcome=outcome, seconds=round(seconds, 1))
        bench.observe(outcome, seconds)
        return outcome


def _attempt(claimed: Claimed, bench: Bench) -> Outcome:
    folder = bench.work / folder_name(bench.worker.rpartition("/")[2], mark_of(claimed.token))
    folder.mkdir(mode=0o700)
    try:
        try:
            scan, deadline_s = bench.start(claimed, folder)
        except PrivacydiffError as error:
            return _failed(claimed, bench, str(error), final=isinstance(error, UsageError))
        except OSError as error:  # no memory or no room for another process
            return _failed(claimed, bench, f"the scan could not be started: {error.strerror}")
        ended = scan.wait(deadline_s, _watch(claimed, bench, scan))
        return _conclude(claimed, bench, ended, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _watch(claimed: Claimed, bench: Bench, scan: Running) -> Watch:
    last = [time.monotonic()]

    def look() -> str | None:
        if bench.stop_now.is_set():
            return _STOPPED
        if (held := scan.memory) > bench.memory_bytes:
            return f"the scan used more memory than it may ({held // 1_000_000} MB)"
        if time.monotonic() - last[0] >= HEARTBEAT:
            last[0] = time.monotonic()
            try:
                if not ledger.beat(bench.store, claimed):
                    return _NOT_OURS
            except DatabaseError as error:  # it may come back before the scan is through
                log.warning("no heartbeat", why=str(error))
        return None

    return look


def _conclude(claimed: Claimed, bench: Bench, ended: Ended, folder: Path) -> Outcome:
    if ended.killed == _NOT_OURS:
        return "lost"
    if ended.killed == _STOPPED or ended.status == _INTERRUPTED:
        ledger.give_back(bench.store, claimed, _STOPPED)
        return "given back"
    if ended.killed:
        return _failed(claimed, bench, ended.killed)
    file = folder / _RESULT
    if file.is_symlink() or not file.is_file():  # what it may lead to, a scan as another user could not read
        killed = f"the scan was ended by signal {-ended.status}" if ended.status < 0 else ""
        words = killed or ended.words or f"the scan left no result (exit status {ended.status})"
        return _failed(claimed, bench, words, final=ended.status == UsageError.exit_code)
    try:
        result = codec.from_json(file.read_bytes(), Result, source=_RESULT)
    except (PrivacydiffError, OSError) as error:
        return _failed(claimed, bench, f"the result cannot be read: {error}")
    if not result.reason and ended.status in _DONE:
        return _kept(claimed, bench, folder)
    why = result.reason or ended.words or _status(ended.status)
    if ledger.is_last_try(bench.store, claimed):  # what could be seen is kept with the failure
        return _kept(claimed, bench, folder, failed=why)
    return _failed(claimed, bench, why)


def _status(status: int) -> str:
    return "no usable browser" if status == BrowserError.exit_code else f"the scan ended with exit status {status}"


def _failed(claimed: Claimed, bench: Bench, reason: str, *, final: bool = False) -> Outcome:
    until = ledger.fail(bench.store, claimed, reason, final=final)
    log.warning("try failed", why=reason, again=until.isoformat() if until else None)
    return "again" if until else "failed"


def _kept(claimed: Claimed, bench: Bench, folder: Path, *, failed: str = "") -> Outcome:
    """Store the result; while the database is gone or the disk full, keep it and try again."""
    until, pause = time.monotonic() + STORE_AGAIN, STORE_PAUSE
    while True:
        try:
            state: Literal["done", "failed"] = "failed" if failed else "done"
            if store_scan(bench.store, claimed.scan, claimed.token, folder, state=state, reason=failed):
                return state
            log.warning("result dropped", why=_NOT_OURS)
            return "lost"
        except (DatabaseError, OSError) as error:
            if time.monotonic() > until or bench.stop_now.is_set():
                return _failed(claimed, bench, f"the result could not be stored: {error}")
            log.warning("result not stored yet", why=str(error))
        time.sleep(pause)
        pause = min(2 * pause, STORE_PAUSE_LONGEST)
        _beat_if_possible(claimed, bench)


def _beat_if_possible(claimed: Claimed, bench: Bench) -> None:
    try:
        ledger.beat(bench.store, claimed)
    except DatabaseError as error:
        log.warning("no heartbeat", why=str(error))
