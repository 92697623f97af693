"""Understands the text of a button by the words it is made of, where no list holds it whole: "Jā, piekrītu visām!"."""

import re
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Literal

from scanner.languages.text import normalise

ButtonKind = Literal["accept", "reject", "necessary_only", "settings", "save", "close", "pay"]
_LONGEST = 60
"""Characters of a text that can be a button's."""
_UNKNOWN = 2
"""Words that may be unknown where a guess is asked for, and never more than are known."""
_PRICE = re.compile(r"(?:[€£$]|\beur\b)\s?\d|\d\s?(?:[€£]|euro?\b|zł)", re.IGNORECASE)
_YES = re.compile(r"(?:ja|yes|taip|jah|да|tak|kylla|oui) (?=\w)")
"""What only begins a longer answer, as in "yes, reject all"."""
_EVERYWHERE = (("accept", "ok"), ("cookies", "cookie"), ("cookies", "cookies"), ("cookies", "&"))
"""Said in every language; numbers say as little as cookies do."""
_NUMBER = re.compile(r"\d+(?!\w)")
_NO_LETTER = re.compile(r"\W")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartWords:
    """The words of one language, by what each does in a button's text; "*" allows any ending.

    `refuse` are verbs, `never` negations; `necessary` and `optional` are kinds of cookies, `chosen` what was ticked,
    `adjust` verbs and `settings` nouns of a further layer, `onward` words such as "continue"; what is `ad_free` is paid for,
    unless cookies are spoken of. `cookies` and `filler` say nothing of what the button does.
    """

    accept: tuple[str, ...]
    refuse: tuple[str, ...]
    never: tuple[str, ...]
    only: tuple[str, ...]
    without: tuple[str, ...]
    ad_free: tuple[str, ...]
    necessary: tuple[str, ...]
    optional: tuple[str, ...]
    adjust: tuple[str, ...]
    settings: tuple[str, ...]
    save: tuple[str, ...]
    chosen: tuple[str, ...]
    onward: tuple[str, ...]
    pay: tuple[str, ...]
    close: tuple[str, ...]
    all: tuple[str, ...]
    cookies: tuple[str, ...]
    filler: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text is made of: parts by name, and how many of its words are known and not."""

    parts: frozenset[str]
    known: int
    unknown: int


class Parts:
    """Reads texts in one language."""

    def __init__(self, words: PartWords) -> None:
        self._words = words

    @cached_property
    def _by_letter(self) -> dict[str, list[tuple[str, bool, str]]]:
        """(letters, whether any ending may follow, part) of every phrase by its first letter, made at first use."""
        listed = [(one.name, phrase) for one in fields(PartWords) for phrase in getattr(self._words, one.name)]
        found: dict[str, list[tuple[str, bool, str]]] = {}
        for part, phrase in [*listed, *_EVERYWHERE]:
            letters = _spaced(phrase.rstrip("*"))
            found.setdefault(letters[:1], []).append((letters, phrase.endswith("*"), part))
        return found

    def read(self, text: str) -> Reading:
        """Take a text apart, the longest phrase first at every word."""
        said = _spaced(text)
        rest = said[begun.end() :] if (begun := _YES.match(said)) else said
        parts: set[str] = set()
        known = unknown = 0
        while rest:
            found = self._at_beginning(rest)
            if found:
                end, name = max(found, key=lambda one: one[0])
                parts.add(name)
                known += 1
            else:
                end = len(rest.split(" ", 1)[0])
                unknown += 1
            rest = rest[end:].lstrip(" .-")
        return Reading(frozenset(parts), known, unknown)

    def _at_beginning(self, rest: str) -> list[tuple[int, str]]:
        """(end, part) of every phrase that a text begins with."""
        found = []
        for letters, any_ending, part in self._by_letter.get(rest[:1], ()):
            if rest.startswith(letters):
                ending = _NO_LETTER.split(rest[len(letters) :], maxsplit=1)[0]
                found += [(len(letters) + len(ending), part)] if any_ending or not ending else []
        number = _NUMBER.match(rest)
        return [*found, (number.end(), "cookies")] if number else found


def kind_of(reading: Reading, text: str, *, guess: bool = False) -> ButtonKind | None:
    """What a button with such a text does in a consent dialog; with `guess`, a word or two may be unknown."""
    if len(text) <= _LONGEST and _PRICE.search(text):
        return "pay"
    if len(text) > _LONGEST or (reading.unknown and not guess):
        return None
    if reading.unknown > min(_UNKNOWN, reading.known):
        return None
    return _kind(reading.parts, guess=guess)


def _kind(parts: frozenset[str], *, guess: bool) -> ButtonKind | None:
    if "pay" in parts or ("ad_free" in parts and "cookies" not in parts):
        return "pay"
    if parts & {"without", "ad_free"}:
        return "necessary_only" if parts & {"accept", "refuse", "cookies"} and parts & {"onward", "close", "accept"} else None
    if "refuse" in parts or "never" in parts:
        return _refusal(parts)
    if "necessary" in parts and not parts & {"optional", "chosen", "adjust", "settings"}:
        return "necessary_only" if parts & {"only", "accept", "save", "onward", "close"} else None
    if "adjust" in parts:
        return "settings"
    if "save" in parts and not {"accept", "all"} <= parts:
        return "save"
    if "chosen" in parts:
        return "save" if parts & {"accept", "save", "onward"} else "settings"
    if "settings" in parts:
        return "save" if "accept" in parts else "settings"
    if "accept" in parts:
        return "accept" if guess or not parts & {"optional", "only"} else None
    if "close" in parts:
        return "close"
    return "accept" if guess and ("onward" in parts or {"all", "cookies"} <= parts) else None


def _refusal(parts: frozenset[str]) -> ButtonKind | None:
    if {"refuse", "accept"} <= parts:  # "accept or reject" is more than one thing
        return "necessary_only" if {"only", "necessary"} <= parts else None
    if parts & {"chosen", "save"}:
        return None
    if parts & {"adjust", "settings"}:  # "settings or refuse", "no, take me to settings"
        return "settings"
    return "necessary_only" if parts & {"optional", "necessary"} else "reject"


def _spaced(text: str) -> str:
    """A text normalised, with spaces for the hyphens and full stops inside of words."""
    return re.sub(r"(?<=\w)[-.](?=\w)", " ", normalise(text))
