"""What it checks
--------------
A consent dialog that names several purposes and can only be accepted for all of them together.

Why it matters
--------------
Consent is presumed not to be free where it cannot be given to each purpose apart.

Limits
------
Purposes are told by words for statistics and for advertising. A control that opens settings counts as a choice, unless
the settings were opened and show a single switch or none. Where no control was found behind which a choice could be, the
finding is certain; where the settings were read, likely.

How to fix
----------
Let every purpose be chosen apart, beside the buttons for all and none.
"""

from collections.abc import Iterator

from scanner import languages
from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.dialogs import need_first_layer
from scanner.checks.law import gdpr, recital
from scanner.model.consent import DialogLayer
from scanner.model.findings import Confidence, Finding

CHECK = "bundled-purposes"
META = CheckMeta(
    title="Several purposes can only be accepted together",
    category="consent",
    needs=("consent",),
    law=(recital("43"), *gdpr("7(2)")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    first, *further = need_first_layer(material), *material.consent.layers[1:]
    known = languages.load()
    text = " ".join(layer.text for layer in (first, *further))
    kinds = {button.kind for button in first.buttons}
    if not (known.statistics.is_within(text) and known.marketing.is_within(text)) or "accept" not in kinds:
        return
    if "save" in kinds or _choosable(first) > 1 or ("settings" in kinds and not further):
        return
    if any(_choosable(layer) > 1 or "save" in {one.kind for one in layer.buttons} for layer in further):
        return
    confidence: Confidence = "likely" if further else "certain"
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="medium",
        confidence=confidence,
        title="Consent dialog · statistics and advertising can only be accepted together",
        message=f"The dialog names both: “{first.text[:300]}”. No switches and no way to a choice of purposes were found.",
        recommendation=(
            "Add a switch for each purpose to the dialog, statistics apart from advertising, all of them off at first. "
            "Keep the buttons for all and none beside them."
        ),
        evidence=["consent"],
    )


def _choosable(layer: DialogLayer) -> int:
    return sum(not toggle.locked for toggle in layer.toggles)
