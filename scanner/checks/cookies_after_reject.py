"""What it checks
--------------
A cookie for statistics or advertising that is written, or still there, after the visitor refused.

Why it matters
--------------
A refusal that changes nothing is none.

Limits
------
Only where the refusal was verified. A cookie left over from before the choice, neither written again nor sent to
another company, is low: it is there to be cleaned up.

How to fix
----------
Set the cookie only after consent, and delete it on refusal.
"""

from collections.abc import Iterator

from scanner.checks.base import (
    CheckMeta,
    Material,
    NotApplicableError,
    NotAssessedError,
    covers,
    finding,
    kept_seen,
    purpose_sure,
    purpose_told,
    seen_once,
    weaker,
)
from scanner.checks.law import EPD, gdpr
from scanner.model.findings import Finding

CHECK = "cookies-after-reject"
META = CheckMeta(
    title="A cookie that needs consent is kept after a refusal",
    category="consent",
    needs=(
        "requests",
        "cookies",
        "consent",
    ),
    law=(EPD, *gdpr("7")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such cookie."""
    if not material.consent.banner:
        raise NotApplicableError("no consent dialog was shown")
    if not material.consent.reject.verified:
        raise NotAssessedError(material.consent.reject.why or "the refusal could not be verified")
    sent = [
        one
        for one in material.requests
        if one.state == "reject" and one.after_choice and one.party == "third" and one.sent_cookies
    ]
    for cookie in material.cookies:
        sighting = next((one for one in cookie.sightings if one.state == "reject" and one.after_choice), None)
        if sighting is None or cookie.told not in ("marketing", "statistics"):
            continue
        active = (
            sighting.written_after_choice
            or not sighting.before_choice
            or any(cookie.name in one.sent_cookies and covers(cookie.domain, one.host) for one in sent)
        )
        what = "written or sent" if active else "left over"
        sure = weaker(kept_seen(cookie, material.requests), purpose_sure(cookie))
        yield finding(
            META,
            CHECK,
            subject=cookie.name,
            verdict=None,
            severity=("critical" if sure == "certain" else "high") if active else "low",
            confidence=sure,
            purpose_confidence=purpose_sure(cookie),
            title=f"{cookie.name} · {what} after refusal",
            message=f"After everything was refused the cookie {cookie.name} of {cookie.domain} ({purpose_told(cookie)}) was {what}."
            f"{seen_once(kept_seen(cookie, material.requests))}",
            recommendation=(
                f"Either set {cookie.name} only after consent, and delete it on refusal. "
                "Or record for which service that the visitor asked for it is strictly necessary."
            ),
            evidence=[f"cookies/{cookie.id}"],
            cookie=cookie.name,
        )
