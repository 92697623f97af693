"""Reads one document: its text, language, kinds, date and claims. Never raises for a bad document; it says why."""

import re

from scanner.model.claims import Document
from scanner.policy import claims
from scanner.policy import language as tongue
from scanner.policy.patterns import fold
from scanner.policy.text import UnreadableError, extract
from scanner.services import Catalogue

_DATE = re.compile(
    r"\b(\d{1,2}\.\s?\d{1,2}\.\s?20\d\d|20\d\d-\d\d-\d\d|20\d\d\. gada \d{1,2}\. \w+|\d{1,2} \w+ 20\d\d|\w+ \d{1,2}, 20\d\d)\b"
)
_MOST_CHARACTERS = 300_000
"""Claims are read from this much of a text, some 90 pages: far more than any policy, and what a hostile one may cost."""
_COOKIE = re.compile(r"sikdat|sikfail|cookie|slapuk|kupsis|куки")
_PRIVACY = re.compile(
    r"privatum|konfidencial|personas dat|privacy|personal (?:data|information)|datenschutz|isikuandme|asmens duomen|персональн"
)


def read(
    body: bytes,
    *,
    content_type: str,
    url: str,
    catalogue: Catalogue,
    retrieved_at: str,
    found_by: str,
    sha256: str,
    title: str | None = None,
    language: str | None = None,
) -> Document:
    """The document with its claims. One without readable text has `readable` False and says why."""
    try:
        text = extract(body, content_type)
        why = None
    except UnreadableError as error:
        text, why = "", str(error)
    found = tongue.detect(text, hint=language) if text else (language or "und")[:2]
    return Document(
        url=url,
        language=found,
        kinds=_kinds(text, url, title or ""),
        sha256=sha256,
        characters=len(text),
        retrieved_at=retrieved_at,
        found_by=found_by,
        text=text,
        claims=claims.find(text[:_MOST_CHARACTERS], found, catalogue) if text else (),
        title=title,
        date=_date(text),
        readable=why is None and found in tongue.readable(),
        why_unreadable=why
        if why or found in tongue.readable()
        else f"policies in this language ({found}) cannot be read yet",
        notes=_notes(text),
    )


def _notes(text: str) -> tuple[str, ...]:
    if len(text) <= _MOST_CHARACTERS:
        return ()
    return (f"it has {len(text)} characters, of which the first {_MOST_CHARACTERS} were read",)


def _kinds(text: str, url: str, title: str) -> tuple[str, ...]:
    head = fold(f"{url} {title} {text[:300]}")
    whole = fold(text)
    kinds = []
    if _PRIVACY.search(head) or len(_PRIVACY.findall(whole)) >= 3:
        kinds.append("privacy_policy")
    if _COOKIE.search(head) or len(_COOKIE.findall(whole)) >= 5:
        kinds.append("cookie_policy")
    return tuple(kinds)


def _date(text: str) -> str | None:
    """The first date near the beginning or the end, where policies bear theirs."""
    match = _DATE.search(text[:800]) or _DATE.search(text[-800:])
    return match.group(1) if match else None
