"""What it checks
--------------
A consent dialog that offers to accept or to pay.

Why it matters
--------------
Whether such a choice is free depends on the price, the service and the provider; opinions differ.

Limits
------
Information only: the supervisors' opinion on it is for large online platforms. The button is told by its words.

How to fix
----------
Record why the choice is free, or offer a way without tracking and without paying.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, finding
from scanner.model.findings import Finding, Law

CHECK = "pay-or-consent"
META = CheckMeta(
    title="The choice offered is to accept or to pay",
    category="consent",
    needs=("consent",),
    law=(Law(instrument="EDPB, Opinion 08/2024, 17.4.2024", article="large online platforms"),),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    if not material.consent.banner:
        raise NotApplicableError("no consent dialog was shown")
    if not material.consent.buttons:
        raise NotAssessedError("the buttons of the dialog could not be read")
    pay = [button.text for button in material.consent.buttons if button.kind == "pay"]
    if not pay:
        return
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="info",
        confidence="certain",
        title="Consent dialog · accept or pay",
        message=f"The dialog offers to accept, or “{pay[0]}”.",
        recommendation=(
            "Record why the choice is free: the price, what is paid for, and who else offers the same. "
            "Or offer a way without tracking and without paying."
        ),
        evidence=["consent"],
    )
