"""What it checks
--------------
A form that asks for an e-mail address, phone number, date of birth or personal code that no document mentions.

Why it matters
--------------
Visitors are to be told which data are collected and what for.

Limits
------
Told by type, autocomplete, name and label of the field. A document that mentions the kind of data in any sentence, or
contact details in general, covers it. Only documents in Latvian and English, all of them readable. A personal code
weighs more.

How to fix
----------
Either describe the field's data and what they are for, or stop asking.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, finding
from scanner.checks.law import gdpr
from scanner.facts.mentions import known_language
from scanner.model.findings import Finding, Severity
from scanner.model.forms import Form, FormField

CHECK = "undisclosed-form-data"
META = CheckMeta(
    title="A form asks for data that the policy does not mention",
    category="disclosure",
    needs=("forms", "documents"),
    law=gdpr("13(1)(c)", "5(1)(c)"),
)

_CONTACT = r"contact (details|data|information)|kontaktinform|kontaktdat|saziņas (dat|inform)"
# Kind of data: what it is called, how its fields are told, what in a document mentions it, and its weight.
_KINDS: dict[str, tuple[str, str, str, Severity]] = {
    "email": ("an e-mail address", r"e-?mail|e-?past", rf"e-?mail|e-?past|{_CONTACT}", "medium"),
    "phone": (
        "a phone number",
        r"^tel\b|phone|tālru|talru|telefon",
        rf"phone|tālru|telefon|mobil|{_CONTACT}",
        "medium",
    ),
    "birth": ("a date of birth", r"bday|birth|dzimšan|dzimsan", r"birth|\bage\b|dzimšan|dzimis|vecum", "medium"),
    "national-id": (
        "a personal code",
        r"personas[-_ ]?kod|personal[-_ ]?(code|id)|national[-_ ]?id|isikukood|asmens[-_ ]?kod",
        r"personas kod|personal (code|id)|identi(ty|fication) (code|number|card)|identifikācijas (kod|num)",
        "high",
    ),
}
_NOT_TYPED = ("hidden", "search", "checkbox", "radio")


def check(material: Material) -> Iterator[Finding]:
    """One finding for every kind of data; its subject is the kind."""
    asked: dict[str, tuple[int, Form]] = {}
    for at, form in enumerate(material.forms):
        for kind, (_, fields, _, _) in _KINDS.items():
            if any(_asks(field, fields) for field in form.fields):
                asked.setdefault(kind, (at, form))
    if not asked:
        raise NotApplicableError("no form asks for such data")
    material.need_whole_policy()
    if not all(known_language(document) for document in material.documents):
        raise NotAssessedError("what is missing cannot be told yet in the language of a document")
    for kind, (at, form) in asked.items():
        words, _, mention, severity = _KINDS[kind]
        if any(re.search(mention, document.text, re.IGNORECASE) for document in material.documents):
            continue
        page = urlsplit(form.page).path or "/"
        yield finding(
            META,
            CHECK,
            subject=kind,
            verdict="omitted",
            severity=severity,
            confidence="likely",
            title=f"{page} · asks for {words}, no statement found",
            message=f"A form on {page} asks for {words}; on that: {material.documents_read()}.",
            recommendation="Either describe these data and what they are for, or stop asking for them.",
            evidence=[f"forms/{at}"],
            page=page,
        )


def _asks(field: FormField, pattern: str) -> bool:
    told = f"{field.type} {field.autocomplete} {field.name} {field.label}"
    return field.type not in _NOT_TYPED and re.search(pattern, told, re.IGNORECASE) is not None
