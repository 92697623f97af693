"""What it checks
--------------
A form that asks for personal data with neither a link to the policy nor words on privacy at it.

Why it matters
--------------
Visitors are to be told what happens with their data when they hand them over.

Limits
------
A link or words within the form, or in the block around it, count. Where the page links the policy elsewhere, in its
footer for instance, the finding is low and likely: some hold that to be enough. Searches and forms that only sign in are
left out. A field for a personal code or health weighs more. A form that stands on several pages is told once.

How to fix
----------
Put one sentence with a link to the policy beside the button.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner import languages
from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding
from scanner.checks.law import gdpr
from scanner.facts.form_fields import asks_personal, is_personal, kind_of, once, typed
from scanner.model.findings import Confidence, Finding, Severity
from scanner.model.forms import Form

CHECK = "form-without-notice"
META = CheckMeta(
    title="A form asks for personal data without a notice",
    category="policy",
    needs=("visits", "policy_links", "forms"),
    law=gdpr("13(1)", "5(1)(c)"),
)
_WEIGHTY = ("personal-code", "health", "card")
_WORDS = {
    "name": "a name",
    "email": "an e-mail address",
    "phone": "a phone number",
    "address": "an address",
    "personal-code": "a personal code",
    "birth-date": "a date of birth",
    "card": "a card or account number",
    "health": "health",
}


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such form, by the first page it stands on."""
    asking = [(at, form) for at, form in enumerate(material.forms) if asks_personal(form) and not _signs_in(form)]
    if not asking:
        raise NotApplicableError("no form asks for personal data")
    page_of = {visit.id: visit.final_url for visit in material.visits}
    linked = {page_of.get(link.visit) for link in material.policy_links if link.place != "well-known"}
    for at, form in once((at, form) for at, form in asking if not (form.policy_links or _speaks_of_privacy(form))):
        path = urlsplit(form.page).path or "/"
        kinds = [kind_of(one.type, one.name, one.label, one.autocomplete) for one in form.fields if is_personal(one)]
        elsewhere = page_of.get(form.visit) in linked
        severity: Severity = "low" if elsewhere else "medium"
        confidence: Confidence = "likely" if elsewhere else "certain"
        if any(kind in _WEIGHTY for kind in kinds):
            severity = "medium"
        asked = ", ".join(dict.fromkeys(_WORDS[kind] for kind in kinds if kind in _WORDS))
        where = "; the page links a policy elsewhere" if elsewhere else ", and the page links none"
        yield finding(
            META,
            CHECK,
            subject=path,
            verdict="missing",
            severity=severity,
            confidence=confidence,
            title=f"{path} · a form without a notice",
            message=f"A form on {path} asks for {asked}; no link to a policy and no words on privacy stand at it{where}.",
            recommendation="Put a sentence with a link to the policy beside the button: who gets the data, and what for. "
            "Ask for no more than that needs.",
            evidence=[f"forms/{at}"],
            page=path,
        )


def _signs_in(form: Form) -> bool:
    """A password and at most a name or address beside it: what is told was told when the account was made."""
    kinds = [field.type for field in typed(form)]
    return "password" in kinds and len(kinds) <= 2


def _speaks_of_privacy(form: Form) -> bool:
    words = languages.load()
    texts = [form.notice, *(box.label for box in form.boxes)]
    return any(words.privacy.is_within(text) or words.policy_kinds(text, "") for text in texts if text)
