"""The commands on the tables of the store: database status, upgrade, downgrade."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scanner.cli.faults import Command, Program
from scanner.cli.stores import Database, meant
from scanner.model.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Engine

app = typer.Typer(
    cls=Program,
    help="Look at the tables of the store, or change their version.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Yes = Annotated[bool, typer.Option("--yes", help="Do it: what only the newer version has a place for is lost.")]


@app.command(cls=Command)
def status(database: Database = None) -> None:
    """Tell where the store lies and which version its tables have (exit status 1 when it is not this program's).

    Example:

        privacydiff database status
    """
    with _connected(database) as (engine, schema):
        from scanner.fleet.store.address import shown

        found = schema.look(engine)
        typer.echo(f"{shown(engine.url)}: tables {found.found or 'none'}, this program knows {found.known}")
        if found.pending:
            typer.echo(f"To come: {', '.join(found.pending)}; `privacydiff database upgrade` does it.")
        raise typer.Exit(int(found.fit != "fits"))


@app.command(cls=Command)
def upgrade(database: Database = None) -> None:
    """Make the tables, or bring those of an older version up to this one; all of it or nothing.

    Example:

        privacydiff database upgrade
    """
    with _connected(database) as (engine, schema):
        before = schema.look(engine)
        schema.upgrade(engine)
        made = _queue_made(engine)
        if before.fit != "fits":
            typer.echo(f"Tables {before.found or 'none'} → {schema.look(engine).found}")
        elif not made:
            typer.echo("Nothing to do.")
        if made:
            typer.echo("Made the tables of the queue.")


def _queue_made(engine: "Engine") -> bool:
    """Whether Procrastinate's tables had to be made; made here, by the owner, workers need no right to make any."""
    from scanner.fleet.store.address import is_sqlite

    if is_sqlite(engine.url):
        return False
    from scanner.fleet.queue import jobs

    return jobs.prepare(engine)


@app.command(cls=Command)
def downgrade(
    to: Annotated[str, typer.Argument(help="A version, or base: no tables at all.", metavar="VERSION")],
    database: Database = None,
    yes: Yes = False,
) -> None:
    """Take the tables back to an older version, for an older privacydiff.

    Example:

        privacydiff database downgrade 0001 --yes
    """
    if not yes:
        raise UsageError("What only the newer tables have a place for would be lost: say --yes if that is meant.")
    with _connected(database) as (engine, schema):
        before = schema.look(engine)
        schema.downgrade(engine, to)
        typer.echo(f"Tables {before.found or 'none'} → {schema.look(engine).found or 'none'}")


@contextmanager
def _connected(database: str | None) -> Iterator[tuple["Engine", Any]]:
    from scanner.fleet.store import create_empty, schema
    from scanner.fleet.store.opening import told

    engine = create_empty(meant(database))
    try:
        with told(engine.url):
            yield engine, schema
    finally:
        engine.dispose()
