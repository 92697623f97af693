"""What it checks
--------------
Pages in one language, and a policy in others only.

Why it matters
--------------
What visitors cannot read has not told them anything.

Limits
------
The language of a page is what its own mark-up says; where the link to the policy is worded in the policy's language, or
the country of the host name speaks it, the mark-up is taken to be wrong. Where neither speaks for the mark-up the finding is possible only. Documents that could not be read leave it open.

How to fix
----------
Publish the policy in the language of the pages.
"""

from collections import Counter
from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding
from scanner.checks.law import gdpr
from scanner.facts.form_fields import asks_personal
from scanner.facts.languages_of import spoken_by
from scanner.model.findings import Finding

CHECK = "policy-language"
META = CheckMeta(
    title="The policy is not in the language of the pages",
    category="policy",
    needs=("visits", "policy_links", "forms", "documents"),
    law=gdpr("12(1)", "13(1)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    material.need_whole_policy()
    policies = [document for document in material.documents if "privacy_policy" in document.kinds]
    if not policies:
        raise NotApplicableError("none of the documents found is a privacy policy")
    pages = [visit for visit in material.visits if visit.loaded and visit.kind != "policy" and visit.language]
    marked = Counter(_primary(visit.language or "") for visit in pages)
    if not marked:
        raise NotApplicableError("no page says which language it is in")
    language = marked.most_common(1)[0][0]
    written = {_primary(document.language) for document in policies}
    spoken = spoken_by(material.target.url, [link.text for link in material.policy_links])
    if language in written or written & spoken:
        return
    asking = any(asks_personal(form) for form in material.forms)
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="medium" if asking else "low",
        confidence="likely" if language in spoken else "possible",
        title=f"Policy · in {', '.join(sorted(written))}, the pages are in {language}",
        message=f"{marked[language]} of {len(pages)} page loads say that they are in {language}; the policies read are in "
        f"{', '.join(sorted(written))}: {', '.join(document.url for document in policies)}.",
        recommendation=f"Publish the policy in {language} as well, and link that version from the pages. "
        "Where the pages are in another language than they say, correct their mark-up.",
        evidence=[f"visits/{visit.id}" for visit in pages][:3],
    )


def _primary(tag: str) -> str:
    """ "lv" for "lv-LV"."""
    return tag.replace("_", "-").partition("-")[0].lower()
