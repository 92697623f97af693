"""Writes a part of a page as lines: paragraphs, headings, list items, and table rows with tabs between their cells."""

import re

from selectolax.lexbor import LexborNode

from scanner.policy.grids import rows_of

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "label",
        "button",
        "option",
    ]
)
_SPACED = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "table", "section", "article", "dl", "pre", "figure"]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]")
_NUMBER_ONLY = re.compile(r"\(?[\divxIVX]{1,4}(?:\.\d{1,2})*[.)]?$")
_LISTS = frozenset(["ol", "ul", "menu"])
_IN_DEFINITION = frozenset(["dd", "p", "div", "ul", "ol", "li"])
_LONG_ITEM = 300


def text_of(root: LexborNode, left_out: frozenset[int]) -> str:
    """The text of `root` without the elements whose ids are in `left_out`."""
    page = _Page(left_out)
    page.walk(root)
    return page.text()


def clean(text: str) -> str:
    """Text without what is not seen (soft hyphens, zero-width characters), with every white space as one space."""
    return " ".join(_UNSEEN.sub("", text).split())


class _Page:
    """Lines as they come; "" is a blank line, kept once between others."""

    def __init__(self, left_out: frozenset[int]) -> None:
        self._left_out = left_out
        self._lines: list[str] = []
        self._line: list[str] = []
        self._numbers: list[int] = []
        self._prefix = self._term = ""
        self._in_heading = self._torn = False

    def walk(self, root: LexborNode) -> None:
        """Depth first, without recursion: a page may be nested deeper than Python's stack."""
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node)
                continue
            if node.is_text_node:
                self._line.append(node.text_content or "")
            if not node.is_element_node or node.mem_id in self._left_out:
                continue
            tag = node.tag or ""
            rows = rows_of(node, self._left_out)
            if rows is not None:
                self._table(rows)
                continue
            self._enter(node, tag)
            stack.append((node, True))
            children = []
            child = node.child
            while child is not None:
                children.append((child, False))
                child = child.next
            stack.extend(reversed(children))

    def text(self) -> str:
        """All lines so far."""
        self._break()
        return "\n".join(self._lines).strip()

    def _enter(self, node: LexborNode, tag: str) -> None:
        if tag == "br":
            if self._in_heading:
                self._line.append(" ")
            else:
                self._break(soft=True)
        self._in_heading = tag in _HEADINGS or (self._in_heading and tag not in _BLOCKS)
        if tag not in _BLOCKS or (tag in _IN_DEFINITION and self._awaits_definition()):
            return
        if self._torn:
            self._torn = False
            return
        self._break()
        if tag in _SPACED and not self._prefix:
            self._blank()
        if tag in _LISTS:
            start = re.sub(r"\D", "", node.attributes.get("start") or "")[:4] or "1"
            self._numbers.append(int(start) if tag == "ol" else 0)
            self._join_lead_in()
        elif tag == "li":
            self._prefix = self._mark(node)

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag not in _BLOCKS:
            return
        line = clean("".join(self._line))
        if tag == "dt" and line:
            self._line = [line if line.endswith((":", "?", ".")) else f"{line}:", " "]
            self._term = clean(self._line[0])
            return
        if tag in _HEADINGS and _NUMBER_ONLY.match(line):
            self._line.append(" ")
            self._torn = True  # a heading that is a number alone belongs to what follows
            return
        self._in_heading = False
        self._break()
        if tag in _LISTS:
            self._numbers.pop()
            self._prefix = ""
        last_of_item = node.next is None and node.parent is not None and node.parent.tag == "li"
        if (tag in _SPACED and not last_of_item) or (tag in _LISTS and not self._numbers):
            self._blank()

    def _awaits_definition(self) -> bool:
        """Whether a term stands alone on its line: what defines it goes there too, as "Purpose: statistics"."""
        return bool(self._term) and clean("".join(self._line)) == self._term

    def _mark(self, node: LexborNode) -> str:
        number = self._numbers[-1] if self._numbers else 0
        if not number:
            return "- "
        self._numbers[-1] += 1
        chapter = node.css_first("h1, h2, h3, h4, h5, h6, ul, ol, p + p") is not None or len(node.text()) > _LONG_ITEM
        return f"{number}. " if chapter else f"{number}) "

    def _table(self, rows: list[list[str]]) -> None:
        self._break()
        self._blank()
        self._lines += ["\t".join(cells).rstrip() for cells in rows if any(cells)]
        self._blank()

    def _break(self, *, soft: bool = False) -> None:
        line = clean("".join(self._line))
        if line:
            self._lines.append(self._prefix + line)
            self._prefix = ""
        elif soft:
            self._blank()
        self._line, self._term = [], ""

    def _blank(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def _join_lead_in(self) -> None:
        """No blank line between a line that leads into a list and the list."""
        if len(self._lines) > 1 and not self._lines[-1] and self._lines[-2].endswith(":"):
            self._lines.pop()
