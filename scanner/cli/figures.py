"""The commands that give figures out of the store: trend and export."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.options import option
from scanner.cli.stores import Client, Database, Evidence, Tag, opened
from scanner.cli.terminal import count, plain, to_json
from scanner.model.errors import UsageError

if TYPE_CHECKING:
    from scanner.fleet.store.exporting import Period

_STEPS = ("scan", "week", "month")
_FORMATS = ("csv", "parquet")
From = Annotated[str | None, typer.Option("--from", help="The first day, such as 2026-11-01.", metavar="DAY")]
To = Annotated[str | None, typer.Option("--to", help="The last day.", metavar="DAY")]


def trend(
    site: Annotated[
        str | None,
        typer.Argument(help="A site; without one, all of --client or --tag, or all there are.", metavar="[SITE]"),
    ] = None,
    client: Client = None,
    tag: Tag = None,
    by: Annotated[
        str | None,
        typer.Option("--by", help="scan, week or month. [default: scan for a site, else month]", metavar="STEP"),
    ] = None,
    first: From = None,
    last: To = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="Write the picture (SVG) to this file.", metavar="FILE")
    ] = None,
    report_language: Annotated[str | None, option("report_language")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")] = False,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Show how many causes were found over time, by severity: of a site scan by scan, of many by week or month.

    In a week or month each site counts with its latest scan until then. A star marks where our rules or catalogue changed.

    Examples:

        privacydiff trend example.lv --picture example.svg

        privacydiff trend --client "Example Ltd" --by week --from 2026-01-01
    """
    if site and (client or tag):
        raise UsageError("Name a site, or give --client or --tag.")
    step = by or ("scan" if site else "month")
    if step not in _STEPS or (step == "scan" and not site):
        raise UsageError(f"--by {step} is not known here: there are {', '.join(_STEPS)}; scan for one site only.")
    from scanner.fleet.store import course, sites

    with opened(database, evidence) as store, store.read() as session:
        if site:
            row = sites.find(session, site)
            wanted, of = course.site_alone(row.id), row.slug
        else:
            wanted = course.sites_of(client, tag)
            of = " · ".join(one for one in (client, f"#{tag}" if tag else None) if one) or "all sites"
        found = course.course(session, wanted, _period(first, last, None), of, step)  # type: ignore[arg-type]
    if picture:
        from reports import over_time

        svg = over_time.picture(found.of, found.step, course.COLUMNS, found.rows, report_language)
        picture.write_text(svg, encoding="utf-8")
    if as_json:
        rows = [dict(zip(course.COLUMNS, one, strict=True)) for one in found.rows]
        typer.echo(to_json({"of": found.of, "by": found.step, "rows": rows}), nl=False)
        return
    names = ("from" if step != "scan" else "scan", *course.COLUMNS[1:-1])
    typer.echo(plain(found.of))
    typer.echo("  ".join([f"{names[0]:<10}", *(f"{name:>8}" for name in names[1:])]))
    for one in found.rows:
        typer.echo("  ".join([one[0], *(f"{number:>8}" for number in one[1:-1])]) + (" *" if one[-1] else ""))
    if not found.rows:
        typer.echo("No scan of this time has been stored.")


def export(
    out: Annotated[Path, typer.Option("--out", help="Into this folder.", metavar="FOLDER")],
    first: From = None,
    last: To = None,
    client: Client = None,
    format: Annotated[str, typer.Option("--format", help="csv or parquet.", metavar="NAME")] = "csv",
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Write everything of a period as tables, one file each: sites, scans, findings, services, policies, claims, alerts …

    A scan belongs to the day it fell due (UTC). docs/store.md tells what the columns hold.

    Example:

        privacydiff export --from 2026-11-01 --to 2026-11-30 --format parquet --out november
    """
    if format not in _FORMATS:
        raise UsageError(f"--format {format} is not known here: there are {', '.join(_FORMATS)}.")
    from scanner.fleet.store import exporting

    with opened(database, evidence) as store, store.read() as session:
        written = exporting.export(session, _period(first, last, client), out, format)  # type: ignore[arg-type]
    for file, rows in written.items():
        typer.echo(f"{file}: {count(rows, 'row')}")


def _period(first: str | None, last: str | None, client: str | None) -> "Period":
    from scanner.fleet.store.exporting import Period

    begin, end = _day(first, "--from"), _day(last, "--to")
    if begin and end and begin > end:
        raise UsageError(f"--from {first} is later than --to {last}.")
    return Period(begin=begin, end=end + timedelta(days=1) if end else None, client=client)


def _day(given: str | None, origin: str) -> datetime | None:
    if given is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(given), datetime.min.time(), UTC)
    except ValueError as error:
        raise UsageError(f"{origin} {given} is not a day: give one such as 2026-11-01.") from error
