"""What it checks
--------------
A cookie of another company although the policy states, without a way out, that there are none.

Why it matters
--------------
A statement that the record contradicts misleads whoever relies on it.

Limits
------
Only a cookie stored on another registrable domain counts. A denial with a way out is no denial here.

How to fix
----------
Either correct the statement, or remove what sets the cookies.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, counted, finding, kept_seen, seen_once
from scanner.checks.law import EPD, gdpr
from scanner.model.findings import Confidence, Finding

CHECK = "third-party-cookies-denied"
META = CheckMeta(
    title="Third-party cookies are denied, and were set",
    category="disclosure",
    needs=(
        "requests",
        "cookies",
        "documents",
    ),
    law=(*gdpr("5(1)(a)", "12(1)"), EPD),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site, listing the cookies."""
    material.need_documents()
    denials = material.stated("cookies.third_party", polarity="denied")
    found = [cookie for cookie in material.cookies if cookie.party == "third"]
    if not denials or not found:
        return
    names = ", ".join(f"{cookie.name} ({cookie.domain.lstrip('.')})" for cookie in found[:8])
    confidence: Confidence = (
        "certain" if "certain" in {kept_seen(cookie, material.requests) for cookie in found} else "likely"
    )
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="incorrect",
        severity="high",
        confidence=confidence,
        title=f"{counted(len(found), 'third-party cookie')} · the policy states that there are none",
        message=f"Stored: {names}; the policy states: “{denials[0].claim.quote}”.{seen_once(confidence)}",
        recommendation=f"Either write instead: “Other companies set cookies on our pages: {names}.” Or remove what sets these cookies.",
        evidence=[f"cookies/{cookie.id}" for cookie in found[:8]],
        told=denials,
    )
