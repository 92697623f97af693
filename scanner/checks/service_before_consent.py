"""What it checks
--------------
A service that needs consent and was contacted before any choice.

Why it matters
--------------
Storing or reading identifiers on a device for statistics or advertising needs consent first.

Limits
------
A request alone (no cookie, no identifier) is less than one with an identifier. Fonts, content networks and consent
tools are not counted; a tag manager alone is low. What it is used for is what the vendor documents.

How to fix
----------
Load the service only after consent, through the consent tool.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding, refer, seen
from scanner.checks.law import EPD, TASKFORCE, gdpr
from scanner.model.findings import Finding, Severity

CHECK = "service-before-consent"
META = CheckMeta(
    title="A service that needs consent runs before any choice",
    category="consent",
    needs=(
        "requests",
        "cookies",
        "consent",
    ),
    law=(EPD, *gdpr("6(1)(a)", "7"), TASKFORCE),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every service that its file marks as needing consent."""
    for flow in material.flows:
        known = material.service(flow.service)
        requests = material.before_choice(flow.service)
        if known is None or known.consent == "none" or not requests:
            continue
        stored = [
            cookie
            for cookie in material.cookies
            if cookie.service == flow.service and any(one.before_choice for one in cookie.sightings)
        ]
        identifiers = bool(stored) or any(request.identifiers for request in requests)
        severity: Severity = "low"
        if known.consent == "required":
            severity = "high" if identifiers else "medium"
        elif known.consent == "embed":
            severity = "high" if any(cookie.purpose == "marketing" for cookie in stored) else "medium"
        names = f", with {', '.join(cookie.name for cookie in stored)}" if stored else ""
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict=None,
            severity=severity,
            confidence="likely" if known.consent != "required" else seen(requests),
            purpose_confidence="likely",
            title=f"{flow.name} · {len(requests)} requests before any choice",
            message=f"Before any choice was made the pages made the browser send {len(requests)} requests to {flow.name}{names}. "
            f"Its maker documents it for {known.purpose if known.purpose != 'unknown' else known.category}.",
            recommendation=f"Either load {flow.name} only after consent, or record why none is needed.",
            evidence=[*refer(requests), *(f"cookies/{cookie.id}" for cookie in stored[:5])],
            service=flow.name,
        )
