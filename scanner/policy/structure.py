"""Cuts a text into sentences with what they stand under: the heading and the line that leads into their list."""

import re
from dataclasses import dataclass

_ITEM = re.compile(r"^\s*(?:[-–—•·*▪◦o]\s+|\(?[a-zā-ž]\)\s|(?:\d{1,2}\.){2,}\s?)")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}\.){1,4}\s?")
_SHORTENED = re.compile(
    r"(?:\b(?:t\.\s?sk|t\.\s?i|u\.\s?c|u\.\s?tml|utt|piem|nr|reģ|tālr|p|art|lpp|plkst|e\.\s?g|i\.\s?e|no|inc|ltd|etc|st|approx|vs|resp|pan|z\.\s?B|bzw|т\.\s?[деп]|pvz|nt|jne|tel)|\b\w|\d{1,4})$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…]+[”\"»)]*\s+|[;]\s+(?=\S)|\n")
_LONGEST_HEADING = 110


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or bullet at text[start:end]; `lead_in` and `heading` are what it stands under ("" for nothing)."""

    start: int
    end: int
    text: str
    lead_in: str = ""
    heading: str = ""
    item: bool = False


def sentences(text: str) -> list[Sentence]:
    """All sentences of a text in their order; a heading counts as a sentence too."""
    found: list[Sentence] = []
    heading, lead_in, gap = "", "", 0
    for start, end in _lines(text):
        line = text[start:end]
        if not line.strip():
            gap += 1
            continue
        item = bool(_ITEM.match(line))
        is_heading = _is_heading(line) and not (lead_in and item)
        if is_heading:
            heading, lead_in = line.strip(), ""
        elif not item and not line.strip().endswith(":") and not (lead_in and line.strip()[0].islower()):
            lead_in = "" if not (lead_in and len(line) < 60 and gap == 0) else lead_in
        for first, last in _split(text, start, end):
            found.append(Sentence(first, last, text[first:last], lead_in, heading, item))
        if line.strip().endswith((":", "ja", "lai", "if")):
            last_start = _split(text, start, end)[-1][0]
            lead_in = text[last_start:end].strip()
        gap = 0
    return found


def _lines(text: str) -> list[tuple[int, int]]:
    places, at = [], 0
    for line in text.splitlines(keepends=True):
        places.append((at, at + len(line.rstrip("\r\n"))))
        at += len(line)
    return places


def _is_heading(line: str) -> bool:
    bare = _NUMBERED.sub("", line.strip()).strip("-–• ")
    return (
        0 < len(bare) <= _LONGEST_HEADING and bare[0].isupper() and bare[-1] not in ".,;:!" and len(bare.split()) <= 12
    )


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Places of the sentences of one line; a full stop after a short form or a number ends nothing."""
    places, first = [], start
    for match in _END.finditer(text, start, end):
        before = text[first : match.start()]
        after = text[match.end() : match.end() + 1]
        if (
            match.group().startswith(".")
            and _SHORTENED.search(before)
            and not (after.isupper() and len(before.split()[-1]) > 4)
        ):
            continue
        if match.group().startswith(".") and after.islower():
            continue
        places.append((first, match.start() + len(match.group().rstrip())))
        first = match.end()
    if first < end:
        places.append((first, end))
    return [_trimmed(text, *place) for place in places if text[place[0] : place[1]].strip()]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
