"""Reads one document: its text, language, kinds, date and claims. Never raises for a bad document; it says why."""

from dataclasses import replace

from scanner.model.claims import Claim, Document
from scanner.policy import about, claims, kinds
from scanner.policy import language as tongue
from scanner.policy.errors import UnreadableError
from scanner.policy.sections import Section, sections
from scanner.policy.text import extract
from scanner.policy.typos import Mended
from scanner.policy.visible import Visible
from scanner.services import Catalogue

_MOST_CHARACTERS = 300_000
"""Claims are read from this much of a text, some 90 pages: far more than any policy, and what a hostile one may cost."""


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
    certain: bool = False,
    second_opinion: bool = False,
) -> Document:
    """The document with its claims. One without readable text has `readable` False and says why.

    `language` is what its page says of itself; it decides in doubt, or, when it is `certain`, over all that the text shows.
    With `second_opinion` what sentences resemble is proposed where the rules are silent; UsageError where that is not installed.
    """
    try:
        text = extract(body, content_type)
        why = None
    except UnreadableError as error:
        text, why = "", str(error)
    if not text.strip():
        text, why = "", why or "there is no text in it"
    known = language[:2].lower() if language else "und"
    found = tongue.detect(text, hint=language) if text and not (certain and language) else known
    stated = _claims(
        text[:_MOST_CHARACTERS],
        found,
        catalogue,
        whole=certain and language is not None,
        second_opinion=second_opinion,
    )
    return Document(
        url=url,
        language=found,
        kinds=kinds.kinds(text[:_MOST_CHARACTERS], url, title or "", found_by, stated),
        sha256=sha256,
        characters=len(text),
        retrieved_at=retrieved_at,
        found_by=found_by,
        text=text,
        claims=stated,
        title=title,
        date=kinds.date(text[:_MOST_CHARACTERS]),
        readable=why is None and found in tongue.readable(),
        why_unreadable=why
        if why or found in tongue.readable()
        else f"policies in this language ({found}) cannot be read yet",
        companies=about.companies(text[:_MOST_CHARACTERS]),
        domains=about.domains(text[:_MOST_CHARACTERS], stated, catalogue),
        notes=_notes(text),
    )


def _claims(text: str, language: str, catalogue: Catalogue, *, whole: bool, second_opinion: bool) -> tuple[Claim, ...]:
    """The claims of all sections, each in its language (with `whole` all in the one); each once, at its surest place."""
    seen = Visible(text)
    found: dict[tuple[str, ...], Claim] = {}
    parts = [Section(0, len(seen.text), language)] if whole else sections(seen.text, language)
    for section in parts:
        mended = Mended(seen.text[section.start : section.end], section.language)
        for claim in map(mended.original, claims.find(mended.text, section.language, catalogue)):
            moved = replace(claim, start=claim.start + section.start, end=claim.end + section.start)
            key = claims.what_it_says(claim)
            if key not in found or claim.confidence > found[key].confidence:
                found[key] = seen.original(moved)
    if second_opinion:
        from scanner.policy import second_opinion as opinion

        for section in parts:
            for claim in opinion.propose(
                seen.text[section.start : section.end], section.language, catalogue, tuple(found.values())
            ):
                moved = replace(claim, start=claim.start + section.start, end=claim.end + section.start)
                found.setdefault(claims.what_it_says(claim), seen.original(moved))
    return tuple(sorted(found.values(), key=lambda claim: (claim.start, claim.practice)))


def _notes(text: str) -> tuple[str, ...]:
    if len(text) <= _MOST_CHARACTERS:
        return ()
    return (f"it has {len(text)} characters, of which the first {_MOST_CHARACTERS} were read",)
