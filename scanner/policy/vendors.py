"""Services and companies named in a text."""

import re
from functools import cache

from scanner.policy.patterns import fold
from scanner.services import Catalogue


@cache
def names_of(catalogue: Catalogue, language: str, endings: str = "") -> "Names":
    """The names in one language, compiled once for a catalogue."""
    return Names(catalogue, language, endings)


class Names:
    """All names of all services in one language, with its case endings; and the contexts in which they mean others."""

    def __init__(self, catalogue: Catalogue, language: str, endings: str = "") -> None:
        pairs = [
            (phrase, identity)
            for identity, service in catalogue.services.items()
            for phrase in (*service.names.get("all", ()), *service.names.get(language, ()))
        ]
        pairs.sort(key=lambda pair: -len(pair[0]))
        self._names = [(_name(phrase, endings), identity, phrase[:1].isupper()) for phrase, identity in pairs]
        self._wrong = {
            identity: [_name(phrase) for key in ("all", language) for phrase in service.names_not.get(key, ())]
            for identity, service in catalogue.services.items()
        }

    def find(self, text: str, folded: str) -> list[tuple[str, int, int]]:
        """(service id, start, end) of every service named; where names overlap, the longest counts.

        A name that is written with a capital must have one here too: "clarity" is not Clarity.
        """
        found: list[tuple[str, int, int]] = []
        for pattern, identity, capital in self._names:
            for match in pattern.finditer(folded):
                start, end = match.span()
                overlaps = any(start < other and end > first for _, first, other in found)
                if overlaps or (capital and not text[start].isupper()) or self._is_wrong(identity, folded, start, end):
                    continue
                found.append((identity, start, end))
        return found

    def _is_wrong(self, identity: str, folded: str, start: int, end: int) -> bool:
        return any(
            match.start() <= start and match.end() >= end
            for pattern in self._wrong[identity]
            for match in pattern.finditer(folded)
        )


def _name(phrase: str, endings: str = "") -> re.Pattern[str]:
    body = re.escape(fold(phrase.rstrip("*"))).replace(r"\ ", r"[\s-]+")
    ending = r"\w*" if phrase.endswith("*") else rf"(?:['’-]?(?:{endings}))?" if endings else ""
    return re.compile(rf"(?<![\w.@/-]){body}{ending}(?![\w@])")
