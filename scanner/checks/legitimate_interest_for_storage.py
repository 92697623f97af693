"""What it checks
--------------
A consent dialog in which cookies for statistics or advertising rest on legitimate interests, with a switch to object that
is set beforehand, or without any.

Why it matters
--------------
Storing on a device and reading from it take consent, unless strictly necessary; there is no legitimate interest beside it.

Limits
------
Told by the words of the dialog and of its settings, where these were opened. With a switch that is set beforehand the
finding is likely; where the text alone speaks of legitimate interests, possible: it may be about other processing.

How to fix
----------
Ask for consent for every purpose that stores or reads, and drop the switches for legitimate interests.
"""

from collections.abc import Iterator

from scanner import languages
from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.dialogs import need_first_layer, need_something_to_ask
from scanner.checks.law import EPD, taskforce
from scanner.model.findings import Finding

CHECK = "legitimate-interest-for-storage"
META = CheckMeta(
    title="Storage rests on legitimate interests",
    category="consent",
    needs=("cookies", "consent"),
    law=(EPD, taskforce("24")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    need_first_layer(material)
    need_something_to_ask(material)
    known = languages.load()
    layers = material.consent.layers
    preset = [
        toggle.label
        for layer in layers
        for toggle in layer.toggles
        if toggle.checked
        and not toggle.locked
        and (known.legitimate_interest.is_within(toggle.label) or known.legitimate_interest.is_within(toggle.row))
    ]
    told = next((layer for layer in layers if known.legitimate_interest.is_within(layer.text)), None)
    if not preset and told is None:
        return
    message = f"Set before the visitor did anything: {', '.join(f'“{label}”' for label in preset[:6])}."
    if not preset and told is not None:
        message = f"The dialog says: “{told.text[:400]}”."
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="medium",
        confidence="likely" if preset else "possible",
        title="Consent dialog · legitimate interests as a ground for cookies",
        message=message,
        recommendation=(
            "Ask for consent for every purpose that stores or reads on the device. "
            "Take the switches for legitimate interests out of the dialog, and such words out of the policy where it speaks of cookies."
        ),
        evidence=["consent"],
    )
