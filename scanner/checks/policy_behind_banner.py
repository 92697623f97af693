"""What it checks
--------------
A consent dialog that also lies over the policy, so that it cannot be read before a choice is made.

Why it matters
--------------
The policy is what the choice should be made on.

Limits
------
Only where the dialog covers the window; whether it does is measured at five points of it. Policies that are not pages of
the site (PDF files, texts in the dialog itself) are not counted.

How to fix
----------
Leave the policy's pages without the dialog, or show it there so that the text can be read.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, finding
from scanner.checks.dialogs import need_dialog
from scanner.checks.law import gdpr, taskforce
from scanner.model.findings import Finding

CHECK = "policy-behind-banner"
META = CheckMeta(
    title="The policy cannot be read before a choice is made",
    category="consent",
    needs=("visits", "consent"),
    law=(*gdpr("12(1)"), taskforce("13")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    consent = need_dialog(material)
    if consent.blocks_page is None:
        raise NotAssessedError("whether the dialog lies over the page could not be measured")
    if not consent.blocks_page:
        return
    if not any(visit.kind == "policy" and visit.loaded and visit.state == "baseline" for visit in material.visits):
        raise NotApplicableError("no policy is a page of the site")
    if not consent.policy_behind:
        return
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="medium",
        confidence="certain",
        title="Policy · the consent dialog lies over it before a choice",
        message=f"Before any choice the dialog covers the window on: {', '.join(consent.policy_behind)}.",
        recommendation="Either leave the dialog out on the policy’s pages. Or show it there so that the text can be read beside it.",
        evidence=["consent"],
    )
