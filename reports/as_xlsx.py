"""One workbook: a first sheet with the scan in a few lines, then a sheet a table, with filters and a frozen header."""

from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.tables import plain, tables
from scanner.model.findings import SEVERITIES
from scanner.model.result import Result

# Whatever a cell holds is text or a number: nothing a site sends becomes a formula or a link.
_INERT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_LONGEST = 32_767  # characters in a cell, by Excel's specifications and limits
_WIDTHS = {"title": 60, "message": 80, "recommendation": 80, "quotes": 80, "quote": 80, "url": 70, "why": 60}
_WIDTH = 18


def write(result: Result, folder: Path) -> list[Path]:
    """Write result.xlsx."""
    file = folder / "result.xlsx"
    write_workbook(file, {"scan": _scan(result), **tables(result)}, created=result.finished_at)
    return [file]


def write_workbook(file: Path, sheets: dict[str, tuple[list[str], list[list[Any]]]], *, created: str) -> None:
    """Write tables as sheets; `created` is an ISO 8601 time, so that the same tables give the same file."""
    with xlsxwriter.Workbook(file, _INERT) as book:
        book.set_properties({"created": datetime.fromisoformat(created).replace(tzinfo=None)})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"valign": "top", "text_wrap": True})
        for name, (columns, rows) in sheets.items():
            _sheet(book.add_worksheet(name), columns, rows, head, text)


def _sheet(sheet: Worksheet, columns: list[str], rows: list[list[Any]], head: Format, text: Format) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column, _WIDTH))
        sheet.write_string(0, place, column, head)
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            _cell(sheet, number, place, plain(value), text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)


def _cell(sheet: Worksheet, row: int, column: int, value: Any, text: Format) -> None:
    if isinstance(value, str):
        whole = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
        sheet.write_string(row, column, whole, text)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, text)
    elif value is not None:
        sheet.write_number(row, column, value, text)


def _scan(result: Result) -> tuple[list[str], list[list[Any]]]:
    summary = result.summary
    return ["what", "value"], [
        ["site", result.target.url],
        ["started", result.started_at],
        ["finished", result.finished_at],
        ["complete", result.complete],
        ["not scanned because", result.reason],
        ["visitors", list(result.target.states)],
        *[[f"findings: {level}", summary.by_severity.get(level, 0)] for level in SEVERITIES],
        ["third-party services", summary.services],
        ["cookies", summary.cookies],
        ["requests", summary.requests],
        ["pages", summary.pages],
        ["policy documents", summary.documents],
        ["checks not assessed", summary.not_assessed],
        ["program", f"{result.tool.name} {result.tool.version}"],
        ["browser", result.tool.browser],
        ["catalogue", result.tool.catalogue],
        ["rules", result.tool.rules],
    ]
