"""What it checks
--------------
A service that the policy states as used, as a fact, and that was not observed on the pages visited.

Why it matters
--------------
A policy that names what is no longer there is hard to trust for what is.

Limits
------
It may run on other pages, after a login, in other countries or on the server: the finding says only that it was not
observed on the pages visited. What a page keeps for a click (a film, a map) counts as there, and so does a network to
which the pages link, where the policy says no more of it.

How to fix
----------
Remove the name if the service is no longer in use.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotAssessedError, counted, finding
from scanner.checks.law import gdpr
from scanner.facts.disclosure import statements
from scanner.model.findings import Finding

CHECK = "stale-service"
META = CheckMeta(
    title="A service named in the policy was not observed",
    category="disclosure",
    needs=(
        "visits",
        "consent",
        "documents",
    ),
    law=gdpr("12(1)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every row that is stated and not observed."""
    material.need_documents()
    if material.consent.banner and "accept" in material.target.states and not material.consent.accept.done:
        raise NotAssessedError("the consent dialog was not accepted, so what comes after that was not seen")
    pages = len({visit.final_url for visit in material.visits if visit.loaded})
    for flow in material.flows:
        if flow.observed or flow.disclosure != "stale":
            continue
        told = [one for one in statements(material.documents) if one.quote in flow.quotes]
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict="stale",
            severity="info",
            confidence="possible",
            title=f"{flow.name} · stated as used, not observed on {counted(pages, 'page')}",
            message=f"The policy states that {flow.name} is used; no request to it was recorded on the {counted(pages, 'page')} visited.",
            recommendation=f"Either remove {flow.name} from the policy if it is no longer in use. Or leave it and write where it is used.",
            evidence=[],
            told=told,
            service=flow.name,
        )
