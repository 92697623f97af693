"""Every format of one small result made in code, as text: what tests/golden/ holds. `make golden` writes it anew."""

import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import openpyxl
from report_results import finding, rich
from selectolax.lexbor import LexborHTMLParser

from reports import Brand, Look, as_csv, as_html, as_json, as_junit, as_markdown, as_sarif, as_xlsx, portfolio
from scanner.model.findings import Severity
from scanner.model.portfolio import FoundThere, ListedSite, Run, SiteOutcome
from scanner.model.result import Result

FOLDER = Path(__file__).parent / "golden"
BRAND = Brand(name="Agency", colour="#0a58a6", intro="For you.", contact="a@agency.test")


def earlier() -> Result:
    """The same site three weeks before."""
    was = finding("undisclosed-cookie", "old_id", "medium", "old_id · set, in no list")
    return replace(rich(), started_at="2026-11-01T08:00:00Z", findings=(*rich().findings[2:], was))


def run() -> tuple[Run, Run]:
    """Three sites, and one of them in the run before."""

    def outcome(url: str, *levels: Severity) -> SiteOutcome:
        found = tuple(
            FoundThere(check="undisclosed-service", subject=level, severity=level, title=f"{level} one", is_cause=True)
            for level in levels
        )
        return SiteOutcome(site=ListedSite(url=url, client="Meadow", tags=("shop",)), folder="x", state="done", found=found)

    failed = replace(outcome("https://b.test/"), state="failed", why="https://b.test/ showed an empty page.")
    sites = (outcome("https://a.test/", "high", "low"), failed, replace(outcome("https://c.test/"), state="waiting"))
    before = Run(started_at="2026-11-01T08:00:00Z", finished_at="2026-11-01T09:00:00Z", sites=(outcome("https://a.test/", "low"),))
    return Run(started_at="2026-11-22T08:00:00Z", finished_at="2026-11-22T09:00:00Z", sites=sites), before


def made() -> dict[str, str]:
    """All golden texts by file name."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        texts = {file.name: file.read_bytes().decode() for file in as_csv.write(rich(), folder)}
        for format_ in (as_json, as_sarif, as_junit, as_markdown):
            (file,) = format_.write(rich(), folder)
            texts[file.name] = file.read_text(encoding="utf-8")
        (book,) = as_xlsx.write(rich(), folder)
        texts["result.xlsx.json"] = _sheets(book)
        for tag in ("en", "lv"):
            look = Look(language=tag, brand=BRAND, earlier=earlier())
            texts[f"report.{tag}.txt"] = _read(as_html.render(rich(), look))
            now, before = run()
            page, table, book = portfolio.write(now, (before,), folder, "runs/1", look)
            texts[f"portfolio.{tag}.txt"] = _read(page.read_text(encoding="utf-8"))
        texts["portfolio.csv"] = table.read_bytes().decode()
        texts["portfolio.xlsx.json"] = _sheets(book)
    return texts


def _sheets(file: Path) -> str:
    book = openpyxl.load_workbook(file)
    told = {
        sheet.title: {
            "filter": sheet.auto_filter.ref,
            "frozen": sheet.freeze_panes,
            "rows": [list(row) for row in sheet.iter_rows(values_only=True)],
        }
        for sheet in book
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _read(html: str) -> str:
    """What a reader of a page sees, a line for each text; styles and scripts left out."""
    tree = LexborHTMLParser(html)
    for part in tree.css("style, script"):
        part.decompose()
    lines = (re.sub(r"\s+", " ", line).strip() for line in tree.text(separator="\n").splitlines())
    return "\n".join(line for line in lines if line) + "\n"
