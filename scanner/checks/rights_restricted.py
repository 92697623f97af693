"""What it checks
--------------
A passage of the policy by which a right is harder to use than the rules provide for: a paid copy, a signature of one
kind only, a visit in person.

Why it matters
--------------
Rights are to be easy to use, and free of charge as a rule.

Limits
------
Whether the reason is a good one (doubt about who asks, requests without end) only the operator knows: possible, low.

How to fix
----------
Offer a second way, or say why only this one is open.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.law import gdpr
from scanner.model.findings import Finding

CHECK = "rights-restricted"
META = CheckMeta(
    title="A right is tied to a condition",
    category="policy",
    needs=("documents",),
    law=gdpr("12(2)", "12(5)", "12(6)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    material.need_documents()
    told = material.stated("rights.restricted")
    if not told:
        return
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="low",
        confidence="possible",
        title="Rights · tied to a condition",
        message=f"The policy states: “{told[0].claim.quote}”.",
        recommendation="Either offer a second way to use the right, by e-mail for instance. "
        "Or write why only this one is open.",
        evidence=[],
        told=told,
    )
