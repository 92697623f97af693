"""What it checks
--------------
Pages without a link to the policy, on a site that has one.

Why it matters
--------------
The policy is to be easy to reach, above all where data are asked for.

Limits
------
A link counts with any place, any visitor and any document. Only pages that loaded and showed in a browser; a page that
asks for personal data in a form weighs more. Not applicable where no policy was found (policy-missing).

How to fix
----------
Link the policy from the footer of every page, and beside forms.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, NotApplicableError, counted, finding
from scanner.checks.law import gdpr
from scanner.facts.form_fields import asks_personal
from scanner.model.findings import Finding

CHECK = "policy-link-missing"
META = CheckMeta(
    title="Pages without a link to the policy",
    category="policy",
    needs=("visits", "policy_links", "forms"),
    law=gdpr("12(1)", "13(1)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site, with the pages."""
    by_visit = {visit.id: visit.final_url for visit in material.visits}
    linked = {by_visit.get(link.visit) for link in material.policy_links if link.place != "well-known"}
    if not linked:
        raise NotApplicableError("no page links a policy")
    documents = {link.url for link in material.policy_links}
    pages = {
        visit.final_url: visit.id
        for visit in material.visits
        if visit.loaded
        and visit.kind not in ("policy", "route")
        and visit.final_url not in documents
        and (visit.status or 200) < 400
    }
    bare = {url: at for url, at in pages.items() if url not in linked}
    if not bare:
        return
    asking = {form.page for form in material.forms if asks_personal(form)} & bare.keys()
    paths = ", ".join(sorted(urlsplit(url).path or "/" for url in bare))
    where = f"; {counted(len(asking), 'page')} of these with a form that asks for personal data" if asking else ""
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="missing",
        severity="medium" if asking else "low",
        confidence="certain",
        title=f"{len(bare)} of {counted(len(pages), 'page')} · no link to a policy",
        message=f"No link to a policy was found on {paths}{where}.",
        recommendation=(
            f"Link the policy from the foot of every page, these included: {paths}. "
            "Put a link beside every form that asks for personal data."
        ),
        evidence=[f"visits/{at}" for at in bare.values()][:8],
    )
