"""The commands that look into the store: history and show; and the one that puts a scan in: store."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scanner.cli import configuration
from scanner.cli.options import SETTINGS, option
from scanner.cli.outcome import AsJson, Quiet, Verbose, report_formats
from scanner.cli.stores import Database, Evidence, SiteName, opened
from scanner.cli.terminal import count, plain, to_json
from scanner.model.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from scanner.fleet.store.scans import Span

_SHOWN = 20


def store(
    folders: Annotated[list[Path], typer.Argument(help="Folders of finished scans.", metavar="FOLDER…")],
    client: Annotated[
        str | None, typer.Option("--client", help="Whose sites these are, where they are new.", metavar="NAME")
    ] = None,
    site: Annotated[
        str | None, typer.Option("--site", help="The site of the store that was scanned. [default: by its address]")
    ] = None,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Put scans that were made with `scan` or `batch` into the store; a site that is not there yet is put in, unscheduled.

    A scan that is there already is not stored twice. Prints the number of each scan.

    Example:

        privacydiff store privacydiff-example.lv-20261124-100000 --client "Example Ltd"
    """
    from scanner.cli import site_settings
    from scanner.fleet.store import bundle, sites
    from scanner.fleet.store.storing import store_finished

    with opened(database, evidence) as kept:
        for folder in folders:
            found = bundle.read(folder)
            with kept.write() as session:
                if site:
                    row = sites.find(session, site, client)
                else:
                    wanted = site_settings.wanted(url=found.result.target.url, client=client or "")
                    there = session.scalar(sites.at(wanted.url, client))
                    row = there or sites.put(session, wanted)[0]
            number = store_finished(kept, row.id, found)
            typer.echo(f"{row.slug}: " + (f"scan {number}" if number else f"{folder} is stored already"))


def history(
    site: SiteName,
    limit: Annotated[int, typer.Option("--limit", help="Scans to show, the latest.", min=1)] = _SHOWN,
    as_json: AsJson = False,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Show a site over time: its scans, its findings with when they were seen, the versions of its policies.

    Example:

        privacydiff history example.lv
    """
    from scanner.fleet.store import scans, sites

    with opened(database, evidence) as kept, kept.read() as session:
        row = sites.find(session, site)
        made = [_scan(one) for one in scans.of_site(session, row, limit)]
        found = scans.spans(session, row)
        policies = scans.versions(session, row)
    if as_json:
        from scanner.model import codec

        told = {"site": row.slug, "url": row.url, "scans": made, "findings": found, "policies": policies}
        typer.echo(to_json(codec.to_plain(told)), nl=False)
        return
    typer.echo(plain(f"{row.slug}  {row.url}"))
    if not made:
        typer.echo("No scan yet.")
        return
    _lines(f"{count(len(made), 'scan')}, the latest first", [_told(one) for one in made])
    _lines(
        "Findings",
        [
            f"{'there' if one.there else 'gone '}  {_day(one.first_seen_at)} to {_day(one.last_seen_at)}  "
            f"{count(one.scans, 'scan'):>9}  {one.severity}{_marks(one)} · {one.title} · {one.check}"
            for one in found
        ],
    )
    _lines(
        "Policies",
        [
            f"{_day(one.first_seen_at)} to {_day(one.last_seen_at)}  {count(one.claims, 'claim')}  {one.url}"
            for one in policies
        ],
    )


def show(
    scan: Annotated[
        str, typer.Argument(help="The number of a scan, or a site: its latest with a result.", metavar="SCAN")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write its reports and evidence into this new folder.", metavar="FOLDER"),
    ] = None,
    format: Annotated[list[str] | None, option("format")] = None,
    report_language: Annotated[str | None, option("report_language")] = None,
    config: Annotated[
        Path | None, typer.Option("--config", help="Settings file. [default: privacydiff.toml here, if there]")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    database: Database = None,
    evidence: Evidence = None,
) -> None:
    """Show one scan of the store; with --out, write its reports again, with its evidence, as if it had just been made.

    Examples:

        privacydiff show 1042

        privacydiff show example.lv --out for-the-client --format html,pdf
    """
    from scanner.fleet.store import scans

    if out is not None and out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} is there and not empty: name a new folder.")
    with opened(database, evidence) as kept, kept.read() as session:
        row = scans.find(session, scan)
        if as_json and row.result_sha256 is None:
            typer.echo(to_json(_scan(row)), nl=False)
            return
        if not as_json and not quiet:
            typer.echo(plain(_told(_scan(row))))
        if row.result_sha256 is None:
            return
        result = scans.result(row, kept.files)
        if out is not None:
            scans.write(session, row, kept.files, out)
    if as_json:
        from scanner.model import codec

        typer.echo(to_json(codec.to_plain(result)), nl=False)
    elif not quiet:
        from rich.console import Console

        from scanner.cli import terminal

        terminal.show_findings(Console(), result, every=verbose)
    if out is not None:
        _report(out, format, report_language, config, quiet=quiet or as_json)


def _report(
    out: Path, formats: list[str] | None, report_language: str | None, config: Path | None, *, quiet: bool
) -> None:
    from scanner import manifest, pipeline
    from scanner.cli import looks

    chosen = configuration.choose({"report_language": report_language, "format": formats}, config, os.environ)
    wanted = report_formats(chosen["format"] or SETTINGS["format"].default, chosen.origin("format"))
    files = pipeline.report(out / "result.json", out, formats=wanted, look=looks.make(chosen))
    if (out / pipeline.EVIDENCE_FILE).is_file():
        manifest.write(out)
    if not quiet:
        for file in files:
            typer.echo(plain(file))


def _scan(one: Any) -> dict[str, Any]:
    return {
        "scan": one.id,
        "state": one.state,
        "due_at": _iso(one.due_at),
        "started_at": _iso(one.started_at),
        "finished_at": _iso(one.finished_at),
        "origin": one.origin,
        "attempts": one.attempts,
        "worker": one.worker,
        "reason": one.reason,
        "complete": one.complete,
        "tool": one.tool,
        "catalogue": one.catalogue,
        "rules": one.rules,
        "counted": one.counted,
        "causes": one.causes,
    }


def _told(one: dict[str, Any]) -> str:
    found = ", ".join(f"{number} {level}" for level, number in (one["causes"] or {}).items() if number)
    if one["causes"] is not None:
        found = found or "nothing found"
    parts = [
        f"{one['scan']:>6}",
        one["due_at"][:16].replace("T", " "),
        f"{one['state']:<9}",
        found,
        one["reason"] or "",
    ]
    return "  ".join(part for part in parts if part)


def _marks(one: "Span") -> str:
    """Why a finding does not count."""
    marks = ["possible only"] * (one.confidence == "possible") + ["accepted"] * one.accepted
    return f" ({', '.join(marks)})" if marks else ""


def _lines(heading: str, lines: Iterable[str]) -> None:
    typer.echo(f"\n{heading}")
    for line in lines or ("none",):
        typer.echo(f"  {plain(line)}")


def _day(moment: "datetime") -> str:
    return moment.date().isoformat()


def _iso(moment: "datetime | None") -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds").replace("+00:00", "Z")
