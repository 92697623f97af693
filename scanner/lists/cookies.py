"""Cookies and their purposes as the Open Cookie Database tells them."""

import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass

from scanner.model.result import Purpose

NAME, DOMAIN, CATEGORY, WILDCARD, PLATFORM = (
    "Cookie / Data Key name", "Domain", "Category", "Wildcard match", "Platform",
)  # fmt: skip
COLUMNS = frozenset({NAME, DOMAIN, CATEGORY, WILDCARD, PLATFORM})
PURPOSES: dict[str, Purpose] = {
    "Functional": "preferences",
    "Personalization": "preferences",
    "Security": "necessary",
    "Analytics": "statistics",
    "Marketing": "marketing",
}
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_TOO_SHORT = 3  # a pattern of fewer letters would swallow half of all names


@dataclass(frozen=True, slots=True)
class ListedCookie:
    """One line of the database; `domains` are those of a third party's cookie, empty where any site may set it."""

    name: str
    wildcard: bool
    domains: tuple[str, ...]
    purpose: Purpose
    platform: str


def read(text: str) -> list[ListedCookie]:
    """The lines of the database that give a purpose."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return [
        ListedCookie(
            name=row[NAME].strip(),
            wildcard=row[WILDCARD].strip() == "1",
            domains=tuple(_HOST.findall((row[DOMAIN] or "").lower())),
            purpose=PURPOSES[row[CATEGORY].strip()],
            platform=row[PLATFORM].strip(),
        )
        for row in rows
        if (row[NAME] or "").strip() and (row[CATEGORY] or "").strip() in PURPOSES
    ]


class CookieTable:
    """The database, indexed by name."""

    def __init__(self, cookies: list[ListedCookie]) -> None:
        self._exact: dict[str, list[ListedCookie]] = defaultdict(list)
        self._open: list[ListedCookie] = []
        for one in cookies:
            if not one.wildcard:
                self._exact[one.name].append(one)
            elif len(one.name) >= _TOO_SHORT:
                self._open.append(one)
        self._open.sort(key=lambda one: -len(one.name))

    def find(self, name: str, domain: str) -> ListedCookie | None:
        """The line of a cookie: its full name goes before a pattern, its own domain before none.

        None too where lines that fit equally well give different purposes.
        """
        for fitting in (self._exact.get(name, []), [one for one in self._open if name.startswith(one.name)]):
            on_it = [one for one in fitting if one.domains and _is_on(domain, one.domains)]
            chosen = on_it or [one for one in fitting if not one.domains]
            if chosen:
                return chosen[0] if len({one.purpose for one in chosen}) == 1 else None
        return None


def _is_on(domain: str, domains: tuple[str, ...]) -> bool:
    bare = domain.lstrip(".").lower()
    return any(bare == one or bare.endswith(f".{one}") for one in domains)
