"""What it checks
--------------
A consent string (IAB TCF) that says purposes were consented to, before the visitor chose anything.

Why it matters
--------------
Recipients rely on the string: what it says was allowed they do.

Limits
------
Version 2 of the string, in cookies, storage and the addresses of requests. Only purposes consented to count, not those
claimed as legitimate interests.

How to fix
----------
Set up the consent tool so that the string allows nothing until the visitor has chosen.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding
from scanner.checks.law import IAB_EUROPE, gdpr
from scanner.model.findings import Confidence, Finding

CHECK = "consent-string-before-choice"
META = CheckMeta(
    title="A consent string allows purposes before any choice",
    category="consent",
    needs=("consent_strings", "consent"),
    law=(*gdpr("7(1)"), IAB_EUROPE),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    if not material.consent.banner:
        raise NotApplicableError("no consent dialog was shown")
    early = [one for one in material.consent_strings if one.before_choice]
    if not early:
        return
    again = len({(one.state, one.visit) for one in early}) > 1
    confidence: Confidence = "certain" if again else "likely"
    first = max(early, key=lambda one: one.purposes)
    where = {"cookie": "cookie", "storage": "stored key", "request": "parameter"}[first.held_by]
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="high",
        confidence=confidence,
        title=f"Consent string · allows {first.purposes} purposes before any choice",
        message=f"The {where} {first.name} ({first.place}) held a consent string that says {first.purposes} of 24 purposes "
        f"were consented to, before anything was chosen in the dialog.{'' if again else ' Seen once only.'}",
        recommendation=(
            "Set up the consent tool so that no purpose is allowed until the visitor has chosen. "
            f"Look at its default consent, and at {first.name} on a first visit."
        ),
        evidence=[f"consent_strings/{at}" for at, one in enumerate(material.consent_strings) if one.before_choice][:5],
        name=first.name,
    )
