"""Cookies declared by name, in tables, lists and sentences, with the provider, purpose and lifetime stated for each."""

import re
from collections.abc import Iterator
from dataclasses import replace

from scanner.model.claims import Claim
from scanner.policy.cookie_tables import Row, rows
from scanner.policy.cookie_words import days_of, purpose_of
from scanner.policy.durations import in_days
from scanner.policy.patterns import Grammar, fold
from scanner.policy.structure import is_heading
from scanner.services import Catalogue, CookieMatch

_AT_THE_BEGINNING = 3
"""Characters, such as a bullet, that may stand before the name a line begins with."""
_STOP = re.compile(r"[.!?]\s")
_NAME = re.compile(r"(?<![\w./@-])([A-Za-z_][\w.:-]*[\w*#]|_[a-z]+)(?![\w@/])")
_TELLING = re.compile(r"_|\d|[a-z][A-Z]|^[A-Z]{3,}")
_CODE = re.compile(r"[A-Za-z0-9]*_[A-Za-z0-9_.-]*")
_SHORT = 6
_JOINT = re.compile(r"\W{0,4}(?:\w{1,3}\W{1,3})?")
"""What stands between names that share what is told of them: a comma, or a short word such as "and" in any language."""
_LABEL = re.compile(r"\s*([^.:;,–—()]{3,40})(?:[.:;]|\s[–—-]\s|$)")
_WORDS_OF_LABEL = 2
_LONGEST_LINE = 1200
_LONGEST_PROVIDER = 120


def find(text: str, rules: Grammar, catalogue: Catalogue) -> list[Claim]:
    """One claim a declared cookie, that of a table before that of a sentence.

    Outside of tables a word counts as a cookie's name when the catalogue knows it as one, when it begins a line that
    tells a lifetime and looks like a name, not like a word, or when it is written with an underscore where the line or
    its heading speaks of cookies.
    """
    found: dict[str, Claim] = {}
    in_tables: set[int] = set()
    for row in rows(text):
        in_tables.update(_line_starts(text, row))
        known = _known(row.name, catalogue) if _TELLING.search(row.name) else None  # "lang" may be anybody's
        value = {
            "provider": row.provider[:_LONGEST_PROVIDER] or (known.service.name if known else None),
            "purpose": purpose_of(row.category) or purpose_of(row.purpose),
            "retention_days": days_of(row.retention, rules),
        }
        found.setdefault(row.name, _claim(row.name, text, row, value, 0.9))
    start, below = 0, False
    for line in text.splitlines(keepends=True):
        if is_heading(line):
            below = rules.words["cookie"].search(fold(line)) is not None
        if len(line) <= _LONGEST_LINE and start not in in_tables:
            for claim in _in_line(line.rstrip("\r\n"), start, text, rules, catalogue, of_cookies=below):
                found.setdefault(claim.practice.partition(":")[2], claim)
        start += len(line)
    return list(found.values())


def kinds(text: str) -> Iterator[Claim]:
    """The kinds of cookies by which tables are divided: what a column of categories, a heading of rows, or the
    label of a purpose says of a row."""
    for row in rows(text):
        kind = purpose_of(row.category) or purpose_of(_label(row.purpose))
        if kind:
            yield replace(_claim(row.name, text, row, None, 0.85), practice=f"cookies.{kind}")


def _label(purpose: str) -> str:
    """The few words that a purpose begins with and that stand alone: "Preference. Remembers your language."."""
    label = _LABEL.match(purpose)
    return label.group(1) if label and len(label.group(1).split()) <= _WORDS_OF_LABEL else ""


def _line_starts(text: str, row: Row) -> Iterator[int]:
    """Where the lines begin that a row takes up."""
    place = text.rfind("\n", 0, row.start) + 1
    while 0 <= place < row.end:
        yield place
        place = text.find("\n", place) + 1 or row.end


def _claim(name: str, text: str, place: Row, value: dict[str, str | float | None] | None, sure: float) -> Claim:
    return Claim(
        practice=f"cookie:{name}",
        polarity="asserted",
        modality="actual",
        quote=text[place.start : place.end],
        start=place.start,
        end=place.end,
        confidence=sure,
        value=value,
    )


def _in_line(
    line: str, start: int, text: str, rules: Grammar, catalogue: Catalogue, *, of_cookies: bool
) -> Iterator[Claim]:
    names = [
        match
        for match in _NAME.finditer(line)
        if _TELLING.search(match.group(1)) and not _is_short(match.group(1), line, catalogue)
    ]
    if not names:
        return
    folded = fold(line)
    whole = in_days(folded, rules)
    of_cookies = (of_cookies or rules.words["cookie"].search(folded) is not None) and not (
        rules.practices["storage.web"].stated.search(folded)
    )
    ends = [*(after.start() for after in names[1:]), len(line)]
    pieces = [line[one.end() : end] for one, end in zip(names, ends, strict=True)]
    prose = len(names) > 1 and names[0].start() > _AT_THE_BEGINNING
    if prose:  # what another sentence tells is of something else
        pieces = [_STOP.split(piece, maxsplit=1)[0] for piece in pieces]
    told = _days_told(pieces, rules)
    place = Row("", start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
    for at, match in enumerate(names):
        name = match.group(1)
        known = _known(name, catalogue)
        if (
            not known
            and not (of_cookies and _CODE.fullmatch(name))
            and not (
                match.start() <= _AT_THE_BEGINNING and whole is not None and (name.startswith("_") or "_" in name or name[-1].isdigit())
            )
        ):
            continue
        alone = in_days(fold(_about(match, line)), rules) if prose else whole
        value = {
            "provider": known.service.name if known else None,
            "purpose": purpose_of(pieces[at] if len(names) > 1 else _about(match, line)),
            "retention_days": told[at] if any(days is not None for days in told) else alone,
        }
        yield _claim(name, text, place, value, 0.9 if known else 0.7)


def _about(name: re.Match[str], line: str) -> str:
    """What a line says of the one cookie it names: all of it where it begins with the name, else the name's sentence."""
    if name.start() <= _AT_THE_BEGINNING:
        return line
    ends = [0, *(stop.end() for stop in _STOP.finditer(line)), len(line)]
    first = max(end for end in ends if end <= name.start())
    return line[first : min(end for end in ends if end >= name.end())]


def _is_short(name: str, line: str, catalogue: Catalogue) -> bool:
    """Whether a name is a few capitals that could be anything; with its service beside it ("YSC – YouTube") it is a cookie's."""
    if not name.isupper() or len(name) >= _SHORT:
        return False
    known = _known(name, catalogue)
    return known is None or fold(known.service.name) not in fold(line)


def _days_told(pieces: list[str], rules: Grammar) -> list[float | None]:
    """The lifetime told after each name; names joined by a comma or an "and" share what is told after the last."""
    told = [days_of(piece, rules) for piece in pieces]
    for at in range(len(pieces) - 2, -1, -1):
        if told[at] is None and _JOINT.fullmatch(pieces[at]):
            told[at] = told[at + 1]
    return told


def _known(name: str, catalogue: Catalogue) -> CookieMatch | None:
    first = catalogue.match_cookie(name.replace("#", "1").rstrip("*") or name, "", "first")
    return first or catalogue.match_cookie(name, _domain_of(name, catalogue), "third")


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
