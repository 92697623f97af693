"""What it checks
--------------
A form that asks for an e-mail address, phone number, date of birth, personal code, card number or matters of health that no
document mentions.

Why it matters
--------------
Visitors are to be told which data are collected and what for.

Limits
------
Told by type, autocomplete, name and label of the field. A document that mentions the kind of data in any sentence, or
contact details in general, covers it. Only where every document could be read, in a language whose words are known. A
personal code, a card number and health weigh more.

How to fix
----------
Either describe the field's data and what they are for, or stop asking.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, finding
from scanner.checks.law import gdpr
from scanner.facts.form_fields import kind_of
from scanner.facts.mentions import known_language, mentions
from scanner.model.findings import Finding, Severity
from scanner.model.forms import FieldKind, Form

CHECK = "undisclosed-form-data"
META = CheckMeta(
    title="A form asks for data that the policy does not mention",
    category="disclosure",
    needs=("forms", "documents"),
    law=gdpr("13(1)(c)", "5(1)(c)"),
)

_KINDS: dict[FieldKind, tuple[str, str, Severity]] = {
    "email": ("email", "an e-mail address", "medium"),
    "phone": ("phone", "a phone number", "medium"),
    "birth-date": ("birth", "a date of birth", "medium"),
    "personal-code": ("national-id", "a personal code", "high"),
    "health": ("health", "health", "high"),
    "card": ("card", "a card or account number", "high"),
}
"""Kinds of fields: their subject, in words, and how much it weighs."""


def check(material: Material) -> Iterator[Finding]:
    """One finding for every kind of data; its subject is the kind."""
    asked: dict[FieldKind, tuple[int, Form]] = {}
    for at, form in enumerate(material.forms):
        for one in form.fields:
            kind = kind_of(one.type, one.name, one.label, one.autocomplete)
            if kind in _KINDS:
                asked.setdefault(kind, (at, form))
    if not asked:
        raise NotApplicableError("no form asks for such data")
    material.need_whole_policy()
    if not all(known_language(document) for document in material.documents):
        raise NotAssessedError("what is missing cannot be told yet in the language of a document")
    for kind, (at, form) in asked.items():
        subject, words, severity = _KINDS[kind]
        if any(mentions(document, f"data-{subject}") for document in material.documents):
            continue
        page = urlsplit(form.page).path or "/"
        yield finding(
            META,
            CHECK,
            subject=subject,
            verdict="omitted",
            severity=severity,
            confidence="likely",
            title=f"{page} · asks for {words}, no statement found",
            message=f"A form on {page} asks for {words}; on that: {material.documents_read()}.",
            recommendation=(
                f"Either write in the policy that the form on {page} asks for {words}, what for, and how long it is kept. "
                "Or stop asking for it."
            ),
            evidence=[f"forms/{at}"],
            page=page,
        )
