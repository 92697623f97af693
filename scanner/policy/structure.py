"""Cuts a text into sentences with what they stand under: the heading and the line that leads into their list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ITEM = re.compile(r"^\s*(?:[-–—•·*▪◦o✓✔➢→►●■□◆]\s+|\(?[a-zā-žа-я]\)\s|\(?\d{1,2}\)\s|(?:\d{1,2}\.){2,}\s?)")
_BULLET = re.compile(r"^\s*[-–—•·*▪◦✓✔➢→►●■□◆]\s+")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}\.){1,4}(?:\d{1,2}(?=\s))?\s?")
_SHORT_FORMS = (
    r"t\.\s?sk|t\.\s?i|u\.\s?c|u\.\s?tml|utt|piem|nr|reģ|tālr|p|art|lpp|plkst",
    r"e\.\s?g|i\.\s?e|no|inc|ltd|etc|st|approx|vs|resp",
    r"z\.\s?B|bzw|abs|lit|buchst|nrn|ziff|ggf|sog|gem|inkl|bzgl|bspw|insb|vgl|zzgl|ca|evtl|usw|d\.\s?h|str|unterabs",
    r"т\.\s?[деп]|рег|юр|факт|корп|ст|пп|гг|руб|тел|др|пр|см|напр|обл|ул|стр|коп|тыс|эл",
    r"pvz|pan|str|el|tel|pr|kt|kab|proc|t\.\s?[ytp]|įm|mob",
    r"nt|jne|jms|jt|vms|lg|sh|nn|s\.\s?[ot]|mh|reg|tn|mnt|pst",
)
_SHORTENED = re.compile(rf"(?:\b(?:{'|'.join(_SHORT_FORMS)})|\b\w|\d{{1,4}})$", re.IGNORECASE)
_END = re.compile(r"[.!?…]+[”\"»)]*\s+|[;]\s+(?=\S)|\n")
_TELLING = re.compile(r"\w")
_POINT = re.compile(r"((?:\d{1,2}\.){1,4}\d{0,2})\.?\s")
_BRAND = re.compile(r"[a-z]{1,3}[A-Z]")
"""A name that begins with a small letter, such as reCAPTCHA, may begin a sentence too."""
_LEADS_IN = (":", " ja", " lai", " if", " das Recht", " teisę", " õigus", " право", " tiesības")
_LONGEST_HEADING = 110
_LONGEST_UNMARKED = 160
_LONGEST_LABEL = 3
"""Words of a heading that stands on the line of its text: "Who gets it. Our bank and the post."."""
_LONGEST_SENTENCE = 1200
_LOOK_BACK = 80


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
    heading, lead_in, gap, level, lead_level, follows = "", "", 0, 0, 0, False
    for start, end in _lines(text):
        line = text[start:end]
        bare = line.strip()
        if not bare:
            gap += 1
            continue
        depth = _depth(bare)
        if lead_in and depth and depth <= lead_level:
            lead_in = ""  # the next point of the numbering that the lead-in stands in
        marked = bool(_ITEM.match(line))
        unmarked = bool(lead_in) and follows and gap == 0 and len(bare) <= _LONGEST_UNMARKED and bare[-1] not in ".:"
        item = marked or unmarked or (bool(lead_in) and depth > lead_level)
        if is_heading(line) and (bare.endswith("?") or not _BULLET.match(line)) and not (lead_in and item):
            heading, lead_in = bare, ""
        elif not item and not bare.endswith(":") and not (lead_in and bare[0].islower()):
            lead_in = "" if not (lead_in and len(line) < 60 and gap == 0) else lead_in
        places = _split(text, start, end)
        inline, asked, label = "", "", ""
        for first, last in places:
            piece = text[first:last]
            found.append(Sentence(first, last, piece, inline or lead_in, asked or f"{heading} {label}".strip(), item))
            inline = _leads_on(piece, inline)
            if first == places[0][0] and piece.endswith(".") and len(piece.split()) <= _LONGEST_LABEL:
                label = piece
            asked = piece if piece.endswith("?") else asked
        if bare.endswith(_LEADS_IN):
            lead_in = text[places[-1][0] : end].strip()
            follows = True
            lead_level = depth or level
        else:
            follows = unmarked
        if not (lead_in and item):
            level = depth or level  # the points of a list say nothing of the level that its lead-in stands on
        gap = 0
    return found


def _leads_on(piece: str, before: str) -> str:
    """What leads into the next piece of a list within one line: "We collect: your name; your address"."""
    if not piece.endswith(";"):
        return ""
    return before or piece[: piece.find(":") + 1]


def _depth(line: str) -> int:
    """How many numbers the number of a point has: 3 for "8.2.6."; 0 where it has none."""
    match = _POINT.match(line)
    return match.group(1).rstrip(".").count(".") + 1 if match else 0


def _lines(text: str) -> list[tuple[int, int]]:
    places, at = [], 0
    for line in text.splitlines(keepends=True):
        places.append((at, at + len(line.rstrip("\r\n"))))
        at += len(line)
    return places


def is_heading(line: str) -> bool:
    """Whether a line looks like a heading: short, with a capital, without a full stop."""
    bare = _NUMBERED.sub("", line.strip()).strip("-–• ")
    return (
        0 < len(bare) <= _LONGEST_HEADING and bare[0].isupper() and bare[-1] not in ".,;:!" and len(bare.split()) <= 12
    )


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Places of the sentences of one line; a full stop after a short form or a number ends nothing."""
    places, first = [], start
    for match in _END.finditer(text, start, end):
        before = text[max(first, match.start() - _LOOK_BACK) : match.start()]
        after = text[match.end() : match.end() + 1]
        if (
            match.group().startswith(".")
            and _SHORTENED.search(before)
            and not (after.isupper() and (len(before.split()[-1].lstrip('(„“"')) > 4 or before[-3:].isdigit()))
        ):
            continue
        small = after.islower() and not _BRAND.match(text, match.end())
        if match.group().startswith(".") and (small or not before.strip(" .0123456789")):
            continue
        places.append((first, match.start() + len(match.group().rstrip())))
        first = match.end()
    if first < end:
        places.append((first, end))
    short = [piece for place in places for piece in _bounded(text, *place)]
    return [_trimmed(text, *place) for place in short if _TELLING.search(text, *place)]


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of bounded length: a text without full stops must not cost the square of its length."""
    while end - start > _LONGEST_SENTENCE:
        space = text.rfind(" ", start, start + _LONGEST_SENTENCE)
        cut = space if space > start else start + _LONGEST_SENTENCE
        yield start, cut
        start = cut
    yield start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
