"""The command that lays two scans side by side: compare."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli import configuration, earlier
from scanner.cli.options import option
from scanner.cli.outcome import Quiet, Verbose
from scanner.cli.stores import Database, Evidence, opened
from scanner.cli.terminal import to_json
from scanner.model.findings import SEVERITIES

if TYPE_CHECKING:
    from scanner.model.comparison import FindingChange
    from scanner.model.result import Result


def compare(
    before: Annotated[
        str, typer.Argument(help="The earlier scan: folder, result.json, or number in the store.", metavar="BEFORE")
    ],
    after: Annotated[str, typer.Argument(help="The later scan, likewise.", metavar="AFTER")],
    fail_on: Annotated[str | None, option("fail_on")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON, and nothing else.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Tell what changed from one scan of a site to the next: findings, services, cookies, policies, consent dialog.

    What came or went because catalogue, rules or reader changed, and not the site, is marked “rule changed”.

    Examples:

        privacydiff compare privacydiff-example.lv-20261101-100000 privacydiff-example.lv-20261124-100000

        privacydiff compare before/result.json after/result.json --json

        privacydiff compare 1017 1042

    Exit status: 0 compared, 1 with --fail-on when a finding of that level or above is new or grew to it (more than
    possible, not accepted, not by a changed rule), 2 wrong usage.
    """
    from scanner.cli import target as targets
    from scanner.comparison import compare as side_by_side
    from scanner.model import codec

    level = targets.one_of(configuration.Chosen({"fail_on": fail_on}, {}), "fail_on")
    found = side_by_side(*(_read(one, database, evidence) for one in (before, after)))
    if as_json:
        typer.echo(to_json(codec.to_plain(found)), nl=False)
    elif not quiet:
        from rich.console import Console

        from scanner.cli import changes

        changes.show(Console(highlight=False), found, every=verbose)
    raise typer.Exit(int(level is not None and any(_counts(one, level) for one in found.findings)))


def _read(source: str, database: str | None, evidence: str | None) -> "Result":
    """The result in a folder or file of that name, else that of the scan with that number in the store."""
    path = Path(source)
    if not path.exists() and source.isascii() and source.isdigit():
        from scanner.fleet.store import scans

        with opened(database, evidence) as store, store.read() as session:
            return scans.result(scans.find(session, source), store.files)
    return earlier.read(path)


def _counts(one: "FindingChange", level: str) -> bool:
    levels: tuple[str, ...] = SEVERITIES
    heavy = levels[: levels.index(level) + 1]
    grown = one.fate == "new" or (one.fate == "changed" and one.severity_before not in heavy)
    sure = one.confidence_after != "possible" and not one.accepted and not one.rule_changed
    return grown and sure and one.severity_after in heavy
