"""Reads tables of cookies as they stand in a text: columns in any order, turned on their side, one block a cookie."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from scanner.policy.cookie_words import COOKIE, Field, field_of, purpose_of
from scanner.policy.patterns import fold

_LABEL = re.compile(r"^[\s•*·–-]*([^:\t|]{3,45}?)\s*:\s+(\S.*)$")
_INLINE = re.compile(r"(?:^[\s•*·–-]*|[.;,|]\s+)([^.:;,|\n]{3,30}):\s+")
_FEWEST_LABELS = 3
_WIDE = re.compile(r"\s{2,}")
_DASH = re.compile(r"\s[–—-]\s")
_FEWEST_DASHES, _LONGEST_DASHED = 2, 300
"""A line of so many dashes is a row of cells: "sid – our shop – the basket – 2 days"."""
_RULE = re.compile(r"^[\s|:+=-]*$")
_NAMES = re.compile(r"\s*(?:[,;/]|\s(?:un|and|и|ir|ja|und)\s)\s*|\s+")
_NAME = re.compile(r"[A-Za-z0-9_.\-*#$<>{}\[\]%:@|~]{2,80}")
_TELLING = re.compile(r"_|\d|[a-z][A-Z]|^[A-Z]{3,}|\.|^[a-z]{2,5}$")
_OF_A_COOKIE = re.compile(r"[_\d]")
"""In a first cell: the line is about a cookie, and heads no columns ("lang_id", "Functional", "1 year")."""
_BEFORE = 400
_MOST_IN_CELL = 12
_LONGEST_GROUP, _WORDS_OF_GROUP = 80, 6
_BEFORE_GROUP = 4000


@dataclass(frozen=True, slots=True)
class Row:
    """What one row or block says of a cookie; its text stands at start:end, "" is what it does not say."""

    name: str
    start: int
    end: int
    provider: str = ""
    purpose: str = ""
    retention: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    cells: tuple[str, ...]


def rows(text: str) -> Iterator[Row]:
    """Every cookie of every table of a text; a name that a table gives twice comes twice. No line is read twice over."""
    lines = [*_lines(text)]
    at = 0
    while at < len(lines):
        after = at + 1
        for reader in (_table, _inline, _blocks, _stream):
            found, end = reader(text, lines, at)
            after = max(after, end)
            yield from found
            if found:
                break
        at = after


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for raw in text.splitlines(keepends=True):
        line = raw.rstrip("\r\n")
        yield _Line(at + len(line) - len(line.lstrip()), at + len(line.rstrip()), _cells(line.strip()))
        at += len(raw)


def _cells(line: str) -> tuple[str, ...]:
    if not line:
        return ()
    if "\t" in line:
        parts = line.split("\t")
    elif line.count("|") >= 2 or " | " in line:
        if _RULE.match(line):
            return ()
        parts = line.strip("|").split("|")
    elif len(line) <= _LONGEST_DASHED and len(_DASH.findall(line)) >= _FEWEST_DASHES:
        parts = _DASH.split(line)
    else:
        parts = _WIDE.split(line)
    return tuple(_plain(part.strip(" `")) for part in parts)


def _plain(cell: str) -> str:
    """A cell without Markdown's emphasis; the "*" that ends a cookie's pattern stays."""
    return cell.strip("*") if cell.startswith("**") else cell


def _table(text: str, lines: list[_Line], at: int) -> tuple[list[Row], int]:
    """A line of headers with the rows below it; lines of one cell between them are headings of groups."""
    headers = _headers(lines[at].cells)
    if not headers:
        return [], at
    found: list[Row] = []
    group, after = _heading_above(lines, at), at + 1
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if _headers(line.cells):
            break
        if len(line.cells) == 1:
            if not purpose_of(line.cells[0]) or len(line.cells[0]) > _LONGEST_GROUP:
                break
            group = line.cells[0]
        elif len(line.cells) > 1:
            told = {field: line.cells[column] for column, field in headers.items() if column < len(line.cells)}
            found += _of(told, line.start, line.end, group)
            after = number + 1
    return (found if _speaks_of_cookies(text, lines[at], found) else []), after


def _heading_above(lines: list[_Line], at: int) -> str:
    """The line above a table where that is a heading which names a kind of cookie: "Statistics"."""
    above = next((line for line in reversed(lines[max(0, at - 2) : at]) if line.cells), None)
    if above is None or len(above.cells) != 1:
        return ""
    heading = above.cells[0]
    plain = len(heading) <= _LONGEST_GROUP and heading[-1] not in ".:;,?" and len(heading.split()) <= _WORDS_OF_GROUP
    return heading if plain and purpose_of(heading) else ""


def _headers(cells: tuple[str, ...]) -> dict[int, Field]:
    """Columns by number; empty where a line is no line of headers."""
    if len(cells) < 2:
        return {}
    fields: dict[int, Field] = {}
    for column, cell in enumerate(cells):
        field = field_of(cell)
        if field and field not in fields.values():
            fields[column] = field
    if "name" not in fields.values() and 0 not in fields and fields and not _OF_A_COOKIE.search(cells[0]):
        fields[0] = "name"
    return fields if len(fields) >= 2 and "name" in fields.values() and len(fields) * 2 > len(cells) else {}


def _inline(text: str, lines: list[_Line], at: int) -> tuple[list[Row], int]:
    """One cookie a line, with labels in it: "Name: sid. Provider: us. Purpose: the basket. Kept: 2 days."."""
    line = text[lines[at].start : lines[at].end]
    labels = [(match, field_of(match.group(1))) for match in _INLINE.finditer(line)]
    known = [(match, field) for match, field in labels if field]
    if len({field for _, field in known}) < _FEWEST_LABELS:
        return [], at
    ends = [match.start() for match, _ in known[1:]] + [len(line)]
    told: dict[Field, str] = {}
    for (match, field), end in zip(known, ends, strict=True):
        told.setdefault(field, line[match.end() : end].strip(" .;,|"))
    found = _of(told, lines[at].start, lines[at].end, "")
    return (found, at + 1) if _speaks_of_cookies(text, lines[at], found) else ([], at)


def _blocks(text: str, lines: list[_Line], at: int) -> tuple[list[Row], int]:
    """Lines that begin with a label ("Purpose: …"): one cookie a block, or several side by side."""
    told: list[dict[Field, str]] = []
    first, last, number = lines[at].start, lines[at].end, at
    if len(lines[at].cells) == 1 and not _labelled(text, lines, at) and _labelled(text, lines, _next(lines, at)):
        told, number = [{"name": lines[at].cells[0]}], _next(lines, at)
    while number < len(lines):
        label = _labelled(text, lines, number)
        if label is None or (told and label[0] in told[0]):
            break
        field, values = label
        told = told or [{} for _ in values]
        for column, value in zip(told, values, strict=False):
            column[field] = value
        last, number = lines[number].end, _next(lines, number)
    if not told or "name" not in told[0] or len(told[0]) < 2:
        return [], at
    found = [row for column in told for row in _of(column, first, last, "")]
    return (found, number) if _speaks_of_cookies(text, lines[at], found) else ([], at)


def _next(lines: list[_Line], at: int) -> int:
    """The next line, over one blank line."""
    return at + 2 if at + 1 < len(lines) and not lines[at + 1].cells else at + 1


def _labelled(text: str, lines: list[_Line], at: int) -> tuple[Field, tuple[str, ...]] | None:
    if at >= len(lines) or not lines[at].cells:
        return None
    line = lines[at]
    label = _LABEL.match(text[line.start : line.end]) if len(line.cells) == 1 else None
    name, values = (label.group(1), (label.group(2),)) if label else (line.cells[0], line.cells[1:])
    field = field_of(name)
    return (field, values) if field and values and not any(field_of(value) == "name" for value in values) else None


def _stream(text: str, lines: list[_Line], at: int) -> tuple[list[Row], int]:
    """A table whose every cell is a line of its own: as many headers, then cookies of as many lines each."""
    fields: list[Field] = []
    filled = _filled(lines, at)
    first: list[_Line] = []
    for line in filled:
        field = field_of(line.cells[0]) if len(line.cells) == 1 else None
        if field is None or field in fields:
            first = [line]
            break
        fields.append(field)
    if len(fields) < 2 or "name" not in fields:
        return [], at
    found: list[Row] = []
    while len(cells := [*first, *islice(filled, len(fields) - len(first))]) == len(fields):
        first = []
        told = dict(zip(fields, (text[cell.start : cell.end] for cell in cells), strict=True))
        if not _names(told["name"]) or field_of(told["name"]):
            break
        found += _of(told, cells[0].start, cells[-1].end, "")
    if not found:
        return [], at
    end = found[-1].end
    after = next(number for number in range(at, len(lines)) if lines[number].end >= end) + 1
    return (found if _speaks_of_cookies(text, lines[at], found) else []), after


def _filled(lines: list[_Line], at: int) -> Iterator[_Line]:
    """The lines from a place on that are not blank."""
    return (lines[number] for number in range(at, len(lines)) if lines[number].cells)


def _of(told: dict[Field, str], start: int, end: int, group: str) -> list[Row]:
    category = told.get("category", "")
    return [
        Row(
            name,
            start,
            end,
            told.get("provider", ""),
            told.get("purpose", ""),
            told.get("retention", ""),
            category if purpose_of(category) else group or category,  # a column of types ("HTTP") tells no purpose
        )
        for name in _names(told.get("name", ""))
    ]


def _names(cell: str) -> list[str]:
    """The names in a cell; none where it holds words, not names."""
    names = [name.strip(".,:;()\"'“”„«»") for name in _NAMES.split(cell.strip()) if name]
    names = [name for name in names if name]
    plain = names and len(names) <= _MOST_IN_CELL and all(_NAME.fullmatch(name) for name in names)
    return names if plain and (len(names) == 1 or all(_TELLING.search(name) for name in names)) else []


def _speaks_of_cookies(text: str, first: _Line, found: list[Row]) -> bool:
    """Whether a table is of cookies: it or what stands before it says so, or its names look like it."""
    if not found:
        return False
    grouped = all(purpose_of(row.category) and row.retention for row in found)  # one of several tables, one a purpose
    near = fold(text[max(0, first.start - (_BEFORE_GROUP if grouped else _BEFORE)) : first.end])
    telling = sum(bool(re.search(r"_|[a-z][A-Z]|^[A-Z]{4,}", row.name)) for row in found)
    return bool(COOKIE.search(near)) or telling * 2 >= len(found)
