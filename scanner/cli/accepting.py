"""The commands on findings accepted in the store: accepted add, list, remove."""

from typing import Annotated

import typer

from scanner.cli.faults import Command, Program
from scanner.cli.stores import Database, Evidence, opened
from scanner.cli.terminal import plain
from scanner.model.errors import UsageError

app = typer.Typer(
    cls=Program,
    help="Findings that an owner has decided to live with, kept in the store.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
OfSite = Annotated[str | None, typer.Option("--site", help="At this site.", metavar="SITE")]
OfClient = Annotated[str | None, typer.Option("--client", help="At all sites of this client.", metavar="NAME")]


@app.command(cls=Command)
def add(
    check: Annotated[str, typer.Argument(help="The check that found it.", metavar="CHECK")],
    reason: Annotated[str, typer.Option("--reason", help="Why.", metavar="TEXT")],
    subject: Annotated[
        str | None, typer.Option("--subject", help="Of what; * stands for any characters.", metavar="TEXT")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", help="The last day it holds.", metavar="DAY")] = None,
    site: OfSite = None,
    client: OfClient = None,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Accept a finding from the next scan on; it stays in the reports, marked so, and counts for nothing.

    Example:

        privacydiff accepted add long-lived-cookie --subject "_ga*" --site example.lv --reason "Ticket 41" --until 2027-03-31
    """
    if not (site or client) or (site and client):
        raise UsageError("Say where: give one of --site and --client.")
    from scanner.fleet.store import accepting, sites

    with opened(database, evidence) as store, store.write() as session:
        whose = sites.find(session, site) if site else client
        row = accepting.add(session, whose or "", check, reason, subject=subject, until=until)
        typer.echo(str(row.id))


@app.command("list", cls=Command)
def list_(database: Database = None, evidence: Evidence = None) -> None:
    """List what was accepted, with the numbers that `remove` takes.

    Example:

        privacydiff accepted list
    """
    from scanner.fleet.store import accepting

    with opened(database, evidence) as store, store.read() as session:
        found = list(accepting.listed(session))
        for one, slug in found:
            until = f" until {one.until}" if one.until else ""
            whose = slug or one.client
            typer.echo(plain(f"{one.id}  {whose}  {one.check} · {one.subject or 'the site'}{until}  {one.reason}"))
        if not found:
            typer.echo("Nothing is accepted.")


@app.command(cls=Command)
def remove(
    number: Annotated[int, typer.Argument(help="As `accepted list` shows it.", metavar="NUMBER")],
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Let a finding count again, from the next scan on.

    Example:

        privacydiff accepted remove 3
    """
    from scanner.fleet.store import accepting

    with opened(database, evidence) as store, store.write() as session:
        accepting.remove(session, number)
