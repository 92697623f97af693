"""report.pdf: the HTML report on paper, with header, footer, bookmarks, and contents that tell the pages."""

import tempfile
from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader

from reports.as_html import render
from reports.look import Look, Print
from scanner.model.errors import UsageError
from scanner.model.result import Result


def write(result: Result, folder: Path) -> list[Path]:
    """Raise UsageError: without a browser nothing can be printed."""
    return present(result, folder, Look(bundle=folder))


def present(result: Result, folder: Path, look: Look) -> list[Path]:
    """Write report.pdf through the printer that `look` brings: once to learn the pages, and again with their numbers."""
    if look.print_page is None:
        raise UsageError("A PDF is printed by a browser, and none was handed over.")
    file = folder / "report.pdf"
    _print(result, look, file, look.print_page)
    _print(result, replace(look, page_numbers=_page_numbers(file)), file, look.print_page)
    return [file]


def _print(result: Result, look: Look, file: Path, printer: Print) -> None:
    with tempfile.TemporaryDirectory(prefix="privacydiff-") as place:
        source = Path(place) / "report.html"
        source.write_text(render(result, look), encoding="utf-8")
        printer(source, file)


def _page_numbers(file: Path) -> dict[str, int]:
    """Where each anchor of a printed report is, by page, counted from 1."""
    read = PdfReader(file)
    places = {name.lstrip("/"): read.get_destination_page_number(one) for name, one in read.named_destinations.items()}
    return {name: number + 1 for name, number in places.items() if number is not None}
