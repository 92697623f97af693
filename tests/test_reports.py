"""Reports against hostile text: nothing a scanned site sends may run, in a browser, a spreadsheet or a terminal."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import get_args

import pytest
from pypdf import PdfWriter
from report_results import large, rich

import reports
from reports import as_csv, as_html
from reports.page import words
from scanner import manifest
from scanner.cli.terminal import cell
from scanner.model.errors import UsageError
from scanner.model.evidence import Screenshot, Setter, Tool, Visit
from scanner.model.findings import Finding, Quote
from scanner.model.judging import Acceptance
from scanner.model.result import AnnotatedCookie, Flow, Result
from scanner.model.target import State, Target

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
    blank = PdfWriter()
    blank.add_blank_page(width=595, height=842)
    look = reports.Look(language="en", print_page=lambda _, pdf: blank.write(pdf))
    written = reports.write(empty, tmp_path, reports.formats(), look)
    assert {file.name for file in written} >= {"result.json", "report.html", "report.pdf", "findings.csv"}
    assert "could not be scanned" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_result_json_is_written_whatever_was_asked_for(tmp_path: Path) -> None:
    reports.write(result("x"), tmp_path, ["csv"])
    assert (tmp_path / "result.json").is_file()


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(UsageError, match="docx"):
        reports.known(["docx"])


def test_the_brand_of_the_sender_is_shown(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(b"\x89PNG\r\n\x1a\n")
    brand = reports.Brand(
        name="Agency", logo=logo, colour="#0a58a6", intro="For you.\nWith care.", contact="a@agency.test"
    )
    html = as_html.render(rich(), reports.Look(language="en", brand=brand))
    assert 'alt="Agency"' in html
    assert "data:image/png;base64,iVBORw0KGgo=" in html
    assert "--brand: #0a58a6;" in html
    assert "For you.\nWith care." in html
    assert html.count("a@agency.test") == 2


@pytest.mark.parametrize(
    ("brand", "why"),
    [
        (reports.Brand(colour="red; } body { display: none"), "is none: give it as #rrggbb"),
        (reports.Brand(logo=Path("there-is-none.png")), "is not there"),
        (reports.Brand(logo=Path("logo.exe")), "of a kind that is known"),
    ],
)
def test_a_brand_that_cannot_be_shown_is_told(brand: reports.Brand, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        as_html.render(rich(), reports.Look(brand=brand))


def test_pictures_stand_in_the_page_and_come_from_the_bundle_only(tmp_path: Path) -> None:
    (tmp_path / "in.jpg").write_bytes(b"\xff\xd8in")
    (tmp_path.parent / "out.jpg").write_bytes(b"\xff\xd8out")
    shots = tuple(
        Screenshot(what="banner", state="baseline", url="https://www.meadow.test/", file=name)
        for name in ("in.jpg", "../out.jpg", "gone.jpg")
    )
    html = as_html.render(replace(rich(), screenshots=shots), reports.Look(language="en", bundle=tmp_path))
    assert html.count('<img src="data:image/jpeg;base64,') == 1
    assert 'alt="No choice: the consent dialog as it was shown"' in html


def test_causes_are_counted_and_accepted_findings_are_not() -> None:
    head, follower, *others = rich().findings
    accepted = replace(head, accepted=Acceptance(check=head.check, reason="Ticket 41.", until="2027-03-31"))
    html = as_html.render(replace(rich(), findings=(accepted, follower, *others)), reports.Look(language="en"))
    assert "3 differences between the published policy and what was observed" in html
    assert "Ticket 41." in html
    assert "until 2027-03-31" in html
    assert html.index('id="accepted"') < html.index(f'id="finding-{head.check}-countwell"')


def test_the_hash_of_the_evidence_is_on_the_first_screen(tmp_path: Path) -> None:
    (tmp_path / "evidence.json").write_text("{}", encoding="utf-8")
    before = manifest.evidence_digest(tmp_path)
    (tmp_path / "report.html").write_text("a report changes nothing", encoding="utf-8")
    assert before == manifest.evidence_digest(tmp_path)
    first, _, _ = as_html.render(rich(), reports.Look(bundle=tmp_path)).partition("<nav")
    assert before in first
    (tmp_path / "evidence.json").write_text("{ }", encoding="utf-8")
    assert before != manifest.evidence_digest(tmp_path)


def test_a_report_without_pictures_is_small() -> None:
    assert len(as_html.render(large()).encode()) < 2_000_000


def test_every_visitor_has_a_name_in_the_report() -> None:
    assert set(get_args(State)) == set(words.STATE) == set(words.STATE_IN_SENTENCE)
