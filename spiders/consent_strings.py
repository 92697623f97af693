"""Consent strings of the IAB framework (TCF version 2) in cookies, storage and requests, read for what they allow."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import unquote, urlsplit

from scanner.model.traces import ConsentString
from spiders import bodies
from spiders.assembly import Numbering
from spiders.record import VisitorRecord

_STRING = re.compile(r"(?<![\w-])C[A-Za-z0-9_-]{25,}(?:\.[A-Za-z0-9_-]+)*")
_PURPOSES_FROM, _PURPOSES = 152, 24
"""Place and number of the bits for consented purposes (IAB Tech Lab, TC string v2, core segment)."""
_FIRST, _LAST = 15_000_000_000, 25_000_000_000
"""Tenths of seconds since 1970: from mid-2017, before the framework began, to 2049."""
_LETTERS, _POLICIES = 26, 20


def find(records: list[VisitorRecord], numbering: Numbering) -> tuple[ConsentString, ...]:
    """Every string that allows a purpose, each holder once for every visitor, before the choice and after it."""
    found: dict[tuple[object, ...], ConsentString] = {}
    for record in records:
        for visit, after, held_by, name, place, value in values(record):
            if purposes := max(map(purposes_allowed, _STRING.findall(unquote(value))), default=0):
                found.setdefault(
                    (record.state, held_by, name, place, after),
                    ConsentString(
                        state=record.state,
                        visit=numbering.visit(record.state, visit),
                        held_by=held_by,
                        name=name,
                        place=place,
                        purposes=purposes,
                        before_choice=not after,
                    ),
                )
    return tuple(found.values())


def purposes_allowed(string: str) -> int:
    """How many purposes a string says were consented to; 0 for what is no such string."""
    core = string.partition(".")[0]
    try:
        data = base64.urlsafe_b64decode(core + "=" * (-len(core) % 4))
    except (binascii.Error, ValueError):
        return 0
    bits = "".join(f"{byte:08b}" for byte in data)
    if len(bits) < _PURPOSES_FROM + _PURPOSES or not _is_core(bits):
        return 0
    return bits[_PURPOSES_FROM : _PURPOSES_FROM + _PURPOSES].count("1")


def _is_core(bits: str) -> bool:
    """Whether bits are those of a core segment: version, times, language and policy have the only values they can have."""
    version, created, updated, *language, policy = (
        int(bits[first:end], 2) for first, end in ((0, 6), (6, 42), (42, 78), (108, 114), (114, 120), (132, 138))
    )
    dated = all(_FIRST <= moment < _LAST for moment in (created, updated))
    return version == 2 and dated and all(letter < _LETTERS for letter in language) and 2 <= policy < _POLICIES


def values(
    record: VisitorRecord,
) -> Iterator[tuple[int, bool, Literal["cookie", "storage", "request"], str, str, str]]:
    """All that may hold a string: visit, whether after the choice, what holds it, its name and place, and its value."""
    for reading in record.jar:
        for one in reading.cookies:
            yield reading.visit, reading.after_choice, "cookie", str(one["name"]), str(one["domain"]), str(one["value"])
    for key in record.stored:
        yield key.visit, key.after_choice, "storage", key.key, key.origin, key.value
    for request in record.requests:
        host, visit = urlsplit(request.url).hostname or "", record.visit_of(request)
        for part in bodies.parts(request.url, request.body):
            yield visit, record.after_choice(request.time_ms), "request", part.name, host, part.text
