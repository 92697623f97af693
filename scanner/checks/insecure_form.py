"""What it checks
--------------
A form that sends what is typed in without encryption.

Why it matters
--------------
Personal data need protection on their way.

Limits
------
The address in the form counts; what a script does on sending is not seen. A form that asks for nothing about a person
weighs less; what asks for a person's data is told by type, autocomplete, name and label of the fields.

How to fix
----------
Send the form to an https:// address.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.law import gdpr
from scanner.facts.form_fields import asks_personal, typed
from scanner.model.findings import Finding

CHECK = "insecure-form"
META = CheckMeta(
    title="A form is sent without encryption",
    category="security",
    needs=("forms",),
    law=gdpr("5(1)(f)", "32(1)(a)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every page with such a form; its subject is the path of the page."""
    found: dict[str, tuple[str, bool, int]] = {}
    for at, form in enumerate(material.forms):
        if not typed(form) or not form.action.startswith("http://"):
            continue
        personal = asks_personal(form)
        path = urlsplit(form.page).path or "/"
        if path not in found or (personal and not found[path][1]):
            found[path] = (form.action, personal, at)
    for path, (action, personal, at) in found.items():
        yield finding(
            META,
            CHECK,
            subject=path,
            verdict=None,
            severity="high" if personal else "medium",
            confidence="certain",
            title=f"{path} · form sent to http://",
            message=f"A form on {path} sends what is typed in to {action}, without encryption.",
            recommendation="Send the form to an https:// address. Let the server that receives it redirect http to https.",
            evidence=[f"forms/{at}"],
            page=path,
        )
