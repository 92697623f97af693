"""What it checks
--------------
A consent dialog whose first layer offers to accept and not to refuse.

Why it matters
--------------
Most authorities hold that refusing must be as easy as accepting, and be offered where accepting is.

Limits
------
Buttons are told by their words in eight languages. Where a refusal was found only deeper in the dialog the finding is
certain, otherwise likely: a control with other words may have been missed. Not applicable where nothing that needs
consent was observed.

How to fix
----------
Put a button to refuse beside the one to accept.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, finding
from scanner.checks.law import EPD, gdpr, taskforce
from scanner.model.findings import Finding

CHECK = "no-reject-on-first-layer"
META = CheckMeta(
    title="The first layer of the consent dialog offers no refusal",
    category="consent",
    needs=("cookies", "consent"),
    law=(taskforce("8"), *gdpr("4(11)"), EPD),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    consent = material.consent
    if not consent.banner:
        raise NotApplicableError("no consent dialog was shown")
    services = [flow for flow in material.flows if (one := material.service(flow.service)) and one.consent != "none"]
    if not any(flow.observed for flow in services) and not any(
        cookie.purpose in ("statistics", "marketing") for cookie in material.cookies
    ):
        raise NotApplicableError("nothing that needs consent was observed")
    if not consent.first_layer.accept:
        raise NotAssessedError("no control to accept was found in the dialog, so its buttons cannot be compared")
    if consent.first_layer.reject or (consent.reject.done and len(consent.reject.clicks) == 1):
        return
    deeper = consent.reject.done
    where = f"refusing took {len(consent.reject.clicks)} steps" if deeper else "none was found on a deeper layer either"
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="medium" if deeper else "high",
        confidence="certain" if deeper else "possible",
        title="Consent dialog · accept on the first layer, no refusal",
        message=f"The first layer offers to accept; no control with words of refusal was found on it, and {where}.",
        recommendation="Put a button to refuse beside the one to accept, on the same layer.",
        evidence=["consent"],
    )
