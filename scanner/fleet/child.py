"""Runs one scan as a process of its own: what it breaks or fills is its own, and its memory goes with it."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_END = 120.0
"""Seconds after its own deadline in which a scan must have ended; then it is killed."""
_LONGEST_WORD = 2000


@dataclass(frozen=True, slots=True)
class Ended:
    """How a scan ended: its exit status (negative: killed by that signal), and its last words."""

    status: int
    words: str


class Child:
    """A scan that runs; `wait` for its end, `interrupt` it as Ctrl-C would."""

    def __init__(self, url: str, folder: Path, options: tuple[str, ...]) -> None:
        program = [sys.executable, "-m", "scanner.cli", "scan", "--out", str(folder), "--quiet", *options, "--", url]
        self._process = subprocess.Popen(
            program,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C at the terminal reaches it once, through us
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )

    def wait(self, deadline_s: float) -> Ended:
        """Its end; killed with everything it started when it is far beyond its deadline."""
        try:
            _, words = self._process.communicate(timeout=deadline_s + _END)
        except subprocess.TimeoutExpired:
            self._kill()
            _, words = self._process.communicate()
        told = words.decode("utf-8", "replace").strip().splitlines()
        return Ended(self._process.returncode, told[-1][:_LONGEST_WORD] if told else "")

    def interrupt(self) -> None:
        """Ask it to end and keep what it has."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)

    def _kill(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # it ended meanwhile
