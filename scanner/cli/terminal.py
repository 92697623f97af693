"""What a person sees in the terminal: progress, tables, sentences. Text of the scanned site is made harmless first.

Rich is loaded by what draws with it, not by every command that prints a sentence.
"""

import json
import re
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scanner.model.findings import SEVERITIES, Finding
from scanner.model.progress import Progress

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from scanner.model.result import Result

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Control characters (terminal escapes begin with one), direction marks and what cannot be seen."""
_UNSAFE_IN_TEXT = re.compile(_UNSAFE.pattern.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f"))
_STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan", "info": "dim"}
_WORDS = {
    "browser": "Starting the browser",
    "reading": "Reading the policy",
    "checking": "Comparing",
    "writing": "Writing reports",
}
_LONGEST_PLACE = 60
_LONGEST_CELL = 300


def plain(text: object) -> str:
    """Text from anywhere as one line that is safe to print: one space for each character that could steer a terminal."""
    return _UNSAFE.sub(" ", str(text))


def plain_lines(text: str) -> str:
    """The same, with line ends and tabs kept; as long as `text`, so that offsets stay right."""
    return _UNSAFE_IN_TEXT.sub(" ", text)


def cell(text: object, style: str = "") -> "Text":
    """A table cell that Rich takes as it stands, markup and all; a site cannot fill the screen with one."""
    from rich.text import Text

    shown = plain(text)
    return Text(shown if len(shown) <= _LONGEST_CELL else f"{shown[: _LONGEST_CELL - 1]}…", style=style)


def to_json(value: Any) -> bytes:
    """Plain values as JSON in UTF-8 in which characters that could steer a terminal are written as escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return (_UNSAFE_IN_TEXT.sub(_escaped, text) + "\n").encode("utf-8", "replace")


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def count(number: int, noun: str) -> str:
    """ "1 page", "2 pages"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


class ScanProgress:
    """Shows a running scan on a terminal; on anything else it stays silent."""

    def __init__(self, console: "Console", *, shown: bool) -> None:
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[detail]}", markup=False),
            TimeElapsedColumn(),
        )
        self._bar = Bar(*columns, console=console, transient=True, disable=not shown or not console.is_terminal)
        self._task = self._bar.add_task(_WORDS["browser"], total=None, detail="Ctrl-C ends it early")

    def __enter__(self) -> "ScanProgress":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def __call__(self, step: Progress) -> None:
        """Take one step of the scan."""
        if step.stage in ("visit", "visited"):
            number = min(step.done + (step.stage == "visit"), step.planned)
            self._bar.update(
                self._task,
                description=f"Visit {number} of {step.planned}",
                completed=step.done,
                total=step.planned,
                detail=f"{step.state} · {_place(step.url)} · {count(step.requests, 'request')}",
                refresh=True,
            )
        else:
            self._bar.update(self._task, description=_WORDS[step.stage], detail="", refresh=True)


def _place(url: str | None) -> str:
    parts = urlsplit(url or "")
    place = plain(f"{parts.hostname or ''}{parts.path}")
    return place if len(place) <= _LONGEST_PLACE else f"{place[: _LONGEST_PLACE - 1]}…"


def show_result(console: "Console", result: "Result", folder: Path, *, every: bool = False) -> None:
    """The findings of a scan as a table, and where its reports are; `every` shows also those that hang under another."""
    from rich.text import Text

    if result.reason:
        console.print(Text.assemble(("Not scanned: ", "bold"), plain(result.reason)), soft_wrap=True)
    else:
        show_findings(console, result, every=every)
    if not result.complete and not result.reason:
        why = [failure.why for failure in result.failures if failure.what == "scan"]
        console.print(Text("Incomplete: " + plain("; ".join(why) or "see the failures in the report"), style="bold"))
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.name != "evidence.json")
    written = f"Written to {plain(folder)}: {', '.join(plain(file.name) for file in files)}"
    console.print(Text(written), soft_wrap=True)


def show_findings(console: "Console", result: "Result", *, every: bool) -> None:
    """The findings alone, and the figures of the scan."""
    from rich.table import Table
    from rich.text import Text

    open_ones = [one for one in result.findings if one.accepted is None]
    certain = [one for one in open_ones if one.confidence != "possible"]
    shown = [one for one in certain if every or one.cause is None]
    if shown:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("Severity", "Confidence", "Finding", "Check"):
            table.add_column(name, overflow="fold", no_wrap=name in ("Severity", "Confidence"))
        for one in shown:
            under = 0 if every else sum(other.cause == _key(one) for other in certain)
            title = f"{one.title} (and {under} more of the same cause)" if under else one.title
            table.add_row(cell(one.severity, _STYLES[one.severity]), one.confidence, cell(title), cell(one.check))
        console.print(table)
        console.print()
    summary, possible = result.summary, len(open_ones) - len(certain)
    levels = ", ".join(f"{n} {level}" for level in SEVERITIES if (n := sum(one.severity == level for one in certain)))
    console.print(
        Text(
            f"{count(len(certain), 'finding')}{f' ({levels})' if levels else ''}, {count(possible, 'possible one')} to look at · "
            f"{count(summary.services, 'third-party service')}, {count(summary.cookies, 'cookie')}, "
            f"{count(summary.requests, 'request')} on {count(summary.pages, 'page')} · "
            f"{count(summary.documents, 'policy document')} read"
        )
    )
    if summary.accepted:
        console.print(f"{count(summary.accepted, 'accepted finding')} not counted here; the reports show why.")
    for past in (entry for entry in result.judging.accepted if entry.state == "expired"):
        console.print(
            Text(plain(f"Accepted until {past.until}, no longer: {past.check} · {past.subject or 'the site'}."))
        )
    if summary.not_assessed:
        console.print(f"{count(summary.not_assessed, 'check')} could not be assessed; the reports say why.")


def _key(one: Finding) -> str:
    return f"{one.check} · {one.subject}"
