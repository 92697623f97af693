"""The command that scans a list of sites: batch."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from scanner.cli import configuration
from scanner.cli.faults import INTERRUPTED, say
from scanner.cli.options import SETTINGS, dashed, option
from scanner.cli.outcome import Quiet, Verbose, report_formats
from scanner.model.errors import UsageError

_MOST = 32
Text = str | None
Texts = list[str] | None
Flag = bool | None


def batch(
    file: Annotated[
        Path, typer.Argument(help="One address a line, or CSV with the columns url, client, tags.", metavar="FILE")
    ],
    out: Annotated[Path, typer.Option("--out", help="Where reports and the portfolio go.")] = Path("privacydiff-batch"),
    concurrency: Annotated[int, typer.Option("--concurrency", help="Sites scanned at the same time.")] = 1,
    anew: Annotated[bool, typer.Option("--anew", help="Begin a new run even where the last was interrupted.")] = False,
    pages: Annotated[Text, option("pages")] = None,
    states: Annotated[Texts, option("states")] = None,
    locale: Annotated[Text, option("locale")] = None,
    timezone: Annotated[Text, option("timezone")] = None,
    device: Annotated[Text, option("device")] = None,
    proxy: Annotated[Text, option("proxy")] = None,
    ignore_certificate_errors: Annotated[Flag, option("ignore_certificate_errors")] = None,
    browser: Annotated[Text, option("browser")] = None,
    timeout: Annotated[Text, option("timeout")] = None,
    deadline: Annotated[Text, option("deadline")] = None,
    format: Annotated[Texts, option("format")] = None,
    report_language: Annotated[Text, option("report_language")] = None,
    fail_on: Annotated[Text, option("fail_on")] = None,
    profile: Annotated[Text, option("profile")] = None,
    only: Annotated[Texts, option("only")] = None,
    skip: Annotated[Texts, option("skip")] = None,
    config: Annotated[
        Path | None, typer.Option("--config", help="Settings file. [default: privacydiff.toml here, if there]")
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Scan many sites, one after the other; end with a portfolio of them all, the worst first.

    Examples:

        privacydiff batch clients.csv --out clients

        privacydiff batch sites.txt --concurrency 2 --pages 3 --fail-on high

    A run that was interrupted is gone on with by the same command. A further run in the same folder shows what changed.
    """
    given = {name: value for name, value in locals().items() if name in SETTINGS and name != "out"}
    from reports import language, portfolio
    from scanner.cli import looks
    from scanner.cli import target as targets
    from scanner.cli.addresses import address
    from scanner.cli.terminal import count
    from scanner.fleet import batch as batches
    from scanner.fleet import site_list
    from scanner.model.portfolio import SiteOutcome

    if not 1 <= concurrency <= _MOST:
        raise UsageError(f"--concurrency {concurrency} is out of range: give a number from 1 to {_MOST}.")
    chosen = configuration.choose(given, config, os.environ)
    report_formats(chosen["format"], chosen.origin("format"))
    targets.one_of(chosen, "fail_on")
    look = looks.make(chosen)
    look = replace(look, language=language.chosen(look.language, chosen["locale"]).tag)
    sites = site_list.read(file, address)
    target = targets.make(sites[0].url, chosen)  # a setting that cannot be used is told before the first scan

    def through(done: int, of: int, one: SiteOutcome) -> None:
        if not quiet:
            level = ", ".join(f"{number} {name}" for name in ("critical", "high") if (number := one.causes(name)))
            outcome = one.why or level or "no critical or high finding"
            say(f"{done} of {of}: {one.site.url}: {outcome if one.state != 'waiting' else 'interrupted'}")

    options = tuple(_options(given | {"config": str(config) if config else None}))
    ended = batches.run(
        sites, out, options=options, deadline_s=target.deadline_s, concurrency=concurrency, anew=anew, watch=through
    )
    files = portfolio.write(ended.run, ended.before, out, ended.folder.relative_to(out).as_posix(), look)
    if not quiet:
        typer.echo(f"{count(len(ended.run.sites), 'site')}: {files[0]}")
    raise typer.Exit(_status(ended, chosen["fail_on"]))


def _status(ended: Any, level: str | None) -> int:
    """130 interrupted, 3 a site could not be scanned, 1 a finding that counts by --fail-on, else 0."""
    if ended.interrupted:
        return INTERRUPTED
    if any(one.state == "failed" for one in ended.run.sites):
        return 3
    return int(level is not None and any(one.exit_status == 1 for one in ended.run.sites))


def _options(given: dict[str, Any]) -> Iterator[str]:
    """What was given on the command line, for the scans to be given too; files and environment they read themselves."""
    for name, value in given.items():
        if value is True:
            yield dashed(name)
        elif isinstance(value, list):
            for one in value:
                yield f"{dashed(name)}={one}"
        elif value not in (None, False):
            yield f"{dashed(name)}={value}"
