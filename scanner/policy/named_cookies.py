"""Cookies declared by name, in tables, lists and sentences, with the lifetime and purpose their line states."""

import re

from scanner.model.claims import Claim
from scanner.policy.durations import in_days
from scanner.policy.patterns import Grammar, fold
from scanner.services import Catalogue

_NAME = re.compile(r"(?<![\w./@-])([A-Za-z_][\w.:-]*[\w*#]|_[a-z]+)(?![\w@/])")
_TELLING = re.compile(r"_|\d|[a-z][A-Z]|^[A-Z]{4,}")
_LONGEST_LINE = 400


def find(text: str, rules: Grammar, catalogue: Catalogue) -> list[Claim]:
    """One claim a declared cookie. A word counts as a cookie's name when the catalogue knows it as one, or when it begins
    a line that tells a lifetime in a text on cookies and looks like a name, not like a word."""
    claims: list[Claim] = []
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        if 0 < len(bare) <= _LONGEST_LINE:
            claims += _in_line(bare, start, rules, catalogue)
        start += len(line)
    return claims


def _in_line(line: str, start: int, rules: Grammar, catalogue: Catalogue) -> list[Claim]:
    folded = fold(line)
    days = in_days(folded, rules)
    claims = []
    for match in _NAME.finditer(line):
        name = match.group(1)
        if not _TELLING.search(name) or (name.isupper() and len(name) < 6):
            continue
        known = catalogue.match_cookie(name.replace("#", "1").rstrip("*") or name, "", "first")
        known = known or catalogue.match_cookie(name, _domain_of(name, catalogue), "third")
        first_word = match.start() <= 3
        if not known and not (
            first_word and days is not None and (name.startswith("_") or "_" in name or name[-1].isdigit())
        ):
            continue
        value = {"provider": known.service.name if known else None, "purpose": None, "retention_days": days}
        claims.append(
            Claim(
                practice=f"cookie:{name}",
                polarity="asserted",
                modality="actual",
                quote=line.strip(),
                start=start + len(line) - len(line.lstrip()),
                end=start + len(line.rstrip()),
                confidence=0.9 if known else 0.7,
                value=value,
            )
        )
    return claims


def _domain_of(name: str, catalogue: Catalogue) -> str:
    return next(
        (
            cookie.domain
            for service in catalogue.services.values()
            for cookie in service.cookies
            if cookie.name == name and cookie.domain
        ),
        "",
    )
