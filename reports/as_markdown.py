"""A summary in Markdown, for tickets: what was looked at, the causes heaviest first, what could not be assessed."""

import re
from pathlib import Path

from reports.tables import plain
from scanner.model.findings import Finding
from scanner.model.result import Result

_LONGEST = 300
_MARKS = re.compile(r"[\\`*_{}\[\]#+!|~]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}


def write(result: Result, folder: Path) -> list[Path]:
    """Write summary.md."""
    file = folder / "summary.md"
    file.write_text("\n".join(_lines(result)) + "\n", encoding="utf-8")
    return [file]


def _lines(result: Result) -> list[str]:
    summary, day = result.summary, result.started_at[:10]
    lines = [f"# privacydiff: {escaped(result.target.url)}", ""]
    if result.reason:
        return [*lines, f"On {day} the site could not be scanned. {escaped(result.reason)}"]
    counted = [one for one in result.findings if one.counts]
    causes = [one for one in counted if one.cause is None]
    lines += [
        f"Visited on {day} as: {', '.join(result.target.states)}. {summary.pages} pages, {summary.documents} policy documents,"
        f" {summary.services} third-party services, {summary.cookies} cookies, {summary.requests} requests.",
        "A record of observations, not a legal opinion.",
        "",
    ]
    if not result.complete:
        lines += ["**The scan is not complete**: it was stopped before its end.", ""]
    lines += (
        _table(causes, counted)
        if causes
        else ["Nothing was found on these pages by the checks that could be made.", ""]
    )
    accepted = sum(one.accepted is not None for one in result.findings)
    possible = sum(one.confidence == "possible" and one.accepted is None for one in result.findings)
    if accepted or possible:
        lines += [f"Beside these: {possible} possible, to be looked at; {accepted} accepted.", ""]
    unseen = [one for one in result.checks if one.outcome in ("not-assessed", "error")]
    if unseen:
        lines += ["## Not assessed", "", *(f"* {one.id}: {escaped(one.why or '')}" for one in unseen), ""]
    return [*lines, f"privacydiff {escaped(result.tool.version)}, {escaped(result.tool.browser)}"]


def _table(causes: list[Finding], counted: list[Finding]) -> list[str]:
    lines = ["| severity | confidence | finding | what to do |", "|---|---|---|---|"]
    for one in causes:
        under = sum(each.cause == f"{one.check} · {one.subject}" for each in counted)
        more = f" (and {under} more of the same cause)" if under else ""
        lines.append(
            f"| {one.severity} | {one.confidence} | {escaped(one.title)}{more} | {escaped(one.recommendation)} |"
        )
    return [*lines, ""]


def escaped(text: str) -> str:
    """Text in which nothing is markup, a link, or a name that a ticket system would call."""
    whole = str(plain(text))
    short = whole if len(whole) <= _LONGEST else whole[:_LONGEST] + "…"
    marked = _MARKS.sub(r"\\\g<0>", short)
    return "".join(_ENTITIES.get(letter, letter) for letter in marked).replace("://", "&#58;//")
