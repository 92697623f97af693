"""Text of a hostile site in the terminal, and what a person sees of a result."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from scanner.cli import outcome, terminal
from scanner.model.evidence import Failure, Tool
from scanner.model.findings import Confidence, Finding, Severity
from scanner.model.progress import Progress
from scanner.model.result import SCHEMA, Result, Summary
from scanner.model.target import Target

HOSTILE = "\x1b[2J\x1b]0;owned\x07[red]x[/red] :bomb: \u202eevil\u2066 \x9b31m\r\nnext"


def finding(severity: Severity, confidence: Confidence, subject: str = "hotjar", cause: str | None = None) -> Finding:
    """A finding as a check makes it."""
    return Finding(
        check="service-before-consent", subject=subject, verdict=None, severity=severity, confidence=confidence,
        title=f"{HOSTILE} by {subject}", message="m", recommendation="r", cause=cause,
    )  # fmt: skip


def result(*findings: Finding) -> Result:
    """A finished scan with these findings."""
    return Result(
        schema=SCHEMA, tool=Tool(name="privacydiff", version="0", browser="Chromium 1", user_agent="Mozilla"),
        target=Target(url="https://example.test/"), started_at="2026-11-24T10:00:00Z", finished_at="2026-11-24T10:01:00Z",
        complete=True, gathered=("visits",), failures=(), findings=findings, summary=Summary(findings=len(findings)),
    )  # fmt: skip


def shown(one: Result, folder: Path, *, every: bool = False, terminal_like: bool = False) -> str:
    """What `show_result` prints."""
    stream = io.StringIO()
    console = Console(
        file=stream, width=200, force_terminal=terminal_like, color_system="standard" if terminal_like else None
    )
    terminal.show_result(console, one, folder, every=every)
    return stream.getvalue()


def test_page_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    printed = shown(result(finding("high", "certain")), tmp_path)
    assert not [letter for letter in printed if letter != "\n" and not letter.isprintable()]
    assert "[red]x[/red] :bomb:" in printed


def test_colour_is_ours_alone(tmp_path: Path) -> None:
    printed = shown(result(finding("high", "certain")), tmp_path, terminal_like=True)
    assert "\x1b[31mhigh" in printed
    assert "\x1b[2J" not in printed
    assert "\x1b]0" not in printed


@pytest.mark.parametrize(("variable", "coloured"), [("NO_COLOR", False), ("UNUSED", True)])
def test_no_color_is_respected(variable: str, coloured: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv(variable, "1")
    stream = io.StringIO()
    terminal.show_result(Console(file=stream, force_terminal=True), result(finding("high", "certain")), tmp_path)
    assert ("\x1b[31m" in stream.getvalue()) == coloured


def test_json_for_a_terminal_is_the_same_json() -> None:
    value = {"title": HOSTILE + "\U000e0041ē"}
    printed = terminal.to_json(value).decode("utf-8")
    assert json.loads(printed) == value
    assert not [letter for letter in printed if letter != "\n" and not letter.isprintable()]
    assert "ē" in printed


def test_text_keeps_its_offsets() -> None:
    text = "first\n\tsecond\x1b[2J\u202ethird"
    assert len(terminal.plain_lines(text)) == len(text)
    assert terminal.plain_lines(text) == "first\n\tsecond [2J third"


def test_findings_of_one_cause_are_one_line(tmp_path: Path) -> None:
    under = "service-before-consent · hotjar"
    one = result(
        finding("high", "certain"), finding("medium", "certain", "_hjid", under), finding("info", "possible", "twitter")
    )
    printed = shown(one, tmp_path)
    assert "by hotjar (and 1 more of the same cause)" in printed
    assert "_hjid" not in printed
    assert "2 findings (1 high, 1 medium), 1 possible" in printed
    assert "_hjid" in shown(one, tmp_path, every=True)


def test_an_incomplete_scan_says_so_and_why(tmp_path: Path) -> None:
    failure = Failure(what="scan", where="https://example.test/", why="it was interrupted")
    printed = shown(replace(result(), complete=False, failures=(failure,)), tmp_path)
    assert "Incomplete: it was interrupted" in printed


def test_a_site_that_was_not_scanned_says_why(tmp_path: Path) -> None:
    printed = shown(replace(result(), complete=False, reason=f"https://example.test/ {HOSTILE}"), tmp_path)
    assert printed.startswith("Not scanned: https://example.test/ ")
    assert "\x1b" not in printed
    assert "0 findings" not in printed


def test_files_are_listed_where_they_are(tmp_path: Path) -> None:
    for name in ("result.json", "report.html", "evidence.json"):
        (tmp_path / name).touch()
    assert f"Written to {tmp_path}: report.html, result.json\n" in shown(result(), tmp_path)


def test_progress_tells_visit_state_place_and_requests() -> None:
    stream = io.StringIO()
    with terminal.ScanProgress(Console(file=stream, force_terminal=True, width=160), shown=True) as progress:
        progress(Progress(stage="browser"))
        progress(
            Progress(
                stage="visit", state="reject", url="https://example.test/[red]a\x1b[2Jb", done=2, planned=9, requests=41
            )
        )
        progress(Progress(stage="checking"))
    printed = stream.getvalue()
    assert "Visit 3 of 9" in printed
    assert "reject · example.test/[red]a [2Jb · 41 requests" in printed
    assert "Comparing" in printed


@pytest.mark.parametrize("shown_at_all", [True, False])
def test_progress_is_silent_where_nobody_watches(shown_at_all: bool) -> None:
    stream = io.StringIO()
    with terminal.ScanProgress(Console(file=stream, force_terminal=not shown_at_all), shown=shown_at_all) as progress:
        progress(Progress(stage="visit", state="baseline", url="https://example.test/", planned=3))
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("level", "status"), [(None, 0), ("critical", 0), ("high", 1), ("medium", 1), ("info", 1)]
)  # fmt: skip
def test_fail_on_counts_that_level_and_above(level: str | None, status: int) -> None:
    assert outcome.exit_status(result(finding("high", "certain"), finding("info", "likely")), level) == status


def test_fail_on_passes_over_what_is_only_possible() -> None:
    assert outcome.exit_status(result(finding("medium", "possible")), "info") == 0


def test_interrupted_goes_before_not_scanned_before_findings() -> None:
    one = result(finding("critical", "certain"))
    assert outcome.exit_status(replace(one, reason="no answer"), "low") == 3
    assert outcome.exit_status(replace(one, reason="no answer", interrupted=True), "low") == 130
