"""How a report for people is to look: its language, whose name it bears, and what it may draw on beside the Result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scanner.model.result import Result

Print = Callable[[Path, Path], None]
"""Prints an HTML file to a PDF file; the pipeline hands one over, for reports know no browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Whoever sends the report: `logo` is a picture's file, `colour` a CSS colour, `intro` and `contact` plain text."""

    name: str = ""
    logo: Path | None = None
    colour: str = ""
    intro: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`language` None is that of the site's locale; `bundle` is the scan's folder, for its pictures and its hash.

    `earlier` is an earlier result of the same site, to tell what changed since.
    `page_numbers` are those of sections on paper, by anchor, once they are known.
    `byte_order_mark`: whether text for spreadsheets begins with one, without which Excel misreads it.
    """

    language: str | None = None
    brand: Brand = field(default_factory=Brand)
    bundle: Path | None = None
    print_page: Print | None = None
    earlier: Result | None = None
    page_numbers: Mapping[str, int] = field(default_factory=dict)
    byte_order_mark: bool = True
