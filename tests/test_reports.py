"""Reports against hostile text: nothing a scanned site sends may run, in a browser, a spreadsheet or a terminal."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

import reports
from reports import as_csv, as_html
from scanner.cli.terminal import cell
from scanner.model.errors import UsageError
from scanner.model.evidence import Setter, Tool, Visit
from scanner.model.findings import Finding, Quote
from scanner.model.result import AnnotatedCookie, Flow, Result
from scanner.model.target import Target

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("https://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\u202egnp.exe",
    "\x1b[31mred\x1b[0m",
    "javascript:alert(1)",
    "x" * 5000,
    "{{ 7 * 7 }}",
    "[bold]not markup[/bold]",
]


def result(text: str) -> Result:
    """A result with `text` in every place that the scanned site controls."""
    visit = Visit(
        id=0, state="baseline", kind="home", url=text, final_url=text, status=200, title=text, language=text,
        started_at="2026-01-01T00:00:00Z", duration_ms=1, settled="quiet",
    )  # fmt: skip
    cookie = AnnotatedCookie(
        id=0, name=text, domain=text, path="/", host_only=True, states=("baseline",), session=True, lifetime_days=0.0,
        secure=False, http_only=False, same_site=None, partitioned=False, set_by=Setter(kind="script", url=text),
        value_length=1, value_hash="0",
    )  # fmt: skip
    quote = Quote(document=text, start=0, end=1, quote=text)
    flow = Flow(
        service=text,
        entity=text,
        country="US",
        states=("baseline",),
        observed=True,
        disclosure="omitted",
        name=text,
        quotes=(quote,),
    )
    finding = Finding(
        check="undisclosed-service", subject=text, verdict="omitted", severity="high", confidence="certain", title=text,
        message=text, recommendation=text, quotes=(quote,), evidence=("cookies/0", "visits/0"),
    )  # fmt: skip
    return Result(
        schema=1, tool=Tool(name="privacydiff", version="0", browser="Chromium", user_agent=text), target=Target(url="https://example.test/"),
        started_at="2026-01-01T00:00:00Z", finished_at="2026-01-01T00:00:01Z", complete=True, gathered=(), failures=(),
        visits=(visit,), cookies=(cookie,), flows=(flow,), findings=(finding,),
    )  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_gets_into_html_as_markup(text: str) -> None:
    html = as_html.render(result(text))
    body = html.split("</style>", 1)[1].rsplit("<script>", 1)[0]
    assert "<script" not in body
    assert "<img" not in body
    assert not re.search(r"href=[\"']?\s*javascript:", html, re.IGNORECASE)
    assert not re.search(r"<[^>]+\son\w+=", body)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_direction_or_control_character_gets_through(text: str) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", as_html.render(result(text)))


def test_html_asks_for_nothing_from_the_network() -> None:
    html = as_html.render(result("x"))
    assert "default-src 'none'" in unescape(html)
    assert not re.search(r"<(?:link|img|iframe|script)[^>]+(?:src|href)=", html)
    assert "url(" not in html


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_starts_a_formula(text: str, tmp_path: Path) -> None:
    for file in as_csv.write(result(text), tmp_path):
        for field in re.findall(r'(?:^|,)"?([^",\r\n]*)', file.read_text(encoding="utf-8-sig")):
            assert not re.match(r"\s*[=+@\t]", field), (file.name, field)
            assert not re.match(r"\s*-\D", field), (file.name, field)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_escape_reaches_the_terminal(text: str) -> None:
    shown = cell(text).plain
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    assert len(shown) < 400


def test_every_report_lives_with_an_empty_result(tmp_path: Path) -> None:
    empty = replace(result("x"), visits=(), cookies=(), flows=(), findings=(), reason="The site could not be opened.")
    look = reports.Look(language="en", print_page=lambda page, pdf: pdf.write_bytes(page.read_bytes()))
    written = reports.write(empty, tmp_path, reports.formats(), look)
    assert {file.name for file in written} >= {"result.json", "report.html", "report.pdf", "findings.csv"}
    assert "could not be scanned" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_result_json_is_written_whatever_was_asked_for(tmp_path: Path) -> None:
    reports.write(result("x"), tmp_path, ["csv"])
    assert (tmp_path / "result.json").is_file()


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(UsageError, match="docx"):
        reports.known(["docx"])
