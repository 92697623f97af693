"""What it checks
--------------
A consent dialog whose first layer offers to accept and not to refuse.

Why it matters
--------------
Most authorities hold that refusing must be as easy as accepting, and be offered where accepting is.

Limits
------
Buttons are told by their words in ten languages. Where refusing took a way through a deeper layer the finding is
certain; where a consent tool's own rule refused it is likely; where no refusal was found at all it is possible, since a
control with other words may have been missed. A button to save a choice of boxes on the first layer counts as refusal.
Not applicable where nothing that needs consent was observed, or where the other choice is to pay.

How to fix
----------
Put a button to refuse beside the one to accept.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, finding
from scanner.checks.dialogs import need_something_to_ask
from scanner.checks.law import EPD, gdpr, taskforce
from scanner.model.findings import Confidence, Finding

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
    need_something_to_ask(material)
    if not consent.first_layer.accept:
        raise NotAssessedError("no control to accept was found in the dialog, so its buttons cannot be compared")
    kinds = {button.kind for button in consent.buttons}
    if "pay" in kinds:
        raise NotApplicableError("the other choice offered is to pay")
    steps = len(consent.reject.clicks)
    if consent.first_layer.reject or "save" in kinds or steps == 1:
        return
    where, confidence = _way(steps, done=consent.reject.done)
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="medium" if consent.reject.done else "high",
        confidence=confidence,
        title="Consent dialog · accept on the first layer, no refusal",
        message=f"The first layer offers to accept; no control with words of refusal was found on it, and {where}.",
        recommendation=(
            "Put a button to refuse beside the one to accept, on the same layer. "
            "Most consent tools have a setting for it."
        ),
        evidence=["consent"],
    )


def _way(steps: int, *, done: bool) -> tuple[str, Confidence]:
    if steps:
        return f"refusing took {steps} steps", "certain"
    if done:
        return "refusing was done by a rule made for this consent tool", "likely"
    return "none was found on a deeper layer either", "possible"
