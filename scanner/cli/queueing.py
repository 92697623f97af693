"""The commands on the queue: what waits, runs and failed; add, cancel, retry, pause, resume; and status for monitoring."""

from datetime import datetime
from typing import Annotated, Any

import typer

from scanner.cli import stores, terminal
from scanner.cli.faults import Command, told
from scanner.cli.stores import Database
from scanner.model.errors import PrivacydiffError, UsageError

queue = typer.Typer(help="What waits, runs and failed; add, cancel, retry, pause, resume.")
_SHOWN = 50
_PRIORITIES = 1000
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON on standard output, and nothing else.")]
Scans = Annotated[list[int], typer.Argument(metavar="SCAN...", help="Numbers of scans, as the queue shows them.")]
Sites = Annotated[list[str] | None, typer.Argument(metavar="[SITE]...", help="Names or addresses of sites.")]


@queue.callback(invoke_without_command=True)
def show(
    context: typer.Context,
    state: Annotated[
        list[str] | None,
        typer.Option("--state", metavar="STATE", help="Show these: running, waiting, failed, cancelled, done."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="Scans of one state that are shown at most.")] = _SHOWN,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Show what runs, waits and failed.

    Examples:

        privacydiff queue

        privacydiff queue --state failed --json

        privacydiff queue retry 17
    """
    if context.invoked_subcommand is not None:
        return
    with told(verbose=False):
        from scanner.fleet.queue import steering
        from scanner.model.codec import to_plain

        wanted = state or ["running", "waiting", "failed"]
        for name in wanted:
            if name not in steering.STATES:
                raise UsageError(f"--state {name} is not known: there are {', '.join(steering.STATES)}.")
        if limit < 1:
            raise UsageError(f"--limit {limit} is out of range: give 1 or more.")
        with stores.opened(database) as store:
            found = steering.entries(store, wanted, limit=limit)
        if as_json:
            typer.echo(terminal.to_json([to_plain(one) for one in found]), nl=False)
            return
        for one in found:
            typer.echo(terminal.plain(_line(one)))
        if not found:
            typer.echo(f"Nothing {' or '.join(wanted)}.")


def _line(one: Any) -> str:
    when = {"waiting": one.not_before or one.due_at, "running": one.started_at}.get(
        one.state, one.finished_at or one.due_at
    )
    tries = f", attempt {one.attempts}" if one.attempts else ""
    why = f": {one.reason}" if one.reason else ""
    return f"{one.scan:>7}  {one.state:<9}  {_moment(when)}  {one.site}{tries}{why}"


def _moment(when: datetime | None) -> str:
    return f"{when.astimezone():%Y-%m-%d %H:%M:%S}" if when else " " * 19


@queue.command(cls=Command)
def add(
    sites: Annotated[list[str], typer.Argument(metavar="SITE...", help="Names or addresses of sites.")],
    priority: Annotated[int, typer.Option("--priority", help="Higher goes first; scans by schedule have 0.")] = 10,
    database: Database = None,
) -> None:
    """Put a scan of each of these sites in the queue, now.

    Example:

        privacydiff queue add example.lv
    """
    if abs(priority) > _PRIORITIES:
        raise UsageError(f"--priority {priority} is out of range: give a number from -{_PRIORITIES} to {_PRIORITIES}.")
    from scanner.fleet.queue import steering, working

    with stores.opened(database) as store:
        scans, there = steering.add(store, working.announcer(store), sites, priority=priority)
    for scan in scans:
        typer.echo(f"Scan {scan} waits.")
    for slug in there:
        typer.echo(f"{slug} has a scan in the queue already.")


@queue.command(cls=Command)
def cancel(scans: Scans, database: Database = None) -> None:
    """End scans that wait or run; the worker stops a running one within seconds.

    Example:

        privacydiff queue cancel 17 18
    """
    from scanner.fleet.queue import steering

    with stores.opened(database) as store:
        steering.cancel(store, scans)
    typer.echo(f"{terminal.count(len(scans), 'scan')} cancelled.")


@queue.command(cls=Command)
def retry(
    scans: Annotated[list[int] | None, typer.Argument(metavar="[SCAN]...", help="Numbers of scans.")] = None,
    all_failed: Annotated[bool, typer.Option("--all-failed", help="Every scan that failed and kept nothing.")] = False,
    database: Database = None,
) -> None:
    """Let scans that failed or were cancelled wait again, with all their tries.

    Examples:

        privacydiff queue retry 17

        privacydiff queue retry --all-failed
    """
    if bool(scans) == all_failed:
        raise UsageError("Say which scans: their numbers, or --all-failed.")
    from scanner.fleet.queue import steering, working

    with stores.opened(database) as store:
        chosen = scans or steering.failed(store)
        steering.retry(store, working.announcer(store), chosen)
    typer.echo(f"{terminal.count(len(chosen), 'scan')} to be tried again.")


@queue.command(cls=Command)
def pause(sites: Sites = None, database: Database = None) -> None:
    """Let no scan of these sites begin, or of any when none is named. What runs goes on.

    Examples:

        privacydiff queue pause

        privacydiff queue pause example.lv
    """
    _pause(sites, database, paused=True)


@queue.command(cls=Command)
def resume(sites: Sites = None, database: Database = None) -> None:
    """Let scans begin again that were paused.

    Example:

        privacydiff queue resume
    """
    _pause(sites, database, paused=False)


def _pause(sites: list[str] | None, database: str | None, *, paused: bool) -> None:
    from scanner.fleet.queue import steering

    with stores.opened(database) as store:
        steering.pause(store, sites or [], paused=paused)
    what = terminal.count(len(sites), "site") if sites else "The queue"
    typer.echo(f"{what} {'paused' if paused else 'resumed'}.")


def schedule(
    text: Annotated[
        str | None,
        typer.Argument(help="weekly, daily at 03:00 in Europe/Riga, every 6 hours, cron, never.", metavar="[SCHEDULE]"),
    ] = None,
    client: Annotated[
        str | None, typer.Option("--client", help="For the sites of this client.", metavar="NAME")
    ] = None,
    tag: Annotated[str | None, typer.Option("--tag", help="For the sites with this tag.", metavar="WORD")] = None,
    database: Database = None,
) -> None:
    """Set when sites are due that have no schedule of their own: of a client, with a tag, or all. Without one, show them.

    A site's own schedule goes first, then that of its tag, of its client, and the one for all.

    Examples:

        privacydiff schedule "weekly not mon-fri 08:00-18:00 in Europe/Riga"

        privacydiff schedule "every 6 hours" --tag shop
    """
    from scanner.fleet.queue import planning, steering

    if client and tag:
        raise UsageError("Give one of --client and --tag.")
    with stores.opened(database) as store:
        if text is None:
            for one in steering.schedules(store):
                paused = "  paused" if one.paused else ""
                typer.echo(
                    terminal.plain(f"{one.scope} {one.name}".strip() + f": {one.schedule or 'no schedule'}{paused}")
                )
            return
        number = steering.schedule(store, text.strip(), client=client, tag=tag)
        planning.reckon(store)
    typer.echo(f"Holds for those of {terminal.count(number, 'site')} that have none of their own.")


def status(
    late: Annotated[
        int | None,
        typer.Option(
            "--late", metavar="SECONDS", help="From when on a scan that has not begun is too late. [default: 21600]"
        ),
    ] = None,
    database: Database = None,
    as_json: Json = False,
) -> None:
    """Tell whether the queue is well; exit status 1 when it is not, for monitoring.

    Example:

        privacydiff status --json
    """
    from scanner.fleet.queue import health
    from scanner.model.codec import to_plain

    with stores.opened(database) as store:
        seen = health.look(store, late=health.LATE if late is None else late)
    if as_json:
        typer.echo(terminal.to_json(to_plain(seen)), nl=False)
        raise typer.Exit(int(not seen.ok))
    held = f", {terminal.count(len(seen.workers), 'worker')}" if seen.workers else ""
    pause_ = ", paused" if seen.paused else ""
    typer.echo(
        f"{terminal.count(seen.sites, 'site')} · {seen.waiting} waiting, {seen.running} running{held}{pause_} · "
        f"last 24 hours: {seen.done_last_day} done, {seen.failed_last_day} failed"
    )
    if not seen.ok:
        raise PrivacydiffError("; ".join(seen.why)[:1].upper() + "; ".join(seen.why)[1:])
