"""Where clauses begin and end in a folded sentence, and whether one begins between two places."""

import re
from collections.abc import Sequence

from scanner.policy.patterns import Grammar

_WORDS_A_NAME = 3
_NEW_CLAUSE = re.compile(r":\s+|\s[-—]\s+|(?<!\d)[.!?]\s+")
_AND = re.compile(r"\s*(?:un|and|und|и|а|ir|ja|o)(?!\w)")
_LONGEST_LIST_PART = 4
_LONGEST_SUBJECT = 2
_LONGEST_NAMED = 2
"""So many words may stand between a denial, a colon or a dash, and the name that it is about."""


def clause(folded: str, start: int, end: int, grammar: Grammar) -> tuple[int, int]:
    """Place of the clause that holds folded[start:end]."""
    first, last = 0, len(folded)
    for match in grammar.words["clause"].finditer(folded):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            return first, match.start()
    return first, last


def own_clause(folded: str, first: int, start: int, named: Sequence[int]) -> int:
    """Where the clause begins that a service is named in, behind a colon or dash: "A is not used: statistics come from B".

    What stands there without further words is a list of what was spoken of: "we use no trackers: neither A nor B".
    """
    for match in reversed([*_NEW_CLAUSE.finditer(folded, first, start)]):
        name = min((place for place in named if place >= match.end()), default=start)
        other = any(first <= place < match.start() for place in named)
        if len(folded[match.end() : name].split()) > (0 if other else _LONGEST_NAMED):
            return match.end()
    return first


def end_of_clause(folded: str, place: int) -> int:
    """The first comma or semicolon from a place on, else the end."""
    stop = re.compile(r"[,;]|$").search(folded, place)
    return stop.start() if stop else len(folded)


def without_asides(between: str, grammar: Grammar, kinds: Sequence[str]) -> str:
    """What stands between a statement and a later denial, without an example or relative clause (`kinds`) between commas:
    "decisions, which would bind you, we do not take"; unchanged where the last comma adds a clause of its own."""
    said, _, set_apart = between.partition(",")
    begins = len(between) - len(set_apart.lstrip())
    asides = (match.start() for kind in kinds for match in grammar.words[kind].finditer(between))
    if len(said.split()) > _LONGEST_SUBJECT or begins not in asides:
        return between
    rest = between.rpartition(",")[2]
    subject = grammar.words["negation"].search(rest)  # "…, we neither use nor collect"
    short = len(rest[: subject.start() if subject else None].split()) <= _LONGEST_SUBJECT
    whole = between.count(",") > 1 and short and not _AND.match(rest)
    return rest if whole else between


def turns(between: str, grammar: Grammar, statement: str = "") -> bool:
    """Whether another clause begins between a denial and a statement; the parts of a plain list do not count, and what
    only looks like a clause may reach into the statement ("never passed on to | advertisers")."""
    for match in grammar.words["neutral"].finditer(between + statement):
        stop = min(match.end(), len(between))
        between = between[: match.start()] + "," * (stop - match.start()) + between[stop:]
    if grammar.words["turn"].search(between):
        return True
    return any(len(part.split()) > _LONGEST_LIST_PART for part in between.split(",")[1:])


def topic(folded: str, first: int, colon: int, named: Sequence[int]) -> bool:
    """Whether nothing but names of services stands before a colon: "A, B and C: you find us on none of them"."""
    count = sum(first <= place < colon for place in named)
    return 0 < len(folded[first:colon].split()) <= _WORDS_A_NAME * count


def leads_to(folded: str, end: int, name: int) -> bool:
    """Whether what ends at `end` stands at once before a service, that begins at `name`."""
    return name >= end and "," not in folded[end:name] and len(folded[end:name].split()) <= _LONGEST_NAMED
