"""What it checks
--------------
No privacy policy was found.

Why it matters
--------------
Visitors are to be told about the processing of their data in a form that is easy to reach.

Limits
------
Sought by link text and address in eight languages on every page visited, and at well-known paths; what was sought
is listed. A policy in a language that cannot be read yet is not missing.

How to fix
----------
Publish a policy and link it from every page.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.law import gdpr
from scanner.model.findings import Finding

CHECK = "policy-missing"
META = CheckMeta(
    title="No privacy policy was found",
    category="policy",
    needs=(
        "visits",
        "policy_links",
        "documents",
        "forms",
    ),
    law=gdpr("12(1)", "13"),
)


_PERSONAL = ("email", "tel")


def check(material: Material) -> Iterator[Finding]:
    """One finding when nothing was found at all."""
    found = [link for link in material.policy_links if link.status is not None and link.status < 400]
    if material.documents or found or any(link.status is None and not link.why for link in material.policy_links):
        return
    personal = any(field.type in _PERSONAL for form in material.forms for field in form.fields)
    pages = [
        visit.final_url
        for visit in material.visits
        if visit.loaded and visit.state == "baseline" and visit.kind != "policy"
    ]
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="missing",
        severity="high" if personal else "medium",
        confidence="certain",
        title=f"Privacy policy · none found on {len(pages)} pages",
        message=f"No link to a policy that answers was found on {', '.join(pages)}, and none at well-known paths.",
        recommendation="Publish a privacy policy and link it from every page.",
        evidence=[f"visits/{visit.id}" for visit in material.visits if visit.final_url in pages][:5],
    )
