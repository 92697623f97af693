"""What it checks
--------------
A consent dialog that offers to refuse on one kind of device and not on the other.

Why it matters
--------------
Visitors with a phone have the same choice to make.

Limits
------
The first page is looked at once with the other kind of device. Not assessed where it shows no dialog there. Buttons are
told by their words in ten languages. Switched off with `--no-other-device`.

How to fix
----------
Show the button to refuse on every device.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, finding
from scanner.checks.dialogs import need_dialog
from scanner.checks.law import gdpr, taskforce
from scanner.model.findings import Finding

CHECK = "device-differs"
META = CheckMeta(
    title="The consent dialog offers no refusal on one kind of device",
    category="consent",
    needs=("consent",),
    law=(taskforce("8"), *gdpr("4(11)")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    consent = need_dialog(material)
    other = consent.other_device
    if not consent.first_layer.reject:
        raise NotApplicableError("the dialog offers no refusal on its first layer")
    if other is None:
        raise NotAssessedError("the page was not looked at with another device")
    if not other.banner or not other.first_layer.accept:
        raise NotAssessedError("no dialog that could be read was shown on the other device")
    if other.first_layer.reject:
        return
    names = {"mobile": "a phone", "desktop": "a desktop"}
    mine = names["desktop" if other.device == "mobile" else "mobile"]
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="medium",
        confidence="certain",
        title=f"Consent dialog · a refusal on {mine}, none on {names[other.device]}",
        message=f"On {mine} the first layer offers to refuse; on {names[other.device]} it offers to accept and no control "
        "with words of refusal was found.",
        recommendation=(
            "Show the button to refuse on every kind of device, beside the one to accept. "
            "Look at the dialog’s styles for other widths of the window, which may leave it out."
        ),
        evidence=["consent"],
    )
