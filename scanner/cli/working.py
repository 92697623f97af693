"""The commands that scan what is due: run, which ends, and worker, which stays."""

import sys
from typing import Annotated, Any

import typer

from scanner.cli.stores import Database, Evidence
from scanner.model.errors import UsageError

_MOST = 64
_MEGABYTE = 1_000_000
Concurrency = Annotated[int, typer.Option("--concurrency", help="Scans that run at the same time.")]
Memory = Annotated[int, typer.Option("--memory", help="Megabytes that a scan with its browsers may use.")]
ScanUser = Annotated[
    str | None,
    typer.Option("--scan-user", metavar="NAME", help="Run scans as this user. Needs a worker of the superuser."),
]
AllowPrivate = Annotated[
    bool,
    typer.Option("--allow-private", help="Let scans reach private addresses: for tests and drills on this machine."),
]
Log = Annotated[str, typer.Option("--log", metavar="KIND", help="How to log: console or json.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log more.")]


def run(
    concurrency: Concurrency = 1,
    memory: Memory = 4000,
    scan_user: ScanUser = None,
    allow_private: AllowPrivate = False,
    database: Database = None,
    evidence: Evidence = None,
    log: Log = "console",
    verbose: Verbose = False,
) -> None:
    """Scan what is due now, and end: for cron and systemd timers.

    Example:

        privacydiff run --concurrency 2
    """
    _work(**locals(), stay=False, metrics=None)


def worker(
    concurrency: Concurrency = 1,
    memory: Memory = 4000,
    metrics: Annotated[
        str | None,
        typer.Option("--metrics", metavar="PORT", help="Serve /metrics and /health at this port, or at ADDRESS:PORT."),
    ] = None,
    scan_user: ScanUser = None,
    allow_private: AllowPrivate = False,
    database: Database = None,
    evidence: Evidence = None,
    log: Log = "console",
    verbose: Verbose = False,
) -> None:
    """Stay and scan what falls due. SIGTERM: finish what runs, take nothing new; a second one: give it back at once.

    Examples:

        privacydiff worker --concurrency 2

        privacydiff worker --database postgresql://db.example/privacydiff --metrics 9100 --log json
    """
    _work(**locals(), stay=True)


def _work(
    *,
    concurrency: int,
    memory: int,
    scan_user: str | None,
    allow_private: bool,
    database: str | None,
    evidence: str | None,
    log: str,
    verbose: bool,
    **more: Any,
) -> None:
    from scanner.cli import alerting, hosting, stores
    from scanner.fleet.alerts.herald import heralding
    from scanner.fleet.queue import log as logging
    from scanner.fleet.queue import working

    if not 1 <= concurrency <= _MOST:
        raise UsageError(f"--concurrency {concurrency} is out of range: give a number from 1 to {_MOST}.")
    if memory < 100:
        raise UsageError(f"--memory {memory} is too little for a browser: give 1000 or more.")
    if log not in ("console", "json"):
        raise UsageError(f"--log {log} is not known: give console or json.")
    logging.set_up(as_json=log == "json", verbose=verbose)
    start, voice = hosting.starter(allow_private=allow_private, user=scan_user), alerting.voice()
    with stores.opened(database, evidence) as store, heralding(store, voice):
        failed = working.work(store, start, concurrency=concurrency, memory_bytes=memory * _MEGABYTE, **more)
    if failed and not more["stay"]:
        sys.exit(3)
