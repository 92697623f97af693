"""Reads stated lengths of time."""

import re
from collections.abc import Iterator

from scanner.policy.patterns import Grammar

_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
_NUMBER = re.compile(r"(?<![\w.,])(\d{1,4}(?:[.,]\d+)?)\.?(?![\d.])")


def in_days(folded: str, grammar: Grammar) -> float | None:
    """The first length of time in a folded text, in days (0 = session); None when it states none."""
    first = next(lengths(folded, grammar), None)
    if first:
        return first[1]
    return 0.0 if grammar.durations["session"].search(folded) else None


def lengths(folded: str, grammar: Grammar) -> Iterator[tuple[int, float]]:
    """Every length of time in a folded text: where its number ends, and the length in days.

    A number counts when its unit follows within two words ("30 dienas", "24 (divdesmit četrus) mēnešus").
    """
    for number, end in _candidates(folded, grammar):
        following = folded[end : end + 40]
        units = [
            (found.start(), unit)
            for unit, pattern in grammar.durations.items()
            if unit != "session" and (found := pattern.search(following))
        ]
        nearest, unit = min(units, default=(0, ""))
        if unit and len(following[:nearest].split()) <= 2 and number > 0:
            yield end, round(number * _DAYS[unit], 4)


def _candidates(folded: str, grammar: Grammar) -> list[tuple[float, int]]:
    found = [(float(match.group(1).replace(",", ".")), match.end()) for match in _NUMBER.finditer(folded)]
    for word, number in grammar.numbers.items():
        if word not in folded:
            continue
        found += [(float(number), match.end()) for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", folded)]
    return sorted(found, key=lambda pair: pair[1])
