"""The commands that visit sites: scan and demo."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from scanner.cli import configuration, terminal
from scanner.cli.earlier import Since
from scanner.cli.faults import say
from scanner.cli.options import SETTINGS, option
from scanner.cli.outcome import AsJson, Quiet, Verbose, report_formats, tell
from scanner.model.judging import Judging
from scanner.model.target import Target

Url = Annotated[str, typer.Argument(help="The site's address, such as https://example.lv.", metavar="URL")]
Text = str | None
Texts = list[str] | None
Flag = bool | None


def scan(
    url: Url,
    pages: Annotated[Text, option("pages")] = None,
    page: Annotated[Texts, option("page")] = None,
    policy: Annotated[Texts, option("policy")] = None,
    no_robots: Annotated[Flag, option("no_robots")] = None,
    no_typing: Annotated[Flag, option("no_typing")] = None,
    no_other_device: Annotated[Flag, option("no_other_device")] = None,
    states: Annotated[Texts, option("states")] = None,
    locale: Annotated[Text, option("locale")] = None,
    timezone: Annotated[Text, option("timezone")] = None,
    device: Annotated[Text, option("device")] = None,
    gpc: Annotated[Flag, option("gpc")] = None,
    visitor_ip: Annotated[Text, option("visitor_ip")] = None,
    storage_state: Annotated[Text, option("storage_state")] = None,
    proxy: Annotated[Text, option("proxy")] = None,
    ignore_certificate_errors: Annotated[Flag, option("ignore_certificate_errors")] = None,
    allow_private: Annotated[Flag, option("allow_private")] = None,
    guarded: Annotated[Flag, option("guarded")] = None,
    no_dns: Annotated[Flag, option("no_dns")] = None,
    header: Annotated[Texts, option("header")] = None,
    browser: Annotated[Text, option("browser")] = None,
    timeout: Annotated[Text, option("timeout")] = None,
    deadline: Annotated[Text, option("deadline")] = None,
    out: Annotated[Text, option("out")] = None,
    format: Annotated[Texts, option("format")] = None,
    fail_on: Annotated[Text, option("fail_on")] = None,
    profile: Annotated[Text, option("profile")] = None,
    only: Annotated[Texts, option("only")] = None,
    skip: Annotated[Texts, option("skip")] = None,
    report_language: Annotated[Text, option("report_language")] = None,
    no_bundle: Annotated[Flag, option("no_bundle")] = None,
    no_bom: Annotated[Flag, option("no_bom")] = None,
    keep_values: Annotated[Flag, option("keep_values")] = None,
    since: Since = None,
    config: Annotated[
        Path | None, typer.Option("--config", help="Settings file. [default: privacydiff.toml here, if there]")
    ] = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Visit a site as a visitor who has not chosen, who accepts and who refuses; read its policy; compare.

    Examples:

        privacydiff scan example.lv

        privacydiff scan https://example.lv --pages 10 --fail-on high --out report

        privacydiff scan https://example.lv --policy policy.pdf --format html,csv

        privacydiff scan example.lv --since privacydiff-example.lv-20261101-100000

    Every option may also stand in privacydiff.toml (`fail_on = "high"`) or in the environment
    (`PRIVACYDIFF_FAIL_ON=high`). The command line goes before the environment, and that before the file.
    """
    given = {name: value for name, value in locals().items() if name in SETTINGS}
    from scanner.cli import earlier, looks
    from scanner.cli import target as targets

    chosen = configuration.choose(given, config, os.environ)
    level = targets.one_of(chosen, "fail_on")
    formats = report_formats(chosen["format"], chosen.origin("format"))
    judging = targets.judging(chosen)
    target = targets.make(url, chosen)
    look = looks.make(chosen, earlier.of_site(since, target.url))
    folder = Path(chosen["out"] or _folder_for(target.url))
    bundle = not chosen["no_bundle"]
    _run(
        target, folder, formats, judging, look=look, bundle=bundle,
        quiet=quiet, as_json=as_json, verbose=verbose, level=level,
    )  # fmt: skip


def demo(
    out: Annotated[Path, typer.Option("--out", help="Where reports and evidence go.")] = Path("privacydiff-demo"),
    browser: Annotated[Text, option("browser")] = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Serve the built-in site on this machine, scan it, and leave its report. Nothing leaves the machine.

    Example:

        privacydiff demo --out my-first-report
    """
    from scanner import demo as built_in
    from scanner.demo import server

    with server.running([built_in.folder()]) as farm:
        target = Target(url=built_in.SITE_URL, proxy=farm.proxy, ignore_certificate_errors=True, browser=browser)
        formats = SETTINGS["format"].default
        _run(target, out, formats, Judging(), quiet=quiet, as_json=as_json, verbose=verbose, level=None)


def _run(
    target: Target,
    folder: Path,
    formats: Any,
    judging: Judging,
    *,
    look: Any = None,
    bundle: bool = True,
    quiet: bool,
    as_json: bool,
    verbose: bool,
    level: str | None,
) -> None:
    from rich.console import Console

    from scanner import pipeline

    with terminal.ScanProgress(Console(stderr=True), shown=not quiet) as progress:
        result = pipeline.scan(
            target, folder, formats=formats, judging=judging, look=look, bundle=bundle, watch=progress
        )
    if verbose:
        for failure in result.failures:
            say(f"{failure.what}: {failure.where}: {failure.why}")
    tell(result, folder, quiet=quiet, as_json=as_json, verbose=verbose, level=level)


def _folder_for(url: str) -> str:
    host = "".join(letter if letter.isalnum() or letter in ".-" else "_" for letter in urlsplit(url).hostname or "site")
    return f"privacydiff-{host}-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
