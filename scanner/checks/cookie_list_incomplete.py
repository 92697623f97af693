"""What it checks
--------------
Cookies on the published list without how long they last.

Why it matters
--------------
The Court of Justice counts the duration, and whether third parties have access, among what visitors are to be told.

Limits
------
A line counts as giving a time when it holds a number with a unit, or a word for a session or for lasting, in any of the
languages known, or when the line after or a heading before does. Only lines that name a cookie by its name. Who has
access is looked at by undisclosed-service.

How to fix
----------
Add to every line how long the cookie lasts.
"""

import re
from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, counted, finding
from scanner.checks.law import EPD, PLANET49
from scanner.facts.disclosure import Statement
from scanner.facts.lifetimes import declared_cookies, declared_days
from scanner.model.findings import Finding

CHECK = "cookie-list-incomplete"
META = CheckMeta(
    title="The cookie list does not tell how long cookies last",
    category="policy",
    needs=("documents",),
    law=(EPD, PLANET49),
)
_TIME = re.compile(
    r"\d\s*(-|–)?\s*(g\b|gad|mēn|ned|dien|stund|min|sek|y|mo|w|d|h|s\b|л|г\b|год|мес|нед|дн|день|час|м|met|mėn|sav|val|"
    r"a\b|aasta|kuu|näd|päev|tund|jahr|tag|woche|stunde)|sesij|session|sess|seans|сесс|сеанс|sitzung|pastāv|persist|"
    r"постоян|nuolat|püsi|dauerhaft|never|neierobežot|beztermiņ|бессроч|(one|viens|vienu|two|divus|divi|gadu|year|month)",
    re.IGNORECASE,
)
_NEAR = 160


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site, with the cookies."""
    material.need_documents()
    declared = declared_cookies(material.statements)
    if not declared:
        raise NotApplicableError("no document lists cookies by name")
    texts = {document.url: document.text for document in material.documents}
    bare = {name: one for name, one in declared.items() if not _has_time(one, texts[one.document])}
    if not bare:
        return
    names = ", ".join(list(bare)[:8])
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="missing",
        severity="low",
        confidence="certain",
        title=f"{len(bare)} of {counted(len(declared), 'listed cookie')} · no duration found",
        message=f"The list names {names} without saying how long they last.",
        recommendation="Either add a lifetime to each line of the list, such as “1 year” or “session”. "
        "Or show the list that the consent tool keeps, which carries them.",
        evidence=[],
        told=list(bare.values()),
    )


def _has_time(one: Statement, text: str) -> bool:
    if declared_days(one) is not None or _TIME.search(one.claim.quote):
        return True
    end = one.claim.end
    return _TIME.search(text[max(0, one.claim.start - _NEAR) : end + _NEAR]) is not None
