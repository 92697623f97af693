"""What it checks
--------------
A policy, or a consent dialog, that takes the use of the site for consent to cookies.

Why it matters
--------------
Consent is a clear affirmative act; scrolling or going on is none.

Limits
------
Only a passage that speaks of cookies and of consent by use; in a dialog, one that offers no refusal. High where cookies for statistics or advertising were
stored before any choice, otherwise medium: the text alone.

How to fix
----------
Ask before cookies that need consent are set, and describe that instead.
"""

from collections.abc import Iterator

from scanner import languages
from scanner.checks.base import CheckMeta, Material, finding, stored_early
from scanner.checks.law import gdpr, guidelines_05_2020
from scanner.facts.mentions import speaks_of_cookies
from scanner.model.findings import Finding

CHECK = "implied-consent"
META = CheckMeta(
    title="Use of the site is taken for consent to cookies",
    category="consent",
    needs=("cookies", "consent", "documents"),
    law=(*gdpr("4(11)"), guidelines_05_2020("86")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    dialog = _in_dialog(material)
    if dialog is None:
        material.need_documents()
    told = [one for one in material.stated("consent.implied_by_use") if speaks_of_cookies(one)]
    if not told and dialog is None:
        return
    early = [one for one in material.cookies if one.documented in ("statistics", "marketing") and stored_early(one)]
    beside = f"; stored before any choice: {', '.join(one.name for one in early[:8])}" if early else ""
    source = f"The policy states: “{told[0].claim.quote}”" if told else f"The dialog says: “{dialog}”"
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="high" if early else "medium",
        confidence="certain",
        title="Consent to cookies · taken from the use of the site",
        message=f"{source}{beside}.",
        recommendation=(
            "Either write instead: “Cookies that are not necessary are set only after you have agreed to them.”, and ask before they are set. "
            "Or set none that need consent."
        ),
        evidence=[*(["consent"] if dialog else []), *(f"cookies/{one.id}" for one in early[:8])],
        told=told,
    )


def _in_dialog(material: Material) -> str | None:
    """What the dialog says of going on, where it can be accepted and not refused."""
    consent = material.consent
    if consent.first_layer.reject or not consent.layers:
        return None
    text = consent.layers[0].text
    return text[:400] if languages.load().by_use.is_within(text) else None
