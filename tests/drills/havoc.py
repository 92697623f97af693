"""What the drill breaks: workers, scans and browsers by kill -9, the database, the disk."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_PROC = Path("/proc")


def processes_of(folder: Path) -> dict[int, str]:
    """Every process that was started to work in this folder (by its TMPDIR), with its command."""
    found = {}
    for one in _PROC.iterdir():
        if not one.name.isdecimal() or int(one.name) == os.getpid():
            continue
        with suppress(OSError):
            if f"TMPDIR={folder}".encode() in (one / "environ").read_bytes():
                found[int(one.name)] = (one / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    return found


@dataclass
class Fleet:
    """Workers that are started again when they die, as a service manager would."""

    start: Callable[[], subprocess.Popen[bytes]]
    number: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    started: int = 0

    def keep(self) -> None:
        """Start what is missing."""
        self.running = [one for one in self.running if one.poll() is None]
        while len(self.running) < self.number:
            self.running.append(self.start())
            self.started += 1

    def kill_one(self) -> None:
        """Kill a worker in such a way that it can do nothing more."""
        chosen = random.choice(self.running)
        chosen.kill()
        chosen.wait()

    def kill_all(self) -> None:
        """Whatever happened, leave none behind."""
        for one in self.running:
            one.kill()
            one.wait()

    def end(self, seconds: float) -> list[int]:
        """Let all that live finish and end; their exit statuses."""
        self.running = [one for one in self.running if one.poll() is None]
        for one in self.running:
            one.send_signal(signal.SIGTERM)
        until = time.monotonic() + seconds
        return [one.wait(max(0.1, until - time.monotonic())) for one in self.running]


def kill_part(folder: Path, *, browser: bool) -> bool:
    """Kill a browser, or a scan's own process, at random; False where there is none."""
    chosen = []
    for process, command in processes_of(folder).items():
        is_browser = ("--headless" in command and "--type=" not in command) or command.startswith("/bin/sleep")
        is_scan = " scan --out " in command and not is_browser
        if is_browser if browser else is_scan:
            chosen.append(process)
    if not chosen:
        return False
    with suppress(ProcessLookupError):
        os.kill(random.choice(chosen), signal.SIGKILL)
    return True


@dataclass
class Disk:
    """Where evidence goes; `real` when it is a file system of its own that can be filled to the brim."""

    folder: Path
    real: bool

    @contextmanager
    def full(self) -> Iterator[None]:
        """Nothing more can be written as long as the context lasts."""
        if self.real:
            ballast = self.folder / "ballast"
            with ballast.open("wb", buffering=0) as file, suppress(OSError):
                while file.write(b"\0" * 65536):
                    pass
            yield
            ballast.unlink()
            return
        aside = self.folder.with_name("evidence-aside")
        self.folder.rename(aside)
        self.folder.write_bytes(b"")  # no folder can be made below a file
        yield
        self.folder.unlink()
        aside.rename(self.folder)


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """A small file system for evidence where one may be mounted, else a folder."""
    folder.mkdir(parents=True)
    mounted = False
    if os.geteuid() == 0:
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "privacydiff-drill", str(folder)]
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield Disk(folder, mounted)
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)
