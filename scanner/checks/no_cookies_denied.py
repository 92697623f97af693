"""What it checks
--------------
Cookies that were stored although the policy states, without a way out, that the site uses none.

Why it matters
--------------
A statement that the record contradicts misleads whoever relies on it.

Limits
------
Cookies of the web server, of a load balancer or for one browser session make the statement untrue and are low. A
denial of one kind of cookie, or with a way out, is no denial of cookies.

How to fix
----------
Either correct the statement, or stop setting the cookies.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, counted, finding, kept_seen, seen_once
from scanner.checks.law import EPD, gdpr
from scanner.model.findings import Confidence, Finding, Severity

CHECK = "no-cookies-denied"
META = CheckMeta(
    title="Cookies are denied, and were set",
    category="disclosure",
    needs=("requests", "cookies", "documents"),
    law=(*gdpr("5(1)(a)", "12(1)"), EPD),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site, listing the cookies."""
    material.need_documents()
    denials = material.stated("cookies.used", polarity="denied")
    if not denials:
        raise NotApplicableError("no document states that there are no cookies")
    if not material.cookies:
        return
    tracking = [one for one in material.cookies if one.documented in ("statistics", "marketing")]
    kept = [one for one in material.cookies if not one.session and one.told not in ("necessary", "preferences")]
    severity: Severity = "high" if tracking else "medium" if kept else "low"
    confidence: Confidence = (
        "certain"
        if "certain" in {kept_seen(one, material.requests) for one in tracking or material.cookies}
        else "likely"
    )
    first = [*tracking, *(one for one in material.cookies if one not in tracking)][:8]
    names = ", ".join(f"{one.name} ({one.domain.lstrip('.')})" for one in first)
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="incorrect",
        severity=severity,
        confidence=confidence,
        title=f"{counted(len(material.cookies), 'cookie')} · the policy states that there are none",
        message=f"Stored: {names}; the policy states: “{denials[0].claim.quote}”.{seen_once(confidence)}",
        recommendation=f"Either write instead: “This website uses cookies: {names}.” Or stop setting them.",
        evidence=[f"cookies/{one.id}" for one in first],
        told=denials,
    )
