"""What a person sees in the terminal: progress, tables, sentences. Text of the scanned site is made harmless first."""

import re
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from scanner.model.progress import Progress
from scanner.model.result import Result

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan", "info": "dim"}
_LONGEST = 160


def clean(text: object, longest: int = _LONGEST) -> str:
    """Text from anywhere, safe to print: no control characters, no direction marks, no markup."""
    return escape(_CONTROL.sub(" ", str(text))[:longest])


class ScanProgress:
    """Shows a running scan on a terminal; on anything else it stays silent."""

    def __init__(self, console: Console, *, shown: bool) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[detail]}"),
            TimeElapsedColumn(),
        )
        self._bar = Bar(*columns, console=console, transient=True, disable=not shown or not console.is_terminal)
        self._task = self._bar.add_task("Starting the browser", total=None, detail="")

    def __enter__(self) -> "ScanProgress":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, step: Progress) -> None:
        """Take one step of the scan."""
        if step.stage in ("visit", "visited"):
            detail = f"{clean(step.url or '')} · {step.requests} requests"
            self._bar.update(
                self._task,
                description=f"Visiting ({step.state})",
                completed=step.done,
                total=step.planned,
                detail=detail,
            )
        elif step.stage != "browser":
            words = {"reading": "Reading the policy", "checking": "Comparing", "writing": "Writing reports"}
            self._bar.update(self._task, description=words[step.stage], detail="")


def show_result(console: Console, result: Result, files: Path) -> None:
    """The findings of a scan as a table, and where its reports are."""
    if result.reason:
        console.print(f"[bold]Not scanned.[/bold] {clean(result.reason, 600)}", soft_wrap=True)
        return
    table = Table(title=None, box=None, pad_edge=False)
    for name in ("Severity", "Confidence", "Check", "Finding"):
        table.add_column(name, overflow="fold", no_wrap=name in ("Severity", "Confidence"))
    certain = [one for one in result.findings if one.confidence != "possible"]
    for one in certain:
        style = _STYLES[one.severity]
        table.add_row(f"[{style}]{one.severity}[/{style}]", one.confidence, one.check, clean(one.title))
    if certain:
        console.print(table)
    possible = len(result.findings) - len(certain)
    causes = sum(one.cause is None for one in certain)
    summary = result.summary
    console.print(
        f"\n{causes} causes, {len(certain)} findings and {possible} to be checked · {summary.services} third-party services, "
        f"{summary.cookies} cookies, {summary.requests} requests on {summary.pages} pages · {summary.documents} policy documents read"
    )
    if not result.complete:
        console.print(
            "[bold]Incomplete:[/bold] "
            + clean("; ".join(failure.why for failure in result.failures if failure.what == "scan"))
        )
    if summary.not_assessed:
        console.print(f"{summary.not_assessed} checks could not be assessed; the report says why.")
    console.print(f"Reports: {clean(files, 1000)}", soft_wrap=True)
