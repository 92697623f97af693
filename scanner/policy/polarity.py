"""Whether a statement is asserted, denied, or denied with a way out; and whether it says "does" or "may"."""

import re
from dataclasses import dataclass

from scanner.model.claims import Modality, Polarity
from scanner.policy.patterns import Grammar

_CLAUSE = re.compile(r",?\s+(?:bet|taču|tacu|tomer|but|however|while|whereas)\s+|;\s*")
_TURN = re.compile(r",|\b(?:kas|kura|kuras|kuri|kuru|that|which|who|lai|so that|in order|to)\b")
_BEFORE, _AFTER = 70, 45


@dataclass(frozen=True, slots=True)
class Stance:
    """How a statement stands; `condition` is the way out of a qualified denial, as place in the sentence."""

    polarity: Polarity
    modality: Modality
    condition: tuple[int, int] | None = None


def stance(folded: str, start: int, end: int, grammar: Grammar, lead_in: str = "") -> Stance:
    """The stance of the statement at folded[start:end] of its sentence; a bullet takes over that of its lead-in."""
    first, last = _clause(folded, start, end)
    modality: Modality = (
        "possible" if grammar.words["possible"].search(folded[first:last] + " " + lead_in) else "actual"
    )
    negated = _negated(folded, first, last, start, end, grammar) or bool(lead_in and _lead_in_negated(lead_in, grammar))
    if not negated:
        return Stance("asserted", modality)
    way_out = grammar.words["exception"].search(folded)
    if way_out:
        return Stance("qualified", modality, (way_out.start(), _end_of_clause(folded, way_out.end())))
    if lead_in and grammar.words["exception"].search(lead_in):
        return Stance("qualified", modality)
    return Stance("denied", modality)


def _lead_in_negated(lead_in: str, grammar: Grammar) -> bool:
    match = grammar.words["negation"].search(lead_in)
    return bool(match) and not _TURN.search(lead_in[match.end() :].rstrip(" :")) if match else False


def _negated(folded: str, first: int, last: int, start: int, end: int, grammar: Grammar) -> bool:
    for match in grammar.words["negation"].finditer(folded, first, last):
        if match.start() < end and match.end() > start:
            return True  # the negation is part of the statement
        between = folded[match.end() : start] if match.end() <= start else folded[end : match.start()]
        near = _BEFORE if match.end() <= start else _AFTER
        if len(between) <= near and not _TURN.search(between):
            return True
    return False


def _clause(folded: str, start: int, end: int) -> tuple[int, int]:
    first, last = 0, len(folded)
    for match in _CLAUSE.finditer(folded):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            return first, match.start()
    return first, last


def _end_of_clause(folded: str, place: int) -> int:
    stop = re.compile(r"[,;]|$").search(folded, place)
    return stop.start() if stop else len(folded)
