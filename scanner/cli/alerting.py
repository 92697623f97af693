"""The commands on alerts: list them, send what waits, test the ways out."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scanner.cli.faults import Command, Program, say
from scanner.cli.stores import Database, Evidence, opened
from scanner.model.errors import PrivacydiffError, UsageError

if TYPE_CHECKING:
    from scanner.fleet.alerts.herald import Voice

app = typer.Typer(
    cls=Program,
    help="Tell people what changed: by mail, webhooks and chat services, as [[alerts]] in privacydiff.toml says.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Config = Annotated[
    Path | None, typer.Option("--config", help="Settings file. [default: privacydiff.toml here, if there]")
]
_NOT_SENT = 1


@app.command(name="list", cls=Command)
def list_(
    site: Annotated[str | None, typer.Option("--site", help="Of this site only.", metavar="SITE")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="Only those that some recipient did not get.")] = False,
    number: Annotated[int, typer.Option("--number", "-n", help="At most so many, the latest first.", min=1)] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")] = False,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """List what was worth telling, and whom it reached.

    Examples:

        privacydiff alerts list --site example.lv

        privacydiff alerts list --failed
    """
    from scanner.cli import terminal
    from scanner.fleet.alerts import listing

    with opened(database, evidence) as store:
        found = listing.latest(store, site=site, failed=failed, number=number)
    if as_json:
        typer.echo(terminal.to_json([listing.to_plain(one) for one in found]), nl=False)
        return
    for one in found:
        reached = "; ".join(f"{each.recipient}: {each.told}" for each in one.deliveries) or "for nobody"
        level = f" {one.notice.severity}:" if one.notice.severity else ""
        typer.echo(terminal.plain(f"{one.notice.at} {one.notice.site}:{level} {one.notice.title} ({reached})"))
    if not found:
        typer.echo("No alerts.")


@app.command(cls=Command)
def send(config: Config = None, database: Database = None, evidence: Evidence = None) -> None:
    """Look at the scans that have ended since and send what is due. Workers and `run` do this by themselves.

    Exit status 1 when a message was not taken; it is tried again later.

    Example:

        privacydiff alerts send
    """
    from scanner.fleet.alerts import noticing, outbox

    told = voice(config)
    with opened(database, evidence) as store:
        noticing.notice(store, told.settings)
        tried = outbox.send_due(store, told.settings, os.environ, language=told.language, locale=told.locale)
    for one in tried:
        say(one.why) if one.why else typer.echo(f"Sent to {one.recipient}: {one.events}")
    if not tried:
        typer.echo("Nothing to send.")
    raise typer.Exit(_NOT_SENT if any(one.why for one in tried) else 0)


@app.command(name="test", cls=Command)
def try_out(
    name: Annotated[
        str | None, typer.Argument(help="Name of one recipient. [default: all of them]", metavar="NAME")
    ] = None,
    config: Config = None,
) -> None:
    """Send a test message now, to one recipient or to all; needs no store.

    Exit status 1 when one was not taken.

    Example:

        privacydiff alerts test team
    """
    import datetime as dt
    import secrets

    from reports import alert
    from scanner.fleet.alerts import channels
    from scanner.model.notice import Notice

    told = voice(config)
    settings = told.settings
    if not settings.recipients:
        raise UsageError("There is nobody to tell: give [[alerts]] in privacydiff.toml.")
    if name is not None and name not in settings.by_name:
        raise UsageError(f"There is no recipient “{name}”; there are: {', '.join(settings.by_name)}.")
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    notice = Notice(id=0, site="", url="", client="", at=at, kind="test", fate="new", title="A test message")
    lost = False
    for one in settings.recipients:
        if name not in (None, one.name):
            continue
        try:
            message = alert.message((notice,), secrets.token_hex(16), one.language or told.language, told.locale)
            channels.send(one, message, settings, os.environ)
            typer.echo(f"{one.name}: taken")
        except PrivacydiffError as error:
            lost = True
            say(str(error))
    raise typer.Exit(_NOT_SENT if lost else 0)


def voice(config: Path | None = None) -> "Voice":
    """Whom to tell and how, as the settings file says. Raises UsageError."""
    from scanner.cli import configuration
    from scanner.fleet.alerts import recipients
    from scanner.fleet.alerts.herald import Voice

    chosen: Any = configuration.choose({}, config, os.environ)
    settings = recipients.read(chosen["alerts"], chosen["smtp"], chosen.origin("alerts"))
    return Voice(settings, os.environ, chosen["report_language"], chosen["locale"])
