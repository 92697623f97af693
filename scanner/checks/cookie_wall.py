"""What it checks
--------------
A consent dialog that lies over the whole page and offers nothing but to accept.

Why it matters
--------------
Consent that is the price of seeing the page at all is hardly given freely.

Limits
------
Buttons are told by their words in ten languages: one with other words may be a refusal, so the finding is likely at
most. A dialog that offers settings, a refusal or a payment is not counted. Whether the page can be used beside the
dialog is measured at five points of the window.

How to fix
----------
Offer to refuse in the same place, or let the page be used beside the dialog.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.dialogs import need_first_layer, need_something_to_ask
from scanner.checks.law import gdpr, guidelines_05_2020
from scanner.model.findings import Finding

CHECK = "cookie-wall"
META = CheckMeta(
    title="The page can be seen only after accepting",
    category="consent",
    needs=("cookies", "consent"),
    law=(*gdpr("7(4)"), guidelines_05_2020("38–41")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    layer = need_first_layer(material)
    need_something_to_ask(material)
    kinds = {button.kind for button in layer.buttons}
    refusable = material.consent.reject.done or kinds & {"reject", "necessary_only", "settings", "save", "pay", "close"}
    if not layer.blocks_page or "accept" not in kinds or refusable:
        return
    accept = next(button.text for button in layer.buttons if button.kind == "accept")
    scrolls = "" if layer.scrolls else ", and the page behind it cannot be scrolled"
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="medium",
        confidence="likely",
        title=f"Consent dialog · over the whole page, with “{accept}” as the only choice",
        message=f"The dialog covers the window{scrolls}; no control to refuse or to choose was found in it.",
        recommendation=(
            "Either put a button to refuse beside the one to accept. Or let the page be used beside the dialog, so that nothing hangs on "
            "the answer."
        ),
        evidence=["consent"],
    )
