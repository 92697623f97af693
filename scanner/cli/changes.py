"""Draws what changed between two scans in the terminal."""

from rich.console import Console
from rich.text import Text

from scanner.cli.terminal import count, plain
from scanner.model.comparison import Change, Comparison, DocumentChange, FindingChange

_STYLES = {"added": "green", "removed": "red strike", "same": "dim"}
_MARKS = {"added": ("[+", "+]"), "removed": ("[-", "-]"), "same": ("", "")}
_FIRST_SECTIONS = 10
_HEADINGS = {
    "new": "New findings",
    "gone": "Gone",
    "changed": "Heavier or lighter",
    "not-assessed": "Could not be looked at again",
}


def show(console: Console, found: Comparison, *, every: bool) -> None:
    """A comparison as headings and lines; `every` shows all passages of the documents."""
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
