"""What it checks
--------------
A policy document that holds no text: an empty page, a scanned PDF, a broken file.

Why it matters
--------------
What cannot be searched, enlarged or read aloud is not easily accessible; and it could not be compared.

Limits
------
Information only. A language that is not read yet is no fault of the document and not reported.

How to fix
----------
Publish the policy as text.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding
from scanner.checks.law import gdpr
from scanner.model.findings import Finding

CHECK = "policy-unreadable"
META = CheckMeta(
    title="A policy document holds no text",
    category="policy",
    needs=("documents",),
    law=gdpr("12(1)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every document without text."""
    if not material.documents and not material.unread:
        raise NotApplicableError("no policy document was found")
    for document in material.unread:
        if document.text:
            continue
        yield finding(
            META,
            CHECK,
            subject=document.url,
            verdict=None,
            severity="info",
            confidence="possible",
            title=f"{document.title or document.url} · no text could be taken from it",
            message=f"{document.url} was found and gave no text: {document.why_unreadable or 'it is empty'}.",
            recommendation=(
                "Publish the policy as text: as a page, or as a PDF whose text can be marked. "
                "A picture of a text can neither be searched nor read aloud."
            ),
            evidence=[],
        )
