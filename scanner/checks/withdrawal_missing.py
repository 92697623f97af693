"""What it checks
--------------
Pages without a control or link to change the choice once it was made.

Why it matters
--------------
Withdrawing consent must be as easy as giving it; a link that is always in the same place is enough.

Limits
------
Sought are controls and links whose words say that they change the choice, and icons that consent tools name so. Looked
for on every page after accepting and refusing, policies included. Seen on one page only the finding is likely. A way that
is told in the policy's text alone is no control, nor is a heading that opens such a text. Not assessed where no choice could be made.

How to fix
----------
Put a link that opens the dialog again into the foot of every page.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotAssessedError, counted, finding
from scanner.checks.dialogs import need_dialog, need_something_to_ask
from scanner.checks.law import gdpr, taskforce
from scanner.model.findings import Finding

CHECK = "withdrawal-missing"
META = CheckMeta(
    title="There is no control to withdraw consent",
    category="consent",
    needs=("cookies", "consent"),
    law=(*gdpr("7(3)"), taskforce("32–35")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    consent = need_dialog(material)
    need_something_to_ask(material)
    if consent.withdrawal_control is None or not consent.control_sought_on:
        raise NotAssessedError("no choice was made after which the control could be looked for")
    if consent.withdrawal_control:
        return
    pages = consent.control_sought_on
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="medium",
        confidence="certain" if len(pages) > 1 else "likely",
        title=f"Consent · no control to change the choice on {counted(len(pages), 'page')}",
        message=f"After the choice no control or link to change it was found on: {', '.join(pages[:8])}.",
        recommendation=(
            "Put a link that opens the dialog again into the foot of every page, for instance “Cookie settings”. "
            "Most consent tools have a line of code for it."
        ),
        evidence=["consent"],
    )
