"""Ties a scan to the worker that started it: when the worker is gone, however it went, the scan ends with all it started."""

import os
import resource
import signal
import threading

from scanner.fleet import processes

LARGEST_FILE = 2_000_000_000
"""Bytes; what a hostile site could otherwise make a browser fill a disk with, file by file."""


def hold() -> None:
    """Bind this process to the other end of its standard input, and limit what it and its browsers may write."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    threading.Thread(target=_end_with_worker, daemon=True, name="leash").start()


def _end_with_worker() -> None:
    while os.read(0, 4096):
        pass  # nothing is ever said; the end of the stream is the worker's
    if mark := os.environ.get(processes.MARK):
        processes.end(mark)
    os.killpg(0, signal.SIGKILL)
