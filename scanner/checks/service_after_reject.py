"""What it checks
--------------
A service that needs consent and is contacted after the visitor refused.

Why it matters
--------------
A refusal that changes nothing is none.

Limits
------
Only where the refusal was verified. What was under way when the choice was made is not counted. Maps, videos and
captchas weigh less: they may be what the visitor came for. So do requests that Google's consent mode marks as refused
and that carry no identifier, and tools that keep nothing on the device by what their makers document.

How to fix
----------
Load the service through the consent tool.
"""

from collections.abc import Iterator

from scanner.checks.base import (
    CheckMeta,
    Material,
    NotApplicableError,
    NotAssessedError,
    counted,
    finding,
    refer,
    seen,
    seen_note,
)
from scanner.checks.law import EPD, gdpr
from scanner.facts.consent_mode import is_cookieless
from scanner.facts.consent_need import keeps_nothing, tracks
from scanner.facts.identifiers import telling
from scanner.model.findings import Confidence, Finding, Severity
from scanner.model.result import AnnotatedRequest
from scanner.services import Service

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
        requests = material.after_choice(flow.service)
        if known is None or not requests or not (known.consent in ("required", "embed") or keeps_nothing(known)):
            continue
        severity, confidence = _weight(known, requests)
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict=None,
            severity=severity,
            confidence=confidence,
            purpose_confidence="certain",
            title=f"{flow.name} · {counted(len(requests), 'request')} after refusal",
            message=f"After everything was refused in the consent dialog the pages made the browser send {counted(len(requests), 'request')} to {flow.name}.{seen_note(requests)}",
            recommendation=f"Either load {flow.name} through the consent tool, so that a refusal keeps it away. Or record why no consent is needed.",
            evidence=refer(requests),
            service=flow.name,
        )


def _weight(known: Service, requests: list[AnnotatedRequest]) -> tuple[Severity, Confidence]:
    """Critical for an identifier sent to advertising or recording; an embed or a cookieless ping is less."""
    identifiers = any(telling(request.identifiers) for request in requests)
    if known.consent == "embed":
        return ("high" if identifiers else "medium"), "likely"
    if not identifiers and (keeps_nothing(known) or any(is_cookieless(request.url) for request in requests)):
        return "low", "possible"
    if not tracks(known):
        return "medium", "possible"
    heavy = identifiers and (known.purpose == "marketing" or known.recording)
    return ("critical" if heavy else "high"), seen(requests)
