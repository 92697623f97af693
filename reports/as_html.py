"""report.html: one file, without a network, for people. Everything from the scanned site is escaped by the template."""

from pathlib import Path

from reports.look import Look
from reports.page.layout import page
from scanner.model.result import Result


def write(result: Result, folder: Path) -> list[Path]:
    """Write report.html, in the language of the site's locale."""
    return present(result, folder, Look(bundle=folder))


def present(result: Result, folder: Path, look: Look) -> list[Path]:
    """Write report.html as it is to look."""
    file = folder / "report.html"
    file.write_text(render(result, look), encoding="utf-8")
    return [file]


def render(result: Result, look: Look | None = None) -> str:
    """The report as one HTML document."""
    return page(result, look or Look())
