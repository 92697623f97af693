"""What a denial is about where its words stand beside a statement and deny something else."""

import re

from scanner.policy.patterns import Grammar
from scanner.policy.phrases import Phrases

_SHORTEST = 15
_LONGEST_NAME = 2
"""So many words may stand between what states a practice and the comma behind it."""


def place(statement: re.Match[str], folded: str, grammar: Grammar) -> tuple[int, int]:
    """Where a statement stands; one that reaches over a "but", from what is denied into what is not, begins behind it:
    "we give it to nobody, but our partners may see it"."""
    start, end = statement.span()
    if end - start < _SHORTEST:
        return start, end
    for but in grammar.words["clause"].finditer(folded, start, end):
        denied = grammar.words["negation"].search(folded[start : but.start()])
        if denied and not grammar.words["negation"].search(folded[but.end() : end]):
            start = but.end()
    return start, end


def without(folded: str, phrases: Phrases) -> str:
    """A text of the same length without some phrases; a question that holds one loses its answer too."""
    for match in phrases.finditer(folded):
        asked = folded.find("?", match.end())
        end = match.end() if asked < 0 else len(folded)
        folded = folded[: match.start()] + "_" * (end - match.start()) + folded[end:]
    return folded


def is_narrowed(folded: str, start: int, end: int, grammar: Grammar) -> bool:
    """Whether a relative clause goes with a statement, so that a denial is only of a part: "addresses, which we do not need"."""
    return any(
        folded[: match.start()].rstrip().endswith(",") and len(folded[end : match.start()].split()) <= _LONGEST_NAME
        for match in grammar.words["relative"].finditer(folded, start)
    )
