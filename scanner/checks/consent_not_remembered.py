"""What it checks
--------------
A consent dialog that is back on later pages, though the choice was made in it.

Why it matters
--------------
Who is asked again on every page gives in at last; that is not a free choice.

Limits
------
Looked for on the page loaded again and on every page after it. Where only the refusal is forgotten the finding says so.
A site on several hosts may ask once on each of them.

How to fix
----------
Keep the refusal as long as the consent, for all pages of the site.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotAssessedError, counted, finding
from scanner.checks.dialogs import need_dialog
from scanner.checks.law import gdpr
from scanner.model.findings import Finding, Law

CHECK = "consent-not-remembered"
META = CheckMeta(
    title="The choice is asked for again on later pages",
    category="consent",
    needs=("consent",),
    law=(
        Law(
            instrument="EDPB, Guidelines 03/2022 on deceptive design patterns, v2.0",
            article="continuous prompting",
            checked="secondary",
        ),
        *gdpr("4(11)"),
    ),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    consent = need_dialog(material)
    made = {name: one for name, one in (("accepting", consent.accept), ("refusing", consent.reject)) if one.looked_on}
    if not made:
        raise NotAssessedError(consent.reject.why or consent.accept.why or "no choice was made")
    forgotten = {name: one for name, one in made.items() if one.back_on}
    if not forgotten:
        return
    pages = list(dict.fromkeys(page for one in forgotten.values() for page in one.back_on))
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="low",
        confidence="certain",
        title=f"Consent dialog · back after {' and '.join(forgotten)}, on {counted(len(pages), 'page')}",
        message=f"After {' and after '.join(forgotten)} the dialog was shown again on: {', '.join(pages[:8])}.",
        recommendation=(
            "Keep the refusal as long as the consent, for all pages and hosts of the site. "
            "Look whether the consent tool writes its cookie for the whole domain, after either answer."
        ),
        evidence=["consent"],
    )
