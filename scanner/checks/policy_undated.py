"""What it checks
--------------
A privacy or cookie policy in which no date was found.

Why it matters
--------------
A date tells readers which version they have. No rule asks for one.

Limits
------
Information only: good practice. A date anywhere in a version line, or near the beginning or end, counts.

How to fix
----------
Write when the policy was last changed.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.law import gdpr
from scanner.model.findings import Finding

CHECK = "policy-undated"
META = CheckMeta(
    title="A policy bears no date",
    category="policy",
    needs=("documents",),
    law=gdpr("12(1)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every policy without a date."""
    material.need_documents()
    for document in material.documents:
        dated = document.date or any(claim.practice == "policy.date" for claim in document.claims)
        if dated or not document.kinds:
            continue
        yield finding(
            META,
            CHECK,
            subject=document.url,
            verdict="missing",
            severity="info",
            confidence="possible",
            title=f"{document.title or document.url} · no date found",
            message=f"No date was found in {document.url}.",
            recommendation=(
                "Write at the head of the policy when it was last changed, as a matter of good practice. "
                "Keep earlier versions, so that readers can see what changed."
            ),
            evidence=[],
        )
