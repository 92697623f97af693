"""What it checks
--------------
One box in a form for two things: the terms, or the order itself, and news and offers.

Why it matters
--------------
Consent to advertising is free only where it can be left out.

Limits
------
Told by the text beside the box: it speaks of terms and of news or offers, or it speaks of news or offers and the form
cannot be sent without it. A newsletter's own form, with nothing but an address and this box, is left out.

How to fix
----------
Give each its own box, and make the one for news optional.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding
from scanner.checks.law import gdpr, recital
from scanner.facts.form_fields import typed
from scanner.model.findings import Finding
from scanner.model.forms import Form, FormBox

CHECK = "form-consent-bundled"
META = CheckMeta(
    title="One box in a form stands for terms and for advertising",
    category="consent",
    needs=("forms",),
    law=(*gdpr("7(2)", "7(4)"), recital("43")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every page with such a box."""
    boxes = [
        (at, form, box) for at, form in enumerate(material.forms) for box in form.boxes if "marketing" in box.about
    ]
    if not boxes:
        raise NotApplicableError("no form has a box for news or offers")
    for at, form, box in boxes:
        if not _bundled(form, box):
            continue
        path = urlsplit(form.page).path or "/"
        why = "names terms and news or offers together" if "terms" in box.about else "must be ticked to send the form"
        yield finding(
            META,
            CHECK,
            subject=path,
            verdict=None,
            severity="medium",
            confidence="certain",
            title=f"{path} · one box for more than one thing",
            message=f"In a form on {path} the box “{box.label}” {why}.",
            recommendation="Give news and offers a box of their own that may stay empty. "
            "Keep the box for the terms apart from it.",
            evidence=[f"forms/{at}"],
            page=path,
        )


def _bundled(form: Form, box: FormBox) -> bool:
    only_news = len(typed(form)) <= 1
    return "terms" in box.about or (box.required and not only_news)
