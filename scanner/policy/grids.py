"""Sees tables on a page, built of table elements, of roles or of equal rows of divs, as rows of cells."""

import re

from selectolax.lexbor import LexborNode

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]")
_ROWS = "[role=row]"
_CELLS = frozenset(["cell", "gridcell", "columnheader", "rowheader"])
_SOFT = frozenset(["span", "b", "strong", "a", "code", "em", "i", "u", "small", "label"])
_OF_ROWS = frozenset(["div", "section", "article"])
_OF_CELLS = frozenset(["div", "span", "p", "strong", "b", "a", "code", "em", "label"])
_NOT_IN_CELLS = "h1, h2, h3, h4, h5, h6, ul, ol, table, p + p"
_LONGEST_CELL = 600
_LONGEST_DIV = 250
_FEWEST_ROWS = 3
_COLUMNS = range(2, 8)
_MOST_ROWS = 3000
_MOST_SPANNED = 50


def rows_of(node: LexborNode, left_out: frozenset[int]) -> list[list[str]] | None:
    """The rows of a table that `node` is; None where it is none, or serves to lay out text."""
    if node.tag == "table":
        return _of_table(node, left_out)
    if node.attributes.get("role") in ("table", "grid", "treegrid"):
        return _of_roles(node, left_out)
    if node.tag in _OF_ROWS:
        return _of_divs(node, left_out)
    return None


def cell_text(node: LexborNode, left_out: frozenset[int]) -> str:
    """The text of a cell on one line: a comma between the items of a list, a space between its paragraphs."""
    parts: list[str] = []
    stack = [node]
    while stack:
        one = stack.pop()
        if one.is_text_node:
            parts.append(one.text_content or "")
        if one.mem_id in left_out or not one.is_element_node:
            continue
        if one.tag == "li" and parts and parts[-1].strip():
            parts.append(", ")
        elif one.tag not in _SOFT:
            parts.append(" ")
        stack.extend(reversed(_children(one, text=True)))
    return " ".join(_UNSEEN.sub("", "".join(parts)).split()).replace(" ,", ",")


def _of_table(table: LexborNode, left_out: frozenset[int]) -> list[list[str]] | None:
    if table.css_first("table table") is not None:
        return None
    spans: dict[int, tuple[int, str]] = {}
    rows = []
    for row in table.css("tr")[:_MOST_ROWS]:
        cells: list[str] = []
        for cell in _children(row):
            if cell.tag not in ("td", "th") or cell.mem_id in left_out:
                continue
            _spanned(cells, spans)
            text = cell_text(cell, left_out)
            if len(text) > _LONGEST_CELL:
                return None  # a frame around paragraphs
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            for _ in range(across):
                if down > 1:
                    spans[len(cells)] = (down - 1, text)
                cells.append(text)
                text = ""
        _spanned(cells, spans)
        rows.append(cells)
    widest = max(map(len, rows), default=0)
    return rows if widest > 1 else None


def _spanned(cells: list[str], spans: dict[int, tuple[int, str]]) -> None:
    """Cells of earlier rows that reach down to here."""
    while len(cells) in spans:
        left, text = spans.pop(len(cells))
        if left > 1:
            spans[len(cells)] = (left - 1, text)
        cells.append(text)


def _span(cell: LexborNode, name: str) -> int:
    number = re.sub(r"\D", "", cell.attributes.get(name) or "")[:3]
    return max(1, min(int(number or 1), _MOST_SPANNED))


def _of_roles(table: LexborNode, left_out: frozenset[int]) -> list[list[str]] | None:
    rows = [
        [cell_text(cell, left_out) for cell in _children(row) if cell.attributes.get("role") in _CELLS]
        for row in table.css(_ROWS)[:_MOST_ROWS]
    ]
    return rows if any(len(row) > 1 for row in rows) else None


def _of_divs(node: LexborNode, left_out: frozenset[int]) -> list[list[str]] | None:
    """Three or more divs, each of the same number of short cells: a table to those who look at it."""
    rows = [child for child in _children(node) if child.mem_id not in left_out]
    if len(rows) < _FEWEST_ROWS or any(row.tag != rows[0].tag or row.tag not in _OF_ROWS for row in rows):
        return None
    cells = [[cell for cell in _children(row) if cell.mem_id not in left_out] for row in rows[:_MOST_ROWS]]
    columns = len(cells[0])
    if columns not in _COLUMNS or any(len(row) != columns for row in cells):
        return None
    if any(cell.tag not in _OF_CELLS for row in cells for cell in row) or any(_own_text(one) for one in (node, *rows)):
        return None
    texts = [[cell_text(cell, left_out) for cell in row] for row in cells]
    if any(len(text) > _LONGEST_DIV for row in texts for text in row) or node.css_first(_NOT_IN_CELLS) is not None:
        return None
    return texts


def _own_text(node: LexborNode) -> bool:
    return any(child.is_text_node and (child.text_content or "").strip() for child in _children(node, text=True))


def _children(node: LexborNode, *, text: bool = False) -> list[LexborNode]:
    found = []
    child = node.child
    while child is not None:
        if child.is_element_node or (text and child.is_text_node):
            found.append(child)
        child = child.next
    return found
