"""Mends long words that are one letter off a word of the language file, so that a slip hides no claim."""

import re
from dataclasses import replace
from functools import cache

from scanner.model.claims import Claim
from scanner.policy.patterns import fold, grammar, languages

_WORD = re.compile(r"(?<![\w.@/-])[^\W\d_]{6,}(?![\w@/]|\.\w)")
_LETTERS_KEPT = 2
"""At the beginning of a stem, where slips are rare, and of a wrong letter at its end, where words differ by grammar."""


class Mended:
    """`text` is the original with its slips mended."""

    def __init__(self, original: str, language: str) -> None:
        self._original = original
        self._places: list[int] | None = None
        self.text = original
        found = [
            (match, right)
            for match in _WORD.finditer(original)
            if (right := _mended(fold(match.group()), language)) is not None
        ]
        if found:
            self._mend([(*match.span(), right) for match, right in found])

    def original(self, claim: Claim) -> Claim:
        """A claim found in `text`, with its place and quote in the original."""
        if self._places is None:
            return claim
        start, end = self._places[claim.start], self._places[claim.end - 1] + 1
        return replace(claim, start=start, end=end, quote=self._original[start:end])

    def _mend(self, slips: list[tuple[int, int, str]]) -> None:
        pieces: list[str] = []
        places: list[int] = []
        done = 0
        for start, end, right in slips:
            pieces += [self._original[done : start + 1], right[1:]]
            places += [*range(done, start), *(min(start + at, end - 1) for at in range(len(right) - 1)), end - 1]
            done = end
        self.text = "".join([*pieces, self._original[done:]])
        self._places = [*places, *range(done, len(self._original))]


@cache
def _stems(language: str) -> dict[str, tuple[str, ...]]:
    """The stems of a language that are mended, folded, by their first letters."""
    by_beginning: dict[str, tuple[str, ...]] = {}
    for stem in map(fold, grammar(language).long_stems if language in languages() else ()):
        by_beginning[stem[:_LETTERS_KEPT]] = (*by_beginning.get(stem[:_LETTERS_KEPT], ()), stem)
    return by_beginning


def _mended(word: str, language: str) -> str | None:
    """The word with the stem it was to begin with; None for a word that is right, or no slip of a long stem."""
    for stem in _stems(language).get(word[:_LETTERS_KEPT], ()):
        if word.startswith(stem):
            return None
        rest = _rest(word, stem)
        if rest is not None:
            return stem + rest
    return None


def _rest(word: str, stem: str) -> str | None:
    """What follows the stem in a word that has one letter of it wrong, too much, too little, or two swapped; else None."""
    at = next((at for at, (one, other) in enumerate(zip(word, stem, strict=False)) if one != other), len(stem))
    tail = stem[at + 1 :]
    if at < _LETTERS_KEPT or not tail:
        return None
    if word[at : at + 2] == stem[at + 1] + stem[at] and word.startswith(stem[at + 2 :], at + 2):  # two swapped
        return word[len(stem) :]
    if word.startswith(tail, at):  # one missing
        return word[at + len(tail) :]
    if word.startswith(stem[at:], at + 1):  # one too many
        return word[len(stem) + 1 :]
    if len(tail) >= _LETTERS_KEPT and word.startswith(tail, at + 1):  # a wrong one
        return word[len(stem) :]
    return None
