"""The commands that work on what is there already: check, report and policy."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from scanner.cli import configuration
from scanner.cli.earlier import Since
from scanner.cli.faults import say
from scanner.cli.options import SETTINGS, option
from scanner.cli.outcome import AsJson, Quiet, Verbose, report_formats, tell
from scanner.model.errors import UsageError

Formats = Annotated[list[str] | None, option("format")]
ReportLanguage = Annotated[str | None, option("report_language")]
Config = Annotated[
    Path | None, typer.Option("--config", help="Settings file. [default: privacydiff.toml here, if there]")
]


def check(
    folder: Annotated[Path, typer.Argument(help="The folder of an earlier scan.", metavar="FOLDER")],
    format: Formats = None,
    fail_on: Annotated[str | None, option("fail_on")] = None,
    profile: Annotated[str | None, option("profile")] = None,
    only: Annotated[list[str] | None, option("only")] = None,
    skip: Annotated[list[str] | None, option("skip")] = None,
    report_language: ReportLanguage = None,
    since: Since = None,
    config: Config = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Read and compare the evidence of an earlier scan again, without a browser, and renew its reports.

    Examples:

        privacydiff check privacydiff-example.lv-20261124-100000 --fail-on high

        privacydiff check privacydiff-example.lv-20261124-100000 --profile strict --skip stale-cookie

    The options, and accepted findings, may also stand in privacydiff.toml, as for a scan.
    """
    from scanner import pipeline
    from scanner.cli import earlier, looks
    from scanner.cli import target as targets

    given = {
        "format": format,
        "fail_on": fail_on,
        "profile": profile,
        "only": only,
        "skip": skip,
        "report_language": report_language,
    }
    chosen = configuration.choose(given, config, os.environ)
    level = targets.one_of(chosen, "fail_on")
    formats = report_formats(chosen["format"], chosen.origin("format"))
    look = looks.make(chosen, earlier.of_site(since, earlier.read(folder).target.url) if since else None)
    result = pipeline.recheck(folder, formats=formats, judging=targets.judging(chosen), look=look)
    tell(result, folder, quiet=quiet, as_json=as_json, verbose=verbose, level=level)


def report(
    source: Annotated[
        Path, typer.Argument(help="A result.json, or the folder that holds one.", metavar="FOLDER_OR_RESULT")
    ],
    out: Annotated[Path | None, typer.Option("--out", help="Where to write. [default: beside it]")] = None,
    format: Formats = None,
    report_language: ReportLanguage = None,
    since: Since = None,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,  # noqa: ARG001 (read from the context when a fault is told)
) -> None:
    """Make the reports of a finished scan again.

    Examples:

        privacydiff report privacydiff-example.lv-20261124-100000 --format html --out for-the-client

        privacydiff report privacydiff-example.lv-20261124-100000 --since privacydiff-example.lv-20261101-100000
    """
    from scanner import pipeline
    from scanner.cli import earlier, looks

    file = source / "result.json" if source.is_dir() else source
    chosen = configuration.choose({"report_language": report_language}, config, os.environ)
    formats = _formats(format, SETTINGS["format"].default)
    look = looks.make(chosen, earlier.of_site(since, earlier.read(source).target.url) if since else None)
    for made in pipeline.report(file, out or file.parent, formats=formats, look=look):
        if not quiet:
            typer.echo(str(made))


def verify(
    folder: Annotated[Path, typer.Argument(help="The folder of a scan.", metavar="FOLDER")],
    quiet: Quiet = False,
    verbose: Verbose = False,  # noqa: ARG001 (read from the context when a fault is told)
) -> None:
    """Tell whether a file of a scan was changed since its manifest.json was written (exit status 1 if so).

    Example:

        privacydiff verify privacydiff-example.lv-20261124-100000
    """
    from scanner import manifest
    from scanner.cli.terminal import count, plain

    found = manifest.verify(folder)
    lines = [f"changed: {path}" for path in found.changed]
    lines += [f"missing: {path}" for path in found.missing]
    lines += ["changed: manifest.json, which does not carry its own hash"] if found.forged else []
    lines += [f"came later: {path}" for path in found.added]
    if not quiet:
        typer.echo("\n".join(plain(line) for line in lines) or "Nothing was changed.")
    if not found.unchanged:
        faults = count(len(found.changed) + len(found.missing) + found.forged, "file")
        say(f"{folder} is not as the scan left it: {faults} changed or missing.")
        raise typer.Exit(1)


def policy(
    source: Annotated[
        str, typer.Argument(help="A policy: file (HTML, PDF, Word, text) or address.", metavar="FILE_OR_URL")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the claims as JSON (docs/claims.md).")] = False,
    text: Annotated[
        bool, typer.Option("--text", help="Print the text that quotes count in; with --json, add it to the object.")
    ] = False,
    html: Annotated[
        bool,
        typer.Option("--html", help="Print it as a page with its claims marked; into a file: --html > policy.html."),
    ] = False,
    language: Annotated[
        str | None, typer.Option("--language", help="Its language (lv, en …), if detection is wrong.", metavar="TAG")
    ] = None,
    second_opinion: Annotated[
        bool,
        typer.Option(
            "--second-opinion",
            help="Propose what sentences resemble where the rules are silent (pip install privacydiff[[semantic]]).",
        ),
    ] = False,
    proxy: Annotated[str | None, option("proxy")] = None,
    ignore_certificate_errors: Annotated[bool | None, option("ignore_certificate_errors")] = None,
    browser: Annotated[str | None, option("browser")] = None,
    allow_private: Annotated[bool | None, option("allow_private")] = None,
    verbose: Verbose = False,  # noqa: ARG001 (read from the context when a fault is told)
) -> None:
    """Read one policy and print what it claims.

    Examples:

        privacydiff policy privacy-policy.pdf

        privacydiff policy https://example.lv/privatuma-politika --json

        privacydiff policy privacy-policy.pdf --html > marked.html
    """
    from scanner import reading as documents
    from scanner.cli import listing, terminal
    from scanner.cli import target as targets

    given = {"proxy": proxy, "ignore_certificate_errors": ignore_certificate_errors, "browser": browser}
    given["allow_private"] = allow_private
    target = targets.for_document(source, given) if "://" in source else None
    document = documents.read_policy(source, language=language, target=target, second_opinion=second_opinion)
    if as_json:
        claims = listing.claims_of(document, source)
        typer.echo(terminal.to_json(claims | {"text": document.text} if text else claims), nl=False)
    elif text:
        shown = terminal.plain_lines(document.text) if sys.stdout.isatty() else document.text
        typer.echo(shown.encode("utf-8", "replace"))
    elif html:
        from reports import policy_page
        from scanner.policy import topics

        typer.echo(policy_page.page(document, topics.by_topic(document.claims)).encode("utf-8", "replace"))
    elif document.readable:
        from rich.console import Console

        listing.show_claims(Console(), document)
    if not document.readable:
        say(f"{source} could not be read: {document.why_unreadable}.")
        raise typer.Exit(UsageError.exit_code)


def _formats(given: list[str] | None, default: tuple[str, ...]) -> tuple[str, ...]:
    return report_formats(configuration.parse(",".join(given), "words", "--format") if given else default)
