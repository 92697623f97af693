"""What it checks
--------------
A service for advertising that is contacted though the visitor allowed statistics only.

Why it matters
--------------
Consent to one purpose is none to another.

Limits
------
Only where the scan was asked for the visitor who allows statistics only (`--states …,partial`), and the choice was
verified. A service that serves both purposes is not counted, nor are requests that Google's consent mode marks as
refused.

How to fix
----------
Let the consent tool load each service by the purpose it serves.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotAssessedError, counted, finding, refer, seen, seen_note
from scanner.checks.dialogs import need_dialog
from scanner.checks.law import gdpr, recital
from scanner.facts.consent_mode import is_cookieless
from scanner.model.findings import Finding

CHECK = "choice-scope-ignored"
META = CheckMeta(
    title="Advertising runs though statistics only were allowed",
    category="consent",
    needs=("requests", "consent"),
    law=(*gdpr("5(1)(b)"), recital("43")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such service."""
    consent = need_dialog(material)
    if not consent.partial.verified:
        why = "the scan was not asked for the visitor who allows statistics only"
        raise NotAssessedError(consent.partial.why or why)
    for flow in material.flows:
        known = material.service(flow.service)
        requests = [one for one in material.after_choice(flow.service, "partial") if not is_cookieless(one.url)]
        if known is None or known.consent != "required" or known.purpose != "marketing" or not requests:
            continue
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict=None,
            severity="high",
            confidence=seen(requests),
            purpose_confidence="certain",
            title=f"{flow.name} · {counted(len(requests), 'request')} though statistics only were allowed",
            message=f"Allowed was statistics only, with {' → '.join(consent.partial.clicks)}; after that the pages made the "
            f"browser send {counted(len(requests), 'request')} to {flow.name}.{seen_note(requests)}",
            recommendation=(
                f"Either put {flow.name} into the category for marketing in the consent tool, so that it waits for consent to that. "
                "Or record why none is needed."
            ),
            evidence=refer(requests),
            service=flow.name,
        )
