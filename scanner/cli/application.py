"""The program: its commands, and its entry point. Heavy imports happen inside the commands, so that --help is quick."""

import gc
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from scanner import __version__
from scanner.cli import (
    accepting,
    alerting,
    batching,
    comparing,
    databases,
    figures,
    help_page,
    history,
    knowledge,
    queueing,
    reading,
    retention,
    scanning,
    sites,
    updating,
    working,
)
from scanner.cli.faults import Command, Program

app = typer.Typer(
    name="privacydiff",
    cls=Program,
    help="Tells whether a website does what its privacy policy says.",
    epilog="Begin with `privacydiff demo`, then `privacydiff scan https://example.lv`.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": help_page.WIDTH},
)
for function in (
    scanning.scan,
    batching.batch,
    reading.check,
    reading.report,
    reading.verify,
    comparing.compare,
    reading.policy,
    scanning.demo,
    knowledge.doctor,
    knowledge.checks,
    knowledge.services,
    updating.update,
    working.run,
    working.worker,
    queueing.schedule,
    queueing.status,
    history.store,
    history.history,
    history.show,
    figures.trend,
    figures.export,
    retention.prune,
    retention.forget,
):
    app.command(cls=Command)(function)
app.add_typer(queueing.queue, name="queue")
app.add_typer(sites.app, name="sites")
app.add_typer(accepting.app, name="accepted")
app.add_typer(databases.app, name="database")
app.add_typer(alerting.app, name="alerts")


_COLLECTION = (50_000, 20, 20)
"""How seldom what refers to itself is looked for: a start makes much that stays, and Python's 700 cost a tenth of it."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"privacydiff {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of the program itself."""


def main() -> None:
    """Entry point of the `privacydiff` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without UTF-8 shows "?" in place of a letter
    gc.set_threshold(*_COLLECTION)
    try:
        app()
    finally:
        gc.freeze()  # what is left goes with the process: not looked through once more at the end
