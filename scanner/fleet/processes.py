"""Finds and ends everything that one scan has started, wherever it went; without /proc, its process group only.

A browser is started in a session of its own, so that its scan's process group does not hold it. What belongs to a scan is
told by a mark in its environment, which children inherit, and by who started whom.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MARK = "PRIVACYDIFF_SCAN"
END = 5.0
"""Seconds in which killed processes must have gone."""
_PROC = Path("/proc")
_LOOK = 0.02


def marked(mark: str) -> set[int]:
    """The processes of the scan with this mark, and all that they have started, this process left out."""
    wanted, found, parents = f"{MARK}={mark}".encode(), set[int](), dict[int, int]()
    for process in _all():
        with suppress(OSError, ValueError, IndexError):  # it has ended meanwhile, or is another user's
            state, parent = _stat(process)[:2]
            if state != "Z":
                parents[process] = int(parent)
                if wanted in (_PROC / str(process) / "environ").read_bytes().split(b"\0"):
                    found.add(process)
    while more := {process for process, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}


def end(mark: str) -> bool:
    """Kill everything of the scan with this mark; False where something would not go."""
    until = time.monotonic() + END
    while left := marked(mark):
        for process in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(process, signal.SIGKILL)
        if time.monotonic() > until:
            return False
        time.sleep(_LOOK)
    return True


def memory(mark: str) -> int:
    """Bytes of memory that the processes of a scan hold for themselves; 0 where that cannot be told."""
    total = 0
    for process in marked(mark):
        with suppress(OSError):
            for line in (_PROC / str(process) / "status").read_text().splitlines():
                if line.startswith(("RssAnon:", "RssShmem:")):
                    total += int(line.split()[1]) * 1024
    return total


def identity(process: int) -> str:
    """A name for a process that no later one with the same number has: its number and when it started."""
    try:
        return f"{process}.{_stat(process)[19]}"
    except (OSError, IndexError):
        return f"{process}.0"


def lives(name: str) -> bool:
    """Whether the process called so by `identity` is there."""
    number, _, started = name.partition(".")
    if not number.isdecimal():
        return False
    if started != "0":
        with suppress(OSError, IndexError):
            return identity(int(number)) == name and _stat(int(number))[0] != "Z"
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _all() -> Iterator[int]:
    with suppress(OSError):
        yield from (int(one.name) for one in _PROC.iterdir() if one.name.isdecimal())


def _stat(process: int) -> list[str]:
    """State, parent and so on, as after the name in /proc/PID/stat."""
    return (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
