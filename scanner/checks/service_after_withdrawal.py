"""What it checks
--------------
A service that needs consent and is contacted after the visitor withdrew it.

Why it matters
--------------
Withdrawing must have the effect that refusing has.

Limits
------
Only where the scan was asked for the visitor who withdraws (`--states …,withdraw`), and the withdrawal by the site's own
control was verified. Maps, videos and captchas weigh less: they may be what the visitor came for.

How to fix
----------
Stop the service, and delete what it stored, when consent is withdrawn.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotAssessedError, counted, finding, refer, seen, seen_note
from scanner.checks.dialogs import need_dialog
from scanner.checks.law import gdpr, taskforce
from scanner.facts.consent_mode import is_cookieless
from scanner.model.findings import Finding

CHECK = "service-after-withdrawal"
META = CheckMeta(
    title="A service that needs consent runs after consent was withdrawn",
    category="consent",
    needs=("requests", "consent"),
    law=(*gdpr("7(3)"), taskforce("34")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such service."""
    consent = need_dialog(material)
    if not consent.withdraw.verified:
        why = "the scan was not asked for the visitor who withdraws"
        raise NotAssessedError(consent.withdraw.why or why)
    for flow in material.flows:
        known = material.service(flow.service)
        after = material.after_choice(flow.service, "withdraw", since=consent.withdraw.made_at or "")
        requests = [one for one in after if not is_cookieless(one.url)]
        if known is None or known.consent not in ("required", "embed") or not requests:
            continue
        embedded = known.consent == "embed"
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict=None,
            severity="medium" if embedded else "high",
            confidence="likely" if embedded else seen(requests),
            purpose_confidence="certain",
            title=f"{flow.name} · {counted(len(requests), 'request')} after consent was withdrawn",
            message=f"Consent was given and withdrawn with {' → '.join(consent.withdraw.clicks)}; after that the pages made "
            f"the browser send {counted(len(requests), 'request')} to {flow.name}.{seen_note(requests)}",
            recommendation=f"Either stop {flow.name} and delete what it stored when consent is withdrawn. Or record why no consent is needed.",
            evidence=refer(requests),
            service=flow.name,
        )
