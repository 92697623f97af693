"""A scan's process: it ends with its worker, and nothing that it started outlives it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scanner.fleet import child, processes
from scanner.fleet.child import Child

DETACHED = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], start_new_session=True)"


def started(tmp_path: Path, body: str, **more: str) -> Child:
    """A stand-in for a scan, which starts something in a session of its own, as a browser is, and then runs `body`."""
    file = tmp_path / "scan.py"
    file.write_text(f"from scanner.fleet import leash\nleash.hold()\n{DETACHED}\n{body}\n", encoding="utf-8")
    return Child("https://a.test/", tmp_path, environment={**os.environ, **more}, program=(str(file),))


def eventually(there: Callable[[], object]) -> bool:
    until = time.monotonic() + 10
    while not there():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def test_what_a_scan_leaves_running_is_ended_with_it(tmp_path: Path) -> None:
    scan = started(tmp_path, "print('the last word', file=sys.stderr); sys.exit(3)")
    ended = scan.wait(10)
    assert (ended.status, ended.words, ended.killed) == (3, "the last word", "")
    assert processes.marked(scan.mark) == set()


def test_a_scan_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    scan = started(tmp_path, "import os; os.kill(os.getpid(), 9)")
    assert scan.wait(10).status == -signal.SIGKILL
    assert processes.marked(scan.mark) == set()


def test_a_scan_beyond_its_deadline_is_killed_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "END", 0.0)
    monkeypatch.setattr(child, "LOOK", 0.05)
    scan = started(tmp_path, "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)")
    assert eventually(lambda: len(processes.marked(scan.mark)) == 2)
    ended = scan.wait(0.1)
    assert ended.status == -signal.SIGKILL
    assert "did not end within" in ended.killed
    assert processes.marked(scan.mark) == set()


def test_whoever_waits_can_have_a_scan_killed_and_sees_its_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "LOOK", 0.05)
    scan = started(tmp_path, "import time; held = b'x' * 80_000_000; time.sleep(60)")
    ended = scan.wait(10, lambda: "too much" if scan.memory > 80_000_000 else None)
    assert ended.killed == "too much"
    assert processes.marked(scan.mark) == set()


def test_a_scan_that_says_much_is_not_stopped_by_it(tmp_path: Path) -> None:
    ended = started(tmp_path, "sys.stderr.write('x' * 5_000_000); print('\\nthe end', file=sys.stderr)").wait(10)
    assert (ended.status, ended.words) == (0, "the end")


def test_a_scan_ends_with_its_worker(tmp_path: Path) -> None:
    """The worker is killed in such a way that it can do nothing more."""
    (tmp_path / "scan.py").write_text(
        f"from scanner.fleet import leash\nleash.hold()\n{DETACHED}\nimport time; time.sleep(60)", encoding="utf-8"
    )
    worker = (
        "import os, pathlib, sys\nfrom scanner.fleet.child import Child\n"
        f"print(Child('https://a.test/', pathlib.Path('.'), program=({str(tmp_path / 'scan.py')!r},)).mark, flush=True)\n"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", worker], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        mark = process.stdout.readline().strip()
        assert eventually(lambda: len(processes.marked(mark)) == 2)
        process.kill()
    assert eventually(lambda: not processes.marked(mark))


def test_no_core_and_no_endless_file_is_written(tmp_path: Path) -> None:
    body = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE), resource.getrlimit(resource.RLIMIT_FSIZE), file=sys.stderr)"
    assert started(tmp_path, body).wait(10).words == "(0, 0) (2000000000, 2000000000)"


def test_a_process_is_told_from_a_later_one_of_the_same_number() -> None:
    ours = processes.identity(os.getpid())
    assert processes.lives(ours)
    assert not processes.lives(f"{os.getpid()}.1")
    assert not processes.lives("nonsense")
    with subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE) as process:
        name = processes.identity(process.pid)
    assert not processes.lives(name)
