"""What it checks
--------------
A link to a policy that leads to an error page or nowhere.

Why it matters
--------------
Information that cannot be opened has not been given.

Limits
------
Only links on the site whose text or address speaks of a policy, and that were followed. An answer that may have been
meant for this visit only (403, 429, 503) is possible, not certain.

How to fix
----------
Mend the link, or publish the document.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, counted, finding
from scanner.checks.law import gdpr
from scanner.model.evidence import PolicyLink
from scanner.model.findings import Finding

CHECK = "policy-page-broken"
META = CheckMeta(
    title="A link to a policy does not work",
    category="policy",
    needs=("policy_links",),
    law=gdpr("12(1)"),
)


_MAY_REFUSE_TO_US = (401, 403, 407, 429, 503)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every address that does not answer as a page."""
    broken: dict[str, list[PolicyLink]] = {}
    for link in material.policy_links:
        if (link.status is not None and link.status >= 400) or (link.status is None and link.why):
            broken.setdefault(link.url, []).append(link)
    for url, links in broken.items():
        refused = links[0].status in _MAY_REFUSE_TO_US
        answer = f"HTTP status {links[0].status}" if links[0].status else links[0].why or "no answer"
        yield finding(
            META,
            CHECK,
            subject=url,
            verdict="missing",
            severity="high",
            confidence="possible" if refused else "certain" if len(links) > 1 else "likely",
            title=f"{links[0].text or url} · {answer}",
            message=f"The link “{links[0].text}” to {url}, found {counted(len(links), 'time')} on the pages visited, answered with {answer}."
            f"{' The site may have turned this visit away and not others.' if refused else ''}",
            recommendation=(
                f"Either mend the link, or publish the document it promises at {url}. "
                "Look for the link in the footer, in the consent dialog and at forms."
            ),
            evidence=list(dict.fromkeys(f"visits/{link.visit}" for link in links))[:5],
        )
