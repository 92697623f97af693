"""Services and companies named in a text."""

import re
from functools import cache

from scanner.policy.patterns import fold
from scanner.policy.phrases import Phrases
from scanner.services import Catalogue

_BEGINNING = re.compile(r"(?<![\w.@/-])(?=(\S{1,4}))")
_BETWEEN = re.compile(r"[\s*]+")
_KEY = 4
_QUOTES = "\"'„“”«»’‘"
_NAME, _NEAR = "¤", 60
"""What stands for a name in the phrases of `part`, and how far around it they are looked for."""
_WORDS_BESIDE = 2
"""Words beside names in a heading that is about nothing else, at most."""
_IN_A_LIST = re.compile(r"[\s,/&|()]*(?:[,/&|]|(?<!\w)(?:un|vai|and|or|und|oder|и|или|ir|arba|ja|või)(?!\w))[\s()]*")
"""What stands between two items of a list, in all languages that are read."""


@cache
def names_of(catalogue: Catalogue, language: str, endings: str = "") -> "Names":
    """The names in one language, indexed once for a catalogue."""
    return Names(catalogue, language, endings)


class Names:
    """All names of all services in one language, with its case endings; and the contexts in which they mean others.

    There are thousands: they are found by their first letters, and an expression is made only for those a text may hold.
    """

    def __init__(self, catalogue: Catalogue, language: str, endings: str = "") -> None:
        self._endings = endings
        self._names = [
            (phrase, identity)
            for identity, service in catalogue.services.items()
            for phrase in (*service.names.get("all", ()), *service.names.get(language, ()))
        ]
        self._names.sort(key=lambda pair: -len(pair[0]))
        self._words = [_words(fold(phrase)) for phrase, _ in self._names]
        self._by_beginning: dict[str, list[int]] = {}
        for at, (first, *_) in enumerate(self._words):
            self._by_beginning.setdefault(first[:_KEY], []).append(at)
        self._companies = {
            identity: service.entity
            for identity, service in catalogue.services.items()
            if service.category == "company"
        }
        self._entities = {identity: service.entity for identity, service in catalogue.services.items()}
        self._wrong = {
            identity: [phrase for key in ("all", language) for phrase in service.names_not.get(key, ())]
            for identity, service in catalogue.services.items()
        }
        self._category = {identity: service.category for identity, service in catalogue.services.items()}
        self._beside = [
            (phrase, identity) for identity, service in catalogue.services.items() for phrase in service.names_beside
        ]

    def find(self, text: str, folded: str) -> list[tuple[str, int, int]]:
        """(service id, start, end) of every service named; where names overlap, the longest counts.

        A name that is written with a capital must have one here too: "clarity" is not Clarity.
        """
        found: list[tuple[str, int, int]] = []
        for at, start in sorted(self._candidates(folded)):
            phrase, identity = self._names[at]
            match = _name(phrase, self._endings).match(folded, start)
            if match is None:
                continue
            end = match.end()
            overlaps = any(start < other and end > first for _, first, other in found)
            if overlaps or (phrase[:1].isupper() and not text[start].isupper()) or _accented(phrase, text, start):
                continue
            if not self._is_wrong(identity, folded, start, end):
                found.append((identity, start, end))
        return found + self._listed(text, folded, found)

    def are_topic(self, heading: str) -> bool:
        """Whether a heading names services and says hardly anything else: "8. Google Fonts", "Use of Matomo"."""
        services = self.find(heading, fold(heading))
        rest = "".join(letter for at, letter in enumerate(heading) if not any(start <= at < end for _, start, end in services))
        return bool(services) and len(re.findall(r"[^\W\d_]{2,}", rest)) <= _WORDS_BESIDE

    def is_company(self, identity: str) -> bool:
        """Whether a service file is that of a company, not of one thing that it offers."""
        return self._category[identity] == "company"

    def _listed(self, text: str, folded: str, found: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
        """The short names that stand beside a service of the same category in a list: "Facebook, Instagram and X"."""
        listed = []
        for phrase, identity in self._beside if found else ():
            for match in _name(phrase, self._endings).finditer(folded):
                start, end = match.span()
                gaps = [
                    folded[last:start] if last <= start else folded[end:first]
                    for other, first, last in found
                    if self._category[other] == self._category[identity] and (last <= start or first >= end)
                ]
                if text[start : start + len(phrase)] == phrase and any(map(_IN_A_LIST.fullmatch, gaps)):
                    listed.append((identity, start, end))
        return listed

    def is_maker(self, company: str, services: list[tuple[str, int, int]]) -> bool:
        """Whether a company is named beside a product of its own: "we do not use Google's reCAPTCHA" is of the product."""
        entity = self._companies.get(company)
        return entity is not None and any(
            other not in self._companies and self._entities[other] == entity for other, _, _ in services
        )

    def _candidates(self, folded: str) -> list[tuple[int, int]]:
        """(number, place) of names whose first word stands there and the others somewhere; the lower the number, the longer the name."""
        return [
            (at, match.start())
            for match in _BEGINNING.finditer(folded)
            for length in range(1, len(match.group(1)) + 1)
            for at in self._by_beginning.get(match.group(1)[:length], ())
            if folded.startswith(self._words[at][0], match.start()) and all(word in folded for word in self._words[at])
        ]

    def _is_wrong(self, identity: str, folded: str, start: int, end: int) -> bool:
        return any(
            match.start() <= start and match.end() >= end
            for phrase in self._wrong[identity]
            for match in _name(phrase).finditer(folded)
        )


def owns_a_part(folded: str, start: int, end: int, parts: Phrases) -> bool:
    """Whether a service is named as that whose part something is: "the heat maps of Hotjar", "Hotjar's cookies"."""
    before = folded[max(0, start - _NEAR) : start].rstrip(_QUOTES)
    return parts.search(f"{before}{_NAME}{folded[end : end + _NEAR].lstrip(_QUOTES)}") is not None


def _accented(phrase: str, text: str, start: int) -> bool:
    """Whether a word only looks like a name without its diacritics: "Pārdot" is to sell, not Pardot."""
    return phrase.isascii() and not text[start : start + len(phrase.rstrip("*"))].isascii() and " " not in phrase


def _words(folded: str) -> list[str]:
    """The letters of a name between gaps and endings: it stands where the first does, in a text that has them all."""
    return _BETWEEN.split(folded)


@cache
def _name(phrase: str, endings: str = "") -> re.Pattern[str]:
    """A name as an expression: between its words a hyphen may stand for the space, and quotes may close or open."""
    words = re.escape(fold(phrase.rstrip("*"))).replace(r"\*", r"\w*")
    body = words.replace(r"\ ", rf"[{_QUOTES}]*[\s-]+[{_QUOTES}]*")
    ending = r"\w*" if phrase.endswith("*") else rf"(?:['’-]?(?:{endings}))?" if endings else ""
    return re.compile(rf"(?<![\w.@/-]){body}{ending}(?![\w@])")


def is_source(folded: str, start: int, words: Phrases) -> bool:
    """Whether a company is named as where something comes from: "we do not load them from" it."""
    before = folded[max(0, start - _NEAR) : start].rstrip(_QUOTES + " ")
    return any(match.end() == len(before) for match in words.finditer(before))
