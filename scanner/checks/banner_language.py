"""What it checks
--------------
A consent dialog in another language than the page it lies on.

Why it matters
--------------
Who cannot read what is asked cannot consent to it.

Limits
------
The dialog's language is that in which its buttons are understood, the page's is what its markup says. As templates often
say another language than they speak, there is no finding where a policy of the site is in the dialog's language, and it
is likely only where no policy could be read. Both have to be among the ten languages whose buttons are known.

How to fix
----------
Show the dialog in the language of the page.
"""

from collections.abc import Iterator

from scanner import languages
from scanner.checks.base import CheckMeta, Material, NotAssessedError, finding
from scanner.checks.dialogs import need_first_layer
from scanner.checks.law import gdpr
from scanner.model.consent import DialogLayer
from scanner.model.findings import Finding

CHECK = "banner-language"
META = CheckMeta(
    title="The consent dialog speaks another language than the page",
    category="consent",
    needs=("visits", "consent", "documents"),
    law=gdpr("12(1)", "4(11)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    layer = need_first_layer(material)
    page = next((visit.language for visit in material.visits if visit.kind == "home" and visit.language), None)
    tag = (page or "").split("-")[0].lower()
    spoken = _spoken(layer)
    if tag not in languages.load().tags or not spoken:
        raise NotAssessedError("the language of the page or of the dialog's buttons is not known")
    written = {(document.language or "").split("-")[0].lower() for document in material.documents}
    if tag in spoken or written & spoken:
        return
    names = " or ".join(sorted(spoken))
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="low",
        confidence="certain" if tag in written else "likely",
        title=f"Consent dialog · in {names}, on a page in {tag}",
        message=f"The dialog's buttons are in {names} ({', '.join(f'“{one.text}”' for one in layer.buttons[:4])}); "
        f"the page says that it is in {tag}.",
        recommendation=(
            f"Add the dialog’s texts in {tag} to the consent tool, and let it follow the language of the page. "
            "Where the page is in another language than it says, correct its mark-up."
        ),
        evidence=["consent"],
    )


def _spoken(layer: DialogLayer) -> set[str]:
    """The languages in which all told buttons are understood, of at least two."""
    known = languages.load()
    told = [button.text for button in layer.buttons if button.kind not in ("other", "close")]
    every = [known.spoken(text) for text in told if known.spoken(text)]
    return set(frozenset.intersection(*every)) if len(every) > 1 else set()
