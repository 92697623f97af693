"""The difference of two texts of one document: the sections that changed, word by word."""

import difflib
import re

from scanner.model.comparison import Piece, PieceKind, SectionChange

_MOST_SECTIONS = 200
_MOST_WORDS = 1500
_LONGEST_HEADING = 80
_CONTEXT = 12
_WORD = re.compile(r"\S+\s*")


def sections(before: str, after: str) -> tuple[SectionChange, ...]:
    """The passages that differ, at most 200, in the order of the later text."""
    old, new = _lines(before), _lines(after)
    found: list[SectionChange] = []
    for tag, i, j, k, n in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal" and len(found) < _MOST_SECTIONS:
            heading = _heading(new, k) or _heading(old, i)
            found.append(SectionChange(heading=heading, pieces=_pieces("\n".join(old[i:j]), "\n".join(new[k:n]))))
    return tuple(found)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _heading(lines: list[str], at: int) -> str:
    """The nearest line before that looks like a heading: short, and without a full stop at its end."""
    for line in reversed(lines[:at]):
        if len(line) <= _LONGEST_HEADING and line[-1] not in ".;,:!?|" and not line.startswith(("-", "•", "*")):
            return line
    return ""


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) > _MOST_WORDS or len(new) > _MOST_WORDS:
        return _told(("removed", before), ("added", after))
    pieces: list[tuple[PieceKind, str]] = []
    for tag, i, j, k, n in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", _shortened(old[i:j])))
        else:
            pieces += [("removed", "".join(old[i:j])), ("added", "".join(new[k:n]))]
    return _told(*pieces)


def _shortened(words: list[str]) -> str:
    """Words that did not change, with the middle left out where they are many."""
    if len(words) <= 2 * _CONTEXT:
        return "".join(words)
    return "".join(words[:_CONTEXT]) + "… " + "".join(words[-_CONTEXT:])


def _told(*pieces: tuple[PieceKind, str]) -> tuple[Piece, ...]:
    return tuple(Piece(kind=kind, text=text.strip()) for kind, text in pieces if text.strip())
