"""Runs one scan as a process of its own: what it breaks or fills is its own, and its memory goes with it."""

import os
import pwd
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from scanner.fleet import processes

END = 120.0
"""Seconds after its own deadline in which a scan must have ended; then it is killed."""
LOOK = 1.0
"""Seconds between two looks at what a running scan uses and whether it is still wanted."""
_LONGEST_WORD = 2000

Watch = Callable[[], str | None]
"""Asked at every look: a reason to kill the scan, or None."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a scan ended: its exit status (negative: killed by that signal), its last words, and why we killed it if we did."""

    status: int
    words: str
    killed: str = ""


class Child:
    """A scan that runs; `wait` for its end, `interrupt` it as Ctrl-C would.

    `environment` replaces ours; `user` is who it runs as, where we may choose. Whatever it leaves running is ended with it.
    """

    def __init__(
        self,
        url: str,
        folder: Path,
        options: tuple[str, ...] = (),
        *,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
        mark: str | None = None,
        program: tuple[str, ...] = ("-m", "scanner.cli.leashed"),
    ) -> None:
        self.mark = mark or uuid.uuid4().hex
        given = os.environ if environment is None else environment
        who = pwd.getpwnam(user) if user else None
        self._open = ExitStack()  # a file, for a pipe that nobody reads would stop a scan that says much
        self._told = self._open.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, *program, "scan", "--out", str(folder), "--quiet", *options, "--", url],
            stdin=subprocess.PIPE,  # the leash: it ends when we do
            stdout=subprocess.DEVNULL,
            stderr=self._told,
            start_new_session=True,  # Ctrl-C at the terminal reaches it once, through us
            env={**given, "PYTHONUNBUFFERED": "1", processes.MARK: self.mark},
            user=who.pw_uid if who else None,
            group=who.pw_gid if who else None,
            extra_groups=[] if who else None,
            cwd=folder if who else None,  # ours may be closed to that user
        )

    def wait(self, deadline_s: float, watch: Watch = lambda: None) -> Ended:
        """Its end; killed with everything it started when it is far beyond its deadline, or `watch` says so."""
        until = time.monotonic() + deadline_s + END
        killed = ""
        while self._runs():
            late = f"the scan did not end within {deadline_s + END:.0f} s" if time.monotonic() > until else None
            if why := watch() or late:
                killed = why
                break
        self._end()
        with self._open, self._process:
            return Ended(self._process.wait(), self._last_words(), killed)

    def interrupt(self) -> None:
        """Ask it to end and keep what it has."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)

    @property
    def memory(self) -> int:
        """Bytes that it and its browsers hold."""
        return processes.memory(self.mark)

    def _runs(self) -> bool:
        try:
            self._process.wait(LOOK)
        except subprocess.TimeoutExpired:
            return True
        return False

    def _end(self) -> None:
        """Kill whatever is left of it."""
        with suppress(ProcessLookupError):
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
        processes.end(self.mark)

    def _last_words(self) -> str:
        self._told.seek(max(0, self._told.seek(0, os.SEEK_END) - _LONGEST_WORD))
        lines = self._told.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""
