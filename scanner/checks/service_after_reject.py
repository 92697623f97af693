"""What it checks
--------------
A service that needs consent and is contacted after the visitor refused.

Why it matters
--------------
A refusal that changes nothing is none.

Limits
------
Only where the refusal was verified. What was under way when the choice was made is not counted.

How to fix
----------
Load the service through the consent tool.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, finding, refer, seen
from scanner.checks.law import EPD, gdpr
from scanner.model.findings import Finding, Severity

CHECK = "service-after-reject"
META = CheckMeta(
    title="A service that needs consent runs after a refusal",
    category="consent",
    needs=(
        "requests",
        "cookies",
        "consent",
    ),
    law=(EPD, *gdpr("5(1)(a)", "7")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such service."""
    if not material.consent.banner:
        raise NotApplicableError("no consent dialog was shown")
    if not material.consent.reject.verified:
        raise NotAssessedError(material.consent.reject.why or "the refusal could not be verified")
    for flow in material.flows:
        known = material.service(flow.service)
        requests = material.after_reject(flow.service)
        if known is None or known.consent not in ("required", "embed") or not requests:
            continue
        identifiers = any(request.identifiers for request in requests)
        severity: Severity = "critical" if identifiers and (known.purpose == "marketing" or known.recording) else "high"
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict=None,
            severity=severity,
            confidence=seen(requests),
            purpose_confidence="certain",
            title=f"{flow.name} · {len(requests)} requests after refusal",
            message=f"After everything was refused in the consent dialog the pages made the browser send {len(requests)} requests to {flow.name}.",
            recommendation=f"Either load {flow.name} only after consent, or record why none is needed.",
            evidence=refer(requests),
            service=flow.name,
        )
