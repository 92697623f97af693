"""Cookie lifetimes as set, beside those the policy declares, on one scale that is not even (an hour, a day, a year)."""

import math
from dataclasses import dataclass

from reports.frame import shortened
from reports.language import Language
from scanner.facts.disclosure import statements
from scanner.facts.lifetimes import declared_lifetime
from scanner.model.result import Result

MOST = 40
WIDTH, LABEL, ROW = 960, 230, 22
_AXIS = (1 / 24, 1, 30, 365)
_LEAST, _MOST_DAYS = 1 / 1440, 3650.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One cookie: how far its bar goes, and where the declared lifetime stands (None where none is declared)."""

    name: str
    y: int
    set_to: int
    declared: int | None
    words: str
    longer: bool


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """All bars with the axis."""

    bars: tuple[Bar, ...]
    marks: tuple[tuple[int, str], ...]
    height: int
    left_out: int


def lifetimes(result: Result, language: Language) -> Lifetimes | None:
    """The picture; None where no cookie has a known lifetime."""
    every = statements(result.documents)
    found: dict[str, tuple[float, float | None]] = {}
    for cookie in result.cookies:
        days = 0.0 if cookie.session else cookie.lifetime_days
        if days is None or cookie.blocked or days <= found.get(cookie.name, (-1.0, None))[0]:
            continue
        told = declared_lifetime(cookie.name, every)
        found[cookie.name] = (days, told[1] if told else None)
    if not found:
        return None
    order = sorted(found.items(), key=lambda one: (one[1][1] is None, -one[1][0], one[0]))
    bars = tuple(_bar(number, name, *days, language) for number, (name, days) in enumerate(order[:MOST]))
    marks = tuple((_place(days), language.lasting(days)) for days in _AXIS)
    return Lifetimes(bars, marks, ROW * len(bars) + 40, len(order) - len(bars))


def _bar(number: int, name: str, days: float, declared: float | None, language: Language) -> Bar:
    stated = language.say("not declared") if declared is None else language.lasting(declared)
    words = language.say(
        "%(name)s: set for %(set)s, declared: %(declared)s",
        name=shortened(name, 60), set=language.lasting(days), declared=stated,
    )  # fmt: skip
    longer = declared is not None and days > declared * 1.5 and days > 1 / 24
    return Bar(
        shortened(name, 26),
        ROW * number + 30,
        _place(days),
        None if declared is None else _place(declared),
        words,
        longer,
    )


def _place(days: float) -> int:
    if days <= _LEAST:
        return LABEL + 4
    share = math.log(min(days, _MOST_DAYS) / _LEAST) / math.log(_MOST_DAYS / _LEAST)
    return LABEL + 3 + round((WIDTH - LABEL - 30) * share)
