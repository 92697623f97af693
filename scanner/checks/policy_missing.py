"""What it checks
--------------
No privacy policy was found.

Why it matters
--------------
Visitors are to be told about the processing of their data in a form that is easy to reach.

Limits
------
Sought by link text and address in ten languages on every page visited, and at well-known paths; what was sought
is listed. A policy in a language that cannot be read yet is not missing.

How to fix
----------
Publish a policy and link it from every page.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotAssessedError, counted, finding
from scanner.checks.law import gdpr
from scanner.facts.form_fields import asks_personal
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


def check(material: Material) -> Iterator[Finding]:
    """One finding when nothing was found at all."""
    if material.documents or material.unread or material.target.policies:
        return
    if any(link.status is not None and link.status < 400 for link in material.policy_links):
        return
    if any(link.status is None for link in material.policy_links):
        raise NotAssessedError("a link to a policy was found and could not be followed")
    personal = any(asks_personal(form) for form in material.forms)
    pages = [
        visit.final_url
        for visit in material.visits
        if visit.loaded and visit.state == "baseline" and visit.kind != "policy"
    ]
    if not pages:
        raise NotAssessedError("no page of the site could be looked at")
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="missing",
        severity="high" if personal else "medium",
        confidence="certain",
        title=f"Privacy policy · none found on {counted(len(set(pages)), 'page')}",
        message=f"No link to a policy that answers was found on {', '.join(dict.fromkeys(pages))}, and none at well-known paths.",
        recommendation=(
            "Publish a privacy policy and link it from the foot of every page. It tells who is responsible and how to reach them, purposes "
            "and legal basis, recipients, how long data are kept, and the visitor’s rights."
        ),
        evidence=[f"visits/{visit.id}" for visit in material.visits if visit.final_url in pages][:5],
    )
