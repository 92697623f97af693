"""What it checks
--------------
A box in a form that stands for consent, or for news and offers, and is ticked before anybody touched it.

Why it matters
--------------
Consent is an act of the visitor; a box that was ticked for them shows none.

Limits
------
Read from the page as it loaded; what the box is about is told by its text. A box that a script ticks later is not seen.

How to fix
----------
Leave the box empty.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding
from scanner.checks.law import ORANGE_ROMANIA, gdpr, recital
from scanner.model.findings import Finding

CHECK = "form-consent-preticked"
META = CheckMeta(
    title="A box for consent in a form is ticked beforehand",
    category="consent",
    needs=("forms",),
    law=(*gdpr("4(11)", "7(2)"), recital("32"), ORANGE_ROMANIA),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every page with such a box."""
    boxes = [
        (at, form, box)
        for at, form in enumerate(material.forms)
        for box in form.boxes
        if {"consent", "marketing"} & set(box.about)
    ]
    if not boxes:
        raise NotApplicableError("no form has a box for consent")
    for at, form, box in boxes:
        if not box.checked:
            continue
        path = urlsplit(form.page).path or "/"
        yield finding(
            META,
            CHECK,
            subject=path,
            verdict=None,
            severity="medium",
            confidence="certain",
            title=f"{path} · a box for consent is ticked beforehand",
            message=f"In a form on {path} the box “{box.label}” was ticked when the page had loaded.",
            recommendation="Leave the box empty until the visitor ticks it. "
            "Where no consent is needed, replace the box by a sentence that tells what happens.",
            evidence=[f"forms/{at}"],
            page=path,
        )
