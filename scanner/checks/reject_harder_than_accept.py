"""What it checks
--------------
Whether refusing in the consent dialog took more clicks than accepting.

Why it matters
--------------
Refusing must be as easy as accepting.

Limits
------
Counted are the clicks that the scan needed, both choices verified. Colours, sizes and words are not judged.

How to fix
----------
Let one click refuse where one click accepts.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, counted, finding
from scanner.checks.law import gdpr, taskforce
from scanner.model.findings import Finding

CHECK = "reject-harder-than-accept"
META = CheckMeta(
    title="Refusing takes more clicks than accepting",
    category="consent",
    needs=("consent",),
    law=(taskforce("14"), *gdpr("4(11)")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    accept, reject = material.consent.accept, material.consent.reject
    if not material.consent.banner:
        raise NotApplicableError("no consent dialog was shown")
    if not (accept.verified and reject.verified and accept.clicks and reject.clicks):
        raise NotAssessedError(reject.why or accept.why or "not both choices could be made and verified")
    if len(reject.clicks) <= len(accept.clicks):
        return
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="medium",
        confidence="certain",
        title=f"Consent dialog · {counted(len(reject.clicks), 'click')} to refuse, {len(accept.clicks)} to accept",
        message=f"Accepting took: {' → '.join(accept.clicks)}. Refusing took: {' → '.join(reject.clicks)}.",
        recommendation="Let one click refuse where one click accepts.",
        evidence=["consent"],
    )
