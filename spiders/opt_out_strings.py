"""Strings for the United States: sections of Global Privacy Platform (GPP) strings and "1YNN", read for what was opted out of.

Encoding and fields: IAB Tech Lab, Global Privacy Platform, Consent String Specification and Sections.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from scanner.model.traces import OptOut, OptOutString
from spiders import consent_strings
from spiders.assembly import Numbering
from spiders.record import VisitorRecord

_STRING = re.compile(r"(?<![\w~.-])D[A-Za-z0-9_-]{3,}(?:~[A-Za-z0-9_.-]+)+")
_ALONE = re.compile(r"1[YN-]{3}")
_NAMES = re.compile(r"us-?_?privacy", re.IGNORECASE)
_ANSWERS: tuple[OptOut, ...] = ("not-applicable", "opted-out", "not-opted-out")
_LETTERS: dict[str, OptOut] = {"-": "not-applicable", "Y": "opted-out", "N": "not-opted-out"}
_HEADER, _SECTIONS_FROM = 3, 24
_MOST_SECTIONS, _GPC = 40, 1
_VERSIONS, _SHORTEST = range(1, 10), 24


@dataclass(frozen=True, slots=True)
class _Section:
    """One kind of section: places of the two-bit answers in its core, None where it has no such field."""

    name: str
    sale: int
    sharing: int | None
    targeted: int | None


_USP = 6
_SECTIONS = {
    7: _Section("usnat", 18, 20, 22),
    8: _Section("usca", 12, 14, None),
    11: _Section("usut", 14, None, 16),
    18: _Section("usia", 14, None, 16),
    **{
        number: _Section(f"us{state}", 12, None, 14)
        for number, state in (
            (9, "va"), (10, "co"), (12, "ct"), (13, "fl"), (14, "mt"), (15, "or"), (16, "tx"), (17, "de"), (19, "ne"),
            (20, "nh"), (21, "nj"), (22, "tn"), (23, "mn"),
        )
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What one section says."""

    section: str
    sale: OptOut | None
    sharing: OptOut | None = None
    targeted_advertising: OptOut | None = None
    gpc: bool | None = None


def find(records: list[VisitorRecord], numbering: Numbering) -> tuple[OptOutString, ...]:
    """Every section, each holder once for every visitor and answer, before the choice and after it."""
    found: dict[tuple[object, ...], OptOutString] = {}
    for record in records:
        for visit, after, held_by, name, place, value in consent_strings.values(record):
            for said in read(name, unquote(value)):
                found.setdefault(
                    (record.state, held_by, name, place, after, said),
                    OptOutString(
                        state=record.state,
                        visit=numbering.visit(record.state, visit),
                        held_by=held_by,
                        name=name,
                        place=place,
                        section=said.section,
                        sale=said.sale,
                        sharing=said.sharing,
                        targeted_advertising=said.targeted_advertising,
                        gpc=said.gpc,
                        before_choice=not after,
                    ),
                )
    return tuple(found.values())


def read(name: str, value: str) -> Iterator[Said]:
    """What the strings in a value say; "1YNN" counts under the names that are kept for it."""
    if _ALONE.fullmatch(value) and _NAMES.search(name):
        yield Said("uspv1", _LETTERS[value[2]])
    for string in _STRING.findall(value)[:5]:
        header, *sections = string.split("~")
        numbers = section_numbers(header)
        if len(numbers) == len(sections):
            for number, text in zip(numbers, sections, strict=True):
                if said := _said(number, text):
                    yield said


def section_numbers(header: str) -> list[int]:
    """The numbers of the sections that the header of a GPP string lists; empty for what is no such header."""
    bits = _bits(header)
    if len(bits) < _SECTIONS_FROM or int(bits[:6], 2) != _HEADER:
        return []
    amount, place, last, numbers = int(bits[12:_SECTIONS_FROM], 2), _SECTIONS_FROM, 0, list[int]()
    while amount and len(numbers) < _MOST_SECTIONS:
        ranged = bits[place : place + 1] == "1"
        first, place = _fibonacci(bits, place + 1)
        length, place = _fibonacci(bits, place) if ranged else (0, place)
        if not first or (ranged and not length) or length > _MOST_SECTIONS:
            return []
        numbers += range(last + first, last + first + length + 1)
        last, amount = numbers[-1], amount - 1
    return numbers if not amount else []


def _fibonacci(bits: str, place: int) -> tuple[int, int]:
    """The number in Fibonacci coding at a place, and the place after it; 0 where there is none."""
    end = bits.find("11", place)
    if end < 0:
        return 0, place
    number, weights = 0, (1, 2)
    for bit in bits[place : end + 1]:
        number += weights[0] if bit == "1" else 0
        weights = (weights[1], sum(weights))
    return number, end + 2


def _said(number: int, text: str) -> Said | None:
    if number == _USP:
        return Said("uspv1", _LETTERS[text[2]]) if _ALONE.fullmatch(text) else None
    section = _SECTIONS.get(number)
    core, *further = text.split(".")
    bits = _bits(core)
    if section is None or len(bits) < _SHORTEST or int(bits[:6], 2) not in _VERSIONS:
        return None
    sale, sharing, targeted = (_answer(bits, place) for place in (section.sale, section.sharing, section.targeted))
    gpc = next((bits[2] == "1" for bits in map(_bits, further) if len(bits) > 2 and int(bits[:2], 2) == _GPC), None)
    return Said(section.name, sale, sharing, targeted, gpc)


def _answer(bits: str, place: int | None) -> OptOut | None:
    if place is None:
        return None
    number = int(bits[place : place + 2], 2)
    return _ANSWERS[number] if number < len(_ANSWERS) else None


def _bits(text: str) -> str:
    try:
        data = base64.urlsafe_b64decode(text + "A" * (-len(text) % 4))  # "A" is six zero bits
    except (binascii.Error, ValueError):
        return ""
    return "".join(f"{byte:08b}" for byte in data)
