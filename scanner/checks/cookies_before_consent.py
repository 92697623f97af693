"""What it checks
--------------
A cookie for statistics or advertising that was stored before any choice.

Why it matters
--------------
Storing it needs consent first, unless it is strictly necessary for what the visitor asked for.

Limits
------
The purpose is the one the catalogue documents, or a fetched list tells (then likely, and the finding names the list).
Cookies of unknown purpose, and those whose purpose only their looks suggest, are reported, as possible, only when they
are kept and look like an identifier. Audience measurement whose data stay on the site's own hosts weighs less: some
authorities exempt it. Necessary cookies, consent choices and session cookies of the site are not
counted.

How to fix
----------
Set the cookie only after consent.
"""

from collections.abc import Iterator

from scanner.checks.base import (
    CheckMeta,
    Material,
    finding,
    kept_seen,
    purpose_sure,
    purpose_told,
    seen_once,
    stored_early,
    weaker,
)
from scanner.checks.law import EPD, gdpr
from scanner.model.findings import Confidence, Finding, Severity
from scanner.model.result import AnnotatedCookie

CHECK = "cookies-before-consent"
META = CheckMeta(
    title="A cookie that needs consent is set before any choice",
    category="consent",
    needs=(
        "requests",
        "cookies",
        "consent",
    ),
    law=(EPD, *gdpr("6(1)(a)", "7")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such cookie."""
    outside = {request.service for request in material.requests if request.party == "third"}
    for cookie in material.cookies:
        if not stored_early(cookie):
            continue
        own = cookie.party == "first" and cookie.service not in outside
        weight = _weight(cookie, kept_seen(cookie, material.requests), own=own)
        if weight is None:
            continue
        severity, confidence = weight
        purpose = purpose_told(cookie) + (", looks like an identifier" if cookie.told == "unknown" else "")
        yield finding(
            META,
            CHECK,
            subject=cookie.name,
            verdict=None,
            severity=severity,
            confidence=confidence,
            purpose_confidence=purpose_sure(cookie),
            title=f"{cookie.name} · stored before any choice",
            message=f"The cookie {cookie.name} of {cookie.domain} ({purpose}) was stored before any choice was made"
            f"{f', by {cookie.set_by.url}' if cookie.set_by.url else ''}.{seen_once(confidence)}",
            recommendation=(
                f"Either let the consent tool hold back what sets {cookie.name} until the visitor agrees. "
                "Or record for which service that the visitor asked for it is strictly necessary."
            ),
            evidence=[f"cookies/{cookie.id}"],
            cookie=cookie.name,
        )


def _weight(cookie: AnnotatedCookie, seen: Confidence, *, own: bool) -> tuple[Severity, Confidence] | None:
    """By purpose; `own` tells that no request to another host belongs to the cookie's service."""
    seen = weaker(seen, purpose_sure(cookie)) if cookie.told != "unknown" else seen
    if cookie.told == "marketing" or (cookie.told == "statistics" and not own):
        return "high", seen
    if cookie.told == "statistics":
        return "medium", seen
    if cookie.purpose in ("necessary", "preferences"):
        return None
    if cookie.told == "unknown" and not cookie.session and cookie.identifier and not cookie.http_only:
        return "medium", "possible"
    return None
