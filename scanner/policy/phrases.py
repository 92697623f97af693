"""Phrases of a language file as one expression that is compiled, phrase by phrase, only when a text can hold them."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

_PLAIN = re.compile(r"[\w,;:%@/'’&-]+")
_OPTIONAL = ("?", "{")
_SHORTEST = 2


class Phrase:
    """One phrase: its expression, and letters of which a text must hold one for it to match (none named: any text)."""

    def __init__(self, folded: str, expression: Callable[[str], str]) -> None:
        self.needs = required(folded)
        self._folded = folded
        self._expression = expression

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression, made and compiled at first use: most phrases of a language never come up in a given text."""
        return re.compile(self._expression(self._folded))


class Phrases:
    """Searches as one expression of all phrases in their order would: the leftmost match, of the first phrase that has it.

    Looking for plain letters first is what makes reading fast: of some thousand phrases, a sentence can hold a few.
    """

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.all = tuple(phrases)
        needs = [phrase.needs for phrase in phrases]
        self._needs = None if any(not letters for letters in needs) else tuple({one for each in needs for one in each})

    def search(self, text: str) -> re.Match[str] | None:
        """The leftmost match in a folded text."""
        return next(self.finditer(text), None)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """All matches that do not overlap, from left to right, between two places of a folded text."""
        if self._needs is not None and not any(map(text.__contains__, self._needs)):
            return
        last = len(text) if end is None else end
        upcoming = [
            (match, phrase.pattern)
            for phrase in self.all
            if not phrase.needs or any(map(text.__contains__, phrase.needs))
            if (match := phrase.pattern.search(text, start, last))
        ]
        while upcoming:
            chosen = min(upcoming, key=_start)[0]  # min keeps the first of equals: the order of the phrases
            yield chosen
            place = max(chosen.end(), chosen.start() + 1)
            again = [
                (match if match.start() >= place else pattern.search(text, place, last), pattern)
                for match, pattern in upcoming
            ]
            upcoming = [(match, pattern) for match, pattern in again if match]


def _start(one: tuple[re.Match[str], re.Pattern[str]]) -> int:
    return one[0].start()


def required(folded: str) -> tuple[str, ...]:
    """Letters one of which stands in every text that a folded phrase matches; empty where that cannot be told.

    Of the words of the phrase, the one whose shortest alternative is the longest tells most.
    """
    words = _words(folded)
    if words is None:
        return ()
    choices = [letters for word in words if (letters := _letters(word.lstrip("?^")))]
    telling = [letters for letters in choices if min(map(len, letters)) >= _SHORTEST]
    return max(telling, key=lambda letters: (min(map(len, letters)), -len(letters)), default=())


def _words(folded: str) -> list[str] | None:
    """The words of a phrase, groups kept whole; None where the phrase itself is a choice of phrases."""
    words, depth = [""], 0
    for letter in folded:
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and depth == 0:
            return None
        if letter == " " and depth == 0:
            words.append("")
        else:
            words[-1] += letter
    return words


def _letters(word: str) -> tuple[str, ...]:
    if word.startswith("(") and not word.startswith("(?"):
        inside, rest = _group(word)
        if rest.startswith(_OPTIONAL):
            return ()
        found = [_beginning(choice) for choice in inside]
        return () if not all(found) else tuple(found)
    beginning = _beginning(word)
    return (beginning,) if beginning else ()


def _group(word: str) -> tuple[list[str], str]:
    """The alternatives of the group a word begins with, and what follows it."""
    choices, depth = [""], 0
    for at, letter in enumerate(word):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return [choice[1:] if n == 0 else choice for n, choice in enumerate(choices)], word[at + 1 :]
        if letter == "|" and depth == 1:
            choices.append("")
        else:
            choices[-1] += letter
    return [""], ""


def _beginning(piece: str) -> str:
    """The plain letters a piece begins with; a letter that is optional does not count."""
    found = _PLAIN.match(piece)
    if not found:
        return ""
    plain = found.group()
    return plain[:-1] if piece[found.end() :].startswith(_OPTIONAL) else plain
