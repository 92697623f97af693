"""The map of recipients: site, services, companies and countries in four columns, with lines between them."""

from dataclasses import dataclass

from reports.frame import shortened
from reports.language import Language
from reports.page.services import Row

MOST = 30
_ROW, _TOP, _HALF = 26, 34, 9
_COLUMNS = (0, 190, 460, 740)
_WIDTHS = (140, 210, 200, 218)
_LETTERS = (17, 27, 26, 28)
"""What fits into a box of each column."""
WIDTH = 960


@dataclass(frozen=True, slots=True)
class Node:
    """One box: its text, place and size, and the purpose that colours and dashes it."""

    text: str
    x: int
    y: int
    width: int
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """Boxes and lines; `left_out` counts services that did not fit."""

    nodes: tuple[Node, ...]
    lines: tuple[tuple[str, str], ...]
    height: int
    left_out: int


def recipients(host: str, rows: list[Row], language: Language) -> Map | None:
    """The map of the services observed, the heaviest first; None where there are none."""
    seen = [row for row in rows if row.flow.observed]
    if not seen:
        return None
    shown = sorted(seen[:MOST], key=lambda row: (row.flow.country or "~", row.flow.entity or "~", row.weight))
    companies = list(dict.fromkeys(_company(row, language) for row in shown))
    countries = list(dict.fromkeys(_country(row, language) for row in shown))
    height = _TOP + _ROW * len(shown) + 8
    at_company = _spread(companies, height)
    at_country = _spread(countries, height)
    middle = (_TOP + height) // 2 - _HALF
    nodes = [Node(shortened(host.removeprefix("www."), _LETTERS[0]), _COLUMNS[0], middle, _WIDTHS[0])]
    lines: dict[tuple[str, str], None] = {}
    for number, row in enumerate(shown):
        y = _TOP + _ROW * number + _HALF
        company, country = _company(row, language), _country(row, language)
        nodes.append(Node(shortened(row.name, _LETTERS[1]), _COLUMNS[1], y, _WIDTHS[1], row.flow.purpose))
        lines[(_line(0, middle, 1, y), row.flow.purpose)] = None
        lines[(_line(1, y, 2, at_company[company]), row.flow.purpose)] = None
        lines[(_line(2, at_company[company], 3, at_country[country]), "")] = None
    nodes += [Node(shortened(name, _LETTERS[2]), _COLUMNS[2], y, _WIDTHS[2]) for name, y in at_company.items()]
    nodes += [Node(shortened(name, _LETTERS[3]), _COLUMNS[3], y, _WIDTHS[3]) for name, y in at_country.items()]
    return Map(tuple(nodes), tuple(lines), height, len(seen) - len(shown))


def _company(row: Row, language: Language) -> str:
    return row.flow.entity or language.say("company unknown")


def _country(row: Row, language: Language) -> str:
    return language.country(row.flow.country) or language.say("country unknown")


def _spread(names: list[str], height: int) -> dict[str, int]:
    step = (height - _TOP) / len(names)
    return {name: round(_TOP + step * (number + 0.5)) - _HALF for number, name in enumerate(names)}


def _line(column: int, y: int, other: int, to: int) -> str:
    start, end = _COLUMNS[column] + _WIDTHS[column], _COLUMNS[other]
    bend = (start + end) // 2
    return f"M{start} {y + _HALF}C{bend} {y + _HALF} {bend} {to + _HALF} {end} {to + _HALF}"
