"""What it checks
--------------
Cookies or services for statistics or advertising before any choice or after a refusal, although the policy states
that they come only with consent.

Why it matters
--------------
A statement that the record contradicts misleads whoever relies on it.

Limits
------
A promise that names one kind only is held against that kind. What is for statistics or advertising is told by the catalogue. A request without a cookie or identifier is possible
only: a statement on cookies may still be true word for word.

How to fix
----------
Either load them only after consent, as stated, or correct the statement.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, counted, finding, refer
from scanner.checks.law import EPD, gdpr
from scanner.facts.consent_need import keeps_nothing
from scanner.facts.disclosure import Statement
from scanner.facts.identifiers import telling
from scanner.model.findings import Confidence, Finding

CHECK = "consent-promise-broken"
META = CheckMeta(
    title="The policy promises to wait for consent, and the site does not",
    category="consent",
    needs=(
        "requests",
        "cookies",
        "consent",
        "documents",
    ),
    law=(*gdpr("5(1)(a)", "7"), EPD),
)

_KINDS = {
    "statistics": ("cookies.statistics", "purpose.analytics"),
    "marketing": ("cookies.marketing", "purpose.advertising"),
}


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site, with what came too early."""
    material.need_documents()
    promises = material.stated("consent.before_nonessential")
    if not promises:
        raise NotApplicableError("no document states that cookies or services wait for consent")
    kinds = set().union(*(_kinds(promise, material.statements) for promise in promises))
    cookies = [
        cookie
        for cookie in material.cookies
        if cookie.documented in kinds
        and any(one.before_choice or (one.state == "reject" and one.written_after_choice) for one in cookie.sightings)
    ]
    services = {
        flow.service: material.before_choice(flow.service) or material.after_choice(flow.service)
        for flow in material.flows
        if (known := material.service(flow.service))
        and known.purpose in kinds
        and (known.consent == "required" or keeps_nothing(known))
    }
    early = {service: requests for service, requests in services.items() if requests}
    if not cookies and not early:
        return
    kinds = {cookie.documented for cookie in cookies} | {
        flow.purpose for flow in material.flows if flow.service in early
    }
    promises = [promise for promise in promises if _kinds(promise, material.statements) & kinds]
    identified = bool(cookies) or any(telling(one.identifiers) for requests in early.values() for one in requests)
    confidence: Confidence = "possible"
    if identified:
        confidence = "certain" if any(promise.claim.modality == "actual" for promise in promises) else "likely"
    names = [*(flow.name for flow in material.flows if flow.service in early), *(cookie.name for cookie in cookies)]
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="incorrect",
        severity="high",
        confidence=confidence,
        purpose_confidence="certain",
        title=f"{counted(len(early), 'service')} and {counted(len(cookies), 'cookie')} · without consent, the policy states otherwise",
        message=f"Observed without consent: {', '.join(names[:10])}; the policy states: “{promises[0].claim.quote}”.",
        recommendation=(
            f"Either load {', '.join(names[:10])} only after consent, as the policy states. "
            "Or correct the statement, and write what is used before a choice."
        ),
        evidence=[
            *(reference for requests in early.values() for reference in refer(requests, 2)),
            *(f"cookies/{cookie.id}" for cookie in cookies[:6]),
        ],
        told=promises,
    )


def _kinds(promise: Statement, every: list[Statement]) -> set[str]:
    """What a promise is about: the kinds that its own passage names, or both where it names none or all that is not necessary."""
    beside = {
        one.claim.practice
        for one in every
        if one.document == promise.document
        and promise.claim.start <= one.claim.start < promise.claim.end
        and one.claim.polarity == "asserted"
    }
    named = {kind for kind, practices in _KINDS.items() if beside & set(practices)}
    return named or set(_KINDS)
