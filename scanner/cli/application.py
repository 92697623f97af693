"""The commands. Heavy imports happen inside them, so that --help is quick."""

import json
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer
from rich.console import Console

from scanner import __version__
from scanner.cli import configuration, terminal
from scanner.cli import target as targets
from scanner.model.errors import PrivacydiffError, UsageError
from scanner.model.findings import SEVERITIES

app = typer.Typer(
    name="privacydiff",
    help="Tells whether a website does what its privacy policy says.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_DEFAULTS: dict[str, Any] = {
    "pages": 5, "page": [], "states": ["baseline,accept,reject"], "policy": [], "out": None, "format": ["html,csv,json"],
    "locale": "lv-LV", "timezone": "Europe/Riga", "device": "desktop", "proxy": None, "ignore_certificate_errors": False,
    "header": [], "storage_state": None, "browser": None, "timeout": 30.0, "deadline": 600.0, "fail_on": None,
    "keep_values": False, "no_robots": False, "first_party": [],
}  # fmt: skip
_SCAN_HELP = """Visit a site as a visitor who has not chosen, who accepts and who refuses; read its policy; compare.

Examples:

    privacydiff scan example.lv

    privacydiff scan https://example.lv --pages 10 --fail-on high --out report

    privacydiff scan https://example.lv --policy policy.pdf --format html
"""

Url = Annotated[str, typer.Argument(help="The site's address, such as https://example.lv.", metavar="URL")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output, and nothing else.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say more: failures while scanning, and where a bug is.")
]


def _option(text: str, name: str, **more: Any) -> Any:
    return typer.Option(name, help=text, envvar=f"PRIVACYDIFF_{name.strip('-').upper().replace('-', '_')}", **more)


@app.command(help=_SCAN_HELP)
def scan(
    url: Url,
    pages: Annotated[
        int | None, _option("Pages to visit, the home page included, policies not. [default: 5]", "--pages")
    ] = None,
    page: Annotated[list[str] | None, _option("Visit this page too (repeatable).", "--page")] = None,
    states: Annotated[
        list[str] | None, _option("Visitors, by comma. [default: baseline,accept,reject]", "--states")
    ] = None,
    policy: Annotated[
        list[str] | None, _option("Read this policy, a file or address (repeatable).", "--policy")
    ] = None,
    out: Annotated[
        str | None,
        _option(
            "Folder for reports and evidence. [default: privacydiff-HOST-TIME]",
            "--out",
        ),
    ] = None,
    format: Annotated[
        list[str] | None, _option("Report formats, by comma. [default: html,csv,json]", "--format")
    ] = None,
    locale: Annotated[str | None, _option("The visitor's language. [default: lv-LV]", "--locale")] = None,
    timezone: Annotated[str | None, _option("The visitor's time zone. [default: Europe/Riga]", "--timezone")] = None,
    device: Annotated[str | None, _option("desktop or mobile. [default: desktop]", "--device")] = None,
    proxy: Annotated[str | None, _option("Visit through this proxy.", "--proxy")] = None,
    ignore_certificate_errors: Annotated[
        bool, _option("Accept invalid certificates.", "--ignore-certificate-errors")
    ] = False,
    header: Annotated[
        list[str] | None, _option("Send “Name: value” to the site itself (repeatable).", "--header")
    ] = None,
    storage_state: Annotated[
        str | None, _option("Playwright storage state, for pages behind a login.", "--storage-state")
    ] = None,
    browser: Annotated[str | None, _option("Path of Chromium, Chrome or Edge.", "--browser")] = None,
    timeout: Annotated[float | None, _option("Seconds a page may take to answer. [default: 30]", "--timeout")] = None,
    deadline: Annotated[float | None, _option("Seconds the whole scan may take. [default: 600]", "--deadline")] = None,
    fail_on: Annotated[str | None, _option("Exit with 1 for a finding of this level or above.", "--fail-on")] = None,
    keep_values: Annotated[bool, _option("Keep cookie, storage and query values.", "--keep-values")] = False,
    no_robots: Annotated[bool, _option("Pass over robots.txt, on sites you may audit.", "--no-robots")] = False,
    config: Annotated[
        Path | None, _option("Settings file. [default: privacydiff.toml here, if there]", "--config")
    ] = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Scan a site."""
    given = {
        key: value
        for key, value in locals().items()
        if key in _DEFAULTS and value is not None and value is not False and value != []
    }
    with _told(verbose):
        options = {**_DEFAULTS, **configuration.read(config), **given}
        level = options["fail_on"]
        if level is not None and level not in SEVERITIES:
            raise UsageError(f"--fail-on {level} is not a level: give {', '.join(SEVERITIES)}.")
        target = targets.make(url, options)
        folder = Path(options["out"] or _folder_for(target.url))
        _run(target, folder, _formats(options["format"]), quiet=quiet, as_json=as_json, verbose=verbose, level=level)


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="The folder of an earlier scan.")],
    format: Annotated[list[str] | None, typer.Option("--format", help="Report formats, by comma.")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read and compare the evidence of an earlier scan again, without a browser.

    Example: privacydiff check privacydiff-example.lv-20261124-1000
    """
    with _told(verbose):
        from scanner import pipeline

        result = pipeline.recheck(folder, formats=_formats(format or ["html,csv,json"]))
        if not quiet:
            terminal.show_result(Console(), result, folder)
        _exit(result, None)


@app.command()
def report(
    source: Annotated[Path, typer.Argument(help="A result.json, or the folder that holds one.")],
    out: Annotated[Path | None, typer.Option("--out", help="Where to write. [default: beside it]")] = None,
    format: Annotated[list[str] | None, typer.Option("--format", help="Report formats, by comma.")] = None,
    verbose: Verbose = False,
) -> None:
    """Make the reports of a finished scan again.

    Example: privacydiff report privacydiff-example.lv-20261124-1000 --format html
    """
    with _told(verbose):
        from scanner import pipeline

        file = source / "result.json" if source.is_dir() else source
        for made in pipeline.report(file, out or file.parent, formats=_formats(format or ["html,csv"])):
            typer.echo(str(made))


@app.command()
def policy(
    source: Annotated[str, typer.Argument(help="A policy: file (HTML, PDF, text) or address.", metavar="FILE_OR_URL")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the claims as JSON (docs/claims.md).")] = False,
    text: Annotated[bool, typer.Option("--text", help="Print the text that quotes count in.")] = False,
    language: Annotated[str | None, typer.Option("--language", help="Its language, if detection is wrong.")] = None,
    proxy: Annotated[str | None, typer.Option("--proxy", help="Fetch through this proxy.")] = None,
    ignore_certificate_errors: Annotated[bool, typer.Option("--ignore-certificate-errors")] = False,
    verbose: Verbose = False,
) -> None:
    """Read one policy and print what it claims.

    Example: privacydiff policy https://example.lv/privatuma-politika
    """
    with _told(verbose):
        from scanner import pipeline
        from scanner.cli import listing
        from scanner.model.target import Target

        target = Target(url=source, proxy=proxy, ignore_certificate_errors=ignore_certificate_errors)
        document = pipeline.read_policy(source, language=language, target=target)
        if as_json:
            typer.echo(json.dumps(listing.claims_json(document, source), ensure_ascii=False, indent=1))
        elif text:
            typer.echo(document.text)
        else:
            listing.show_claims(Console(), document)
        if not document.readable:
            raise UsageError(f"{source} could not be read: {document.why_unreadable}.")


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the reports.")] = Path("privacydiff-demo"),
    browser: Annotated[str | None, _option("Path of Chromium, Chrome or Edge.", "--browser")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Serve the built-in site on this machine, scan it, and leave its report."""
    with _told(verbose):
        from scanner import demo as built_in
        from scanner.demo import server
        from scanner.model.target import Target

        with server.running([built_in.folder()]) as farm:
            target = Target(url=built_in.SITE_URL, proxy=farm.proxy, ignore_certificate_errors=True, browser=browser)
            _run(target, out, ["html", "csv", "json"], quiet=quiet, as_json=False, verbose=verbose, level=None)
        if not quiet:
            typer.echo(f"Open {(out / 'report.html').resolve()} in a browser.")


@app.command()
def doctor(
    browser: Annotated[str | None, _option("Path of Chromium, Chrome or Edge.", "--browser")] = None,
    verbose: Verbose = False,
) -> None:
    """Look whether scans will work on this machine, and tell how to mend what will not."""
    with _told(verbose):
        from spiders.doctor import diagnose

        console, faults, browser_faults = Console(), 0, 0
        for one in diagnose(browser):
            console.print(
                f"{'[green]ok[/green]   ' if one.ok else '[red]fault[/red]'} {one.name}: {terminal.clean(one.detail)}"
            )
            if not one.ok:
                console.print(f"      {terminal.clean(one.mend)}")
                faults, browser_faults = faults + 1, browser_faults + one.about_browser
        raise typer.Exit(4 if browser_faults else 1 if faults else 0)


@app.command()
def checks(identity: Annotated[str | None, typer.Argument(help="Explain this one.", metavar="ID")] = None) -> None:
    """List the checks, or explain one."""
    with _told(verbose=False):
        from scanner.cli import listing

        listing.show_checks(Console(), identity)


@app.command()
def services(
    identity: Annotated[str | None, typer.Argument(help="Explain this one.", metavar="ID")] = None,
    host: Annotated[str | None, typer.Option("--host", help="Which service is this host or address?")] = None,
    cookie: Annotated[str | None, typer.Option("--cookie", help="Which service sets a cookie of this name?")] = None,
) -> None:
    """List the services known, explain one, or tell whose a host or cookie is."""
    with _told(verbose=False):
        from scanner.cli import listing

        listing.show_services(Console(), identity, host, cookie)


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


def _run(
    target: Any, folder: Path, formats: list[str], *, quiet: bool, as_json: bool, verbose: bool, level: str | None
) -> None:
    from scanner import pipeline
    from scanner.model import codec

    console = Console(stderr=as_json)
    with terminal.ScanProgress(console, shown=not quiet and not as_json) as progress:
        result = pipeline.scan(target, folder, formats=formats, watch=progress)
    if as_json:
        sys.stdout.write(codec.to_json(result).decode() + "\n")
    elif not quiet:
        terminal.show_result(console, result, folder)
    if verbose:
        for failure in result.failures:
            console.print(
                f"{terminal.clean(failure.what)}: {terminal.clean(failure.where)}: {terminal.clean(failure.why)}"
            )
    if quiet and result.reason:
        typer.echo(result.reason, err=True)
    _exit(result, level)


def _exit(result: Any, level: str | None) -> None:
    if result.interrupted:
        raise typer.Exit(130)
    if result.reason:
        raise typer.Exit(3)
    heavy = SEVERITIES[: SEVERITIES.index(level) + 1] if level in SEVERITIES else ()
    if any(one.severity in heavy and one.confidence != "possible" for one in result.findings):
        raise typer.Exit(1)


def _formats(given: list[str]) -> list[str]:
    return [name.strip() for entry in given for name in entry.split(",") if name.strip()]


def _folder_for(url: str) -> str:
    host = "".join(letter if letter.isalnum() or letter in ".-" else "_" for letter in urlsplit(url).hostname or "site")
    return f"privacydiff-{host}-{datetime.now().astimezone():%Y%m%d-%H%M%S}"


@contextmanager
def _told(verbose: bool) -> Iterator[None]:
    """Turn every error into one sentence and its exit status; a bug shows its place only with --verbose."""
    try:
        yield
    except PrivacydiffError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(130) from error
    except OSError as error:
        typer.echo(f"{error.filename or 'A file'}: {error.strerror or error}.", err=True)
        raise typer.Exit(2) from error
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        if verbose:
            traceback.print_exc()
        typer.echo(
            f"privacydiff has a fault here ({type(error).__name__}: {error}); run it again with --verbose and report it.",
            err=True,
        )
        raise typer.Exit(70) from error


def main() -> None:
    """Entry point of the `privacydiff` command."""
    app()
