"""What it checks
--------------
Boxes in the consent dialog that are ticked before the visitor has done anything.

Why it matters
--------------
A box that was ticked beforehand is no consent: it takes a clear affirmative act.

Limits
------
Boxes that cannot be unticked, and boxes whose label speaks of what is necessary, are not counted. A box without a
readable label is possible only. The settings count where they were opened.

How to fix
----------
Leave every box empty but that for what is strictly necessary.
"""

import re
from collections.abc import Iterator

from scanner import languages
from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.dialogs import need_dialog
from scanner.checks.law import gdpr, taskforce
from scanner.model.findings import Finding

CHECK = "pre-ticked"
META = CheckMeta(
    title="Boxes in the consent dialog are ticked beforehand",
    category="consent",
    needs=("consent",),
    law=(*gdpr("4(11)"), taskforce("10")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site, with the labels."""
    consent = need_dialog(material)
    known = languages.load()
    boxes = [
        toggle.label for layer in consent.layers[1:] for toggle in layer.toggles if toggle.checked and not toggle.locked
    ]
    ticked = [label for label in dict.fromkeys([*consent.prechecked, *boxes]) if not known.names_necessary(label)]
    named = [label for label in ticked if re.search(r"\w{3}", label)]
    if not ticked:
        return
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="high",
        confidence="certain" if named else "possible",
        title=f"Consent dialog · {'1 box' if len(ticked) == 1 else f'{len(ticked)} boxes'} ticked beforehand",
        message=f"Ticked before the visitor did anything: {', '.join(f'“{label}”' for label in named) or 'without a label'}.",
        recommendation=(
            "Leave every box empty but that for what is strictly necessary. "
            "Look for the default values of the categories in the settings of the consent tool."
        ),
        evidence=["consent"],
    )
