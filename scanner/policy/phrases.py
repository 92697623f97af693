"""Phrases of a language file as one expression that is compiled, phrase by phrase, only when a text can hold them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from operator import add

_PLAIN = re.compile(r"[\w,;:%@/'’&-]+")
_SIGN = re.compile(rf"{_PLAIN.pattern}|\\.|\[(?:\\.|[^]\\])*\]|\{{[\d,]*\}}|.", re.DOTALL)
"""A phrase in signs: plain letters, what is escaped, a class, how often, or a sign by itself."""
_GAP = r"\W(?:[^!?\n]{0,90}?\W)?"
_REPEATED = re.compile(r"(\]|\\W)\*")
"""A "*" after a class of letters repeats it; everywhere else it ends or begins a stem."""
_NARROW_GAP = r"\s+(?:[^!?,;:()\n]{0,60}?\s)?"
_OPTIONAL = ("?", "{")
_SHORTEST, _LONGEST = 2, 3
Needs = tuple[tuple[str, ...], ...]
"""Choices of letters; a text must hold one of each."""


@dataclass(frozen=True)
class Phrase:
    """One folded phrase, what may be written together with it, and the letters that a text must hold for it to match.

    None named: any text.
    """

    folded: str
    prefix: str
    needs: Needs

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression, made and compiled at first use: most phrases of a language never come up in a given text."""
        return re.compile(_expression(self.folded, self.prefix))

    def may_stand_in(self, text: str) -> bool:
        """Whether a folded text has the letters without which the phrase cannot match."""
        for choice in self.needs:  # loops: most of what reading costs is asked here
            for letters in choice:
                if letters in text:
                    break
            else:
                return False
        return True


@dataclass(frozen=True)
class Phrases:
    """Searches as one expression of all phrases in their order would: the leftmost match, of the first phrase that has it.

    Looking for plain letters first is what makes reading fast: of some thousand phrases, a sentence can hold a few.
    """

    all: tuple[Phrase, ...]

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """Beginnings of letters, of which a text must hold one; none where it may be any text."""
        if not all(phrase.needs for phrase in self.all):
            return frozenset([""])
        return frozenset(one[:_LONGEST] for phrase in self.all for one in phrase.needs[0])

    def search(self, text: str) -> re.Match[str] | None:
        """The leftmost match in a folded text."""
        if self._beginnings.isdisjoint(_grams(text)):
            return None
        return next(self.finditer(text), None)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """All matches that do not overlap, from left to right, between two places of a folded text."""
        if self._beginnings.isdisjoint(_grams(text)):
            return
        last = len(text) if end is None else end
        upcoming = [
            (match, phrase.pattern)
            for phrase in self.all
            if phrase.may_stand_in(text)
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


@lru_cache(maxsize=64)
def _grams(text: str) -> frozenset[str]:
    """All that a text holds of two and of three letters in a row, and nothing at all, which any text holds.

    Kept, for one sentence is searched for all phrases of a language before the next.
    """
    return frozenset([*map(add, text, text[1:]), *(text[at : at + _LONGEST] for at in range(len(text))), ""])


def _start(one: tuple[re.Match[str], re.Pattern[str]]) -> int:
    return one[0].start()


def _expression(folded: str, prefix: str) -> str:
    joined = f"(?:{prefix})?" if prefix else ""
    folded = (
        _REPEATED.sub("\\1{0,}", folded)
        .replace("[- ]", "\0")
        .replace(r"\w*", "*")
        .replace("*", r"\w*")
        .replace(" … ", _GAP + joined)
        .replace(" ~ ", _NARROW_GAP + joined)
        .replace(" ?", r"[\s,]*")
        .replace(" ", r"[\s,]+")
        .replace("\0", r"[\s-]")
    )
    before = rf"(?<!\w){joined}" if re.match(r"[\w(]", folded) else ""
    after = r"(?!\w)" if re.search(r"[\w)*]$", folded) else ""
    return f"{before}{folded}{after}"


def required(folded: str) -> Needs:
    """What stands in every text that a folded phrase matches, the most telling first; empty where that cannot be told."""
    found: list[tuple[str, ...]] = []
    before = ""  # plain letters that a group goes on with: "ne(tiek|tiks)"
    for (sign, *choices), (after, *_) in pairwise([*_pieces(folded), [""]]):
        always = not after.startswith(_OPTIONAL)
        if choices and always and not choices[0].startswith("?"):
            if before:
                found[-1] = tuple(before + _beginning(choice) for choice in choices)
            elif all(told := [_telling(choice) for choice in choices]):
                found.append(tuple(chain.from_iterable(told)))
        before = sign[: len(sign) - (not always)] if _PLAIN.match(sign) else ""
        found += [(before,)] if before else []
    telling = [tuple(dict.fromkeys(letters)) for letters in found if min(map(len, letters)) >= _SHORTEST]
    return tuple(sorted(telling, key=lambda letters: (-min(map(len, letters)), len(letters))))


def _pieces(folded: str) -> list[list[str]]:
    """The signs of a phrase one after the other, a group with its choices; none where the phrase itself is a choice."""
    pieces: list[list[str]] = []
    depth = 0
    for sign in _SIGN.findall(folded):
        depth -= sign == ")"
        if depth == 0 and sign == "|":
            return []
        if depth == 0:
            pieces += [[sign, ""]] if sign == "(" else [[sign]] if sign != ")" else []
        elif depth == 1 and sign == "|":
            pieces[-1].append("")
        else:
            pieces[-1][-1] += sign
        depth += sign == "("
    return pieces


def _telling(choice: str) -> tuple[str, ...]:
    return (choice,) if _PLAIN.fullmatch(choice) else next(iter(required(choice)), ())


def _beginning(piece: str) -> str:
    """The plain letters a piece begins with; a letter that is optional does not count."""
    found = _PLAIN.match(piece)
    if not found:
        return ""
    plain = found.group()
    return plain[:-1] if piece[found.end() :].startswith(_OPTIONAL) else plain
