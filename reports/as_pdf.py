"""report.pdf: the HTML report on paper, with header, footer and bookmarks."""

import tempfile
from pathlib import Path

from reports.as_html import render
from reports.look import Look
from scanner.model.errors import UsageError
from scanner.model.result import Result


def write(result: Result, folder: Path) -> list[Path]:
    """Raise UsageError: without a browser nothing can be printed."""
    return present(result, folder, Look(bundle=folder))


def present(result: Result, folder: Path, look: Look) -> list[Path]:
    """Write report.pdf through the printer that `look` brings."""
    if look.print_page is None:
        raise UsageError("A PDF is printed by a browser, and none was handed over.")
    file = folder / "report.pdf"
    with tempfile.TemporaryDirectory(prefix="privacydiff-") as place:
        source = Path(place) / "report.html"
        source.write_text(render(result, look), encoding="utf-8")
        look.print_page(source, file)
    return [file]
