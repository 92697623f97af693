"""The command that lays two scans side by side: compare."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from scanner.cli import configuration
from scanner.cli.options import option
from scanner.cli.outcome import Quiet, Verbose
from scanner.cli.terminal import count, plain, to_json
from scanner.model.comparison import Change, Comparison, DocumentChange, FindingChange
from scanner.model.errors import UsageError
from scanner.model.findings import SEVERITIES
from scanner.model.result import Result

_STYLES = {"added": "green", "removed": "red strike", "same": "dim"}
_MARKS = {"added": ("[+", "+]"), "removed": ("[-", "-]"), "same": ("", "")}
_FIRST_SECTIONS = 10
_HEADINGS = {
    "new": "New findings",
    "gone": "Gone",
    "changed": "Heavier or lighter",
    "not-assessed": "Could not be looked at again",
}


def compare(
    before: Annotated[Path, typer.Argument(help="The earlier scan: its folder or result.json.", metavar="BEFORE")],
    after: Annotated[Path, typer.Argument(help="The later scan: its folder or result.json.", metavar="AFTER")],
    fail_on: Annotated[str | None, option("fail_on")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON, and nothing else.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Tell what changed from one scan of a site to the next: findings, services, cookies, policies, consent dialog.

    What came or went because catalogue, rules or reader changed, and not the site, is marked “rule changed”.

    Examples:

        privacydiff compare privacydiff-example.lv-20261101-100000 privacydiff-example.lv-20261124-100000

        privacydiff compare before/result.json after/result.json --json

    Exit status: 0 compared, 1 with --fail-on when a finding of that level or above is new or grew to it (more than
    possible, not accepted, not by a changed rule), 2 wrong usage.
    """
    from scanner.cli import target as targets
    from scanner.comparison import compare as side_by_side
    from scanner.model import codec

    level = targets.one_of(configuration.Chosen({"fail_on": fail_on}, {}), "fail_on")
    found = side_by_side(_read(before), _read(after))
    if as_json:
        typer.echo(to_json(codec.to_plain(found)), nl=False)
    elif not quiet:
        _show(Console(highlight=False), found, every=verbose)
    raise typer.Exit(int(level is not None and any(_counts(one, level) for one in found.findings)))


def _read(source: Path) -> Result:
    from scanner.model import codec

    file = source / "result.json" if source.is_dir() else source
    if not file.is_file():
        raise UsageError(f"{file} does not exist: name the result.json of an earlier scan, or its folder.")
    return codec.from_json(file.read_bytes(), Result, source=str(file))


def _counts(one: FindingChange, level: str) -> bool:
    levels: tuple[str, ...] = SEVERITIES
    heavy = levels[: levels.index(level) + 1]
    grown = one.fate == "new" or (one.fate == "changed" and one.severity_before not in heavy)
    sure = one.confidence_after != "possible" and not one.accepted and not one.rule_changed
    return grown and sure and one.severity_after in heavy


def _show(console: Console, found: Comparison, *, every: bool) -> None:
    console.print(Text(plain(f"{found.site_after} · {found.before} and {found.after}"), style="bold"))
    if found.site_before != found.site_after:
        console.print(Text(plain(f"These are two sites: {found.site_before} before.")))
    for note in found.notes:
        console.print(Text(plain(note)))
    if found.rules_differ:
        console.print("Catalogue or rules differ between the two; what only they changed is marked “rule changed”.")
    for fate, heading in _HEADINGS.items():
        _section(console, heading, [_finding(one) for one in found.findings if one.fate == fate])
    _section(console, "Services", [_change(one) for one in found.services])
    _section(console, "Cookies", [_change(one) for one in found.cookies])
    _section(console, "Consent dialog", [_change(one) for one in found.consent])
    for document in found.documents:
        _document(console, document, every=every)
    same = sum(one.fate == "unchanged" for one in found.findings)
    new, gone = (sum(one.fate == fate for one in found.findings) for fate in ("new", "gone"))
    console.print(f"\n{count(new, 'finding')} new, {gone} gone, {same} unchanged")


def _section(console: Console, heading: str, lines: list[str]) -> None:
    if lines:
        console.print(Text(f"\n{heading}", style="bold"))
        for line in lines:
            console.print(Text(f"  {plain(line)}"), soft_wrap=True)


def _finding(one: FindingChange) -> str:
    levels = [level for level in (one.severity_before, one.severity_after) if level]
    marks = ["accepted"] * one.accepted + ["rule changed"] * one.rule_changed + ([one.why] if one.why else [])
    end = f" ({'; '.join(marks)})" if marks else ""
    return f"{' → '.join(dict.fromkeys(levels))} · {one.title} · {one.check}{end}"


def _change(one: Change) -> str:
    end = " (rule changed)" if one.rule_changed else ""
    return f"{one.name}: {one.before or 'not there'} → {one.after or 'not there'}{end}"


def _document(console: Console, one: DocumentChange, *, every: bool) -> None:
    words = {"new": "new", "gone": "gone", "changed": "changed", "read-differently": "the same, read differently"}
    console.print(Text(f"\n{plain(one.url)} · {words[one.fate]}", style="bold"))
    for claim in one.claims:
        end = " (rule changed)" if claim.rule_changed else ""
        told = f"  {claim.fate}: {claim.practice}, {claim.polarity}: “{claim.quote}”{end}"
        console.print(Text(plain(told)), soft_wrap=True)
    for section in one.sections if every else one.sections[:_FIRST_SECTIONS]:
        line = Text(f"  {plain(section.heading) or '…'}: ")
        for piece in section.pieces:
            before, after = _MARKS[piece.kind]
            line.append(f"{before}{plain(piece.text)}{after} ", style=_STYLES[piece.kind])
        console.print(line, soft_wrap=True)
    if not every and len(one.sections) > _FIRST_SECTIONS:
        console.print(f"  and {count(len(one.sections) - _FIRST_SECTIONS, 'more passage')}; --verbose shows all")
