"""What it checks
--------------
A service that needs consent and was contacted before any choice.

Why it matters
--------------
Storing or reading identifiers on a device for statistics or advertising needs consent first.

Limits
------
A request alone (no cookie, no identifier) is less than one with an identifier. Fonts, content networks and consent
tools are not counted; a tag manager alone is low (medium for German sites, after VG Hannover 10 A 5385/22), and so are
requests that Google's consent mode marks as not granted and that carry no identifier. A map, video, captcha or
chat that loads unasked is medium, and high with an identifier cookie. Measuring without keeping anything on the device is
low and possible: opinions differ. What finds errors, looks an address up or serves a search is not counted. What a service
is used for is what the vendor documents; where that is not known, the finding is possible only.

How to fix
----------
Load the service only after consent, through the consent tool.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, counted, finding, refer, seen, seen_note, stored_early
from scanner.checks.law import EPD, gdpr, taskforce
from scanner.facts.consent_mode import is_cookieless
from scanner.facts.consent_need import keeps_nothing, tracks
from scanner.facts.countries import country_of
from scanner.facts.identifiers import telling
from scanner.model.findings import Confidence, Finding, Severity
from scanner.model.result import AnnotatedCookie, AnnotatedRequest
from scanner.services import Service

CHECK = "service-before-consent"
META = CheckMeta(
    title="A service that needs consent runs before any choice",
    category="consent",
    needs=(
        "requests",
        "cookies",
        "consent",
    ),
    law=(EPD, *gdpr("6(1)(a)", "7"), taskforce("7")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every service that its file marks as needing consent."""
    for flow in material.flows:
        known = material.service(flow.service)
        requests = material.before_choice(flow.service)
        if known is None or known.consent == "none" or not requests:
            continue
        stored = [cookie for cookie in material.cookies if cookie.service == flow.service and stored_early(cookie)]
        weight = _weight(
            known, requests, stored, german=country_of(urlsplit(material.target.url).hostname or "") == "DE"
        )
        if weight is None:
            continue
        severity, confidence = weight
        names = f", with {', '.join(cookie.name for cookie in stored)}" if stored else ""
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict=None,
            severity=severity,
            confidence=confidence,
            purpose_confidence="likely",
            title=f"{flow.name} · {counted(len(requests), 'request')} before any choice",
            message=f"Before any choice was made the pages made the browser send {counted(len(requests), 'request')} to {flow.name}{names}. "
            f"Its maker documents it for {known.purpose if known.purpose != 'unknown' else known.category}.{seen_note(requests)}",
            recommendation=(
                f"Either let the consent tool hold {flow.name} back until the visitor agrees, in the page or in the tag manager. "
                "Or record why no consent is needed."
            ),
            evidence=[*refer(requests), *(f"cookies/{cookie.id}" for cookie in stored[:5])],
            service=flow.name,
        )


def _weight(
    known: Service, requests: list[AnnotatedRequest], stored: list[AnnotatedCookie], *, german: bool
) -> tuple[Severity, Confidence] | None:
    """By what it needs consent for, and by whether it got or kept an identifier; None where nothing asks for consent."""
    identifiers = bool(stored) or any(telling(request.identifiers) for request in requests)
    if not identifiers and any(is_cookieless(request.url) for request in requests):
        return "low", "possible"
    if known.category == "tag-manager":
        return ("medium" if german else "low"), "likely"
    if known.consent == "embed":
        return ("high" if any(cookie.identifier for cookie in stored) else "medium"), "likely"
    if not tracks(known):
        return ("medium", "possible") if known.consent == "required" else None
    if keeps_nothing(known) and not identifiers:
        return "low", "possible"
    own = all(request.party == "first" for request in requests)
    return ("high" if identifiers and not own else "medium"), seen(requests)
