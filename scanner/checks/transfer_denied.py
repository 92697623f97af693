"""What it checks
--------------
Recipients whose group is established outside the EU and EEA, although the policy states that personal data do not
go there.

Why it matters
--------------
Visitors rely on such a statement when they decide what to share.

Limits
------
Where a company is established does not prove where data went; the finding is never more than likely. A statement
with a condition counts where the condition (consent) plainly was not met: before any choice.

How to fix
----------
Either correct the statement, or keep such recipients out until the stated condition is met.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding, refer
from scanner.checks.law import gdpr
from scanner.facts.countries import outside_eea
from scanner.facts.disclosure import Statement
from scanner.model.findings import Finding

CHECK = "transfer-denied"
META = CheckMeta(
    title="Transfers outside the EU are denied, recipients there were observed",
    category="disclosure",
    needs=(
        "requests",
        "cookies",
        "documents",
    ),
    law=gdpr("5(1)(a)", "13(1)(f)", "44"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site, with the recipients."""
    material.need_documents()
    denials = material.stated("transfer.outside_eea", polarity="denied")
    qualified = [
        one
        for one in material.stated("transfer.outside_eea", polarity="qualified")
        if "piekri" in _condition(one) or "consent" in _condition(one)
    ]
    allowed = material.stated("transfer.outside_eea")
    if not (denials or qualified) or any(one.claim.polarity == "asserted" for one in allowed):
        return
    found = {
        flow: material.before_choice(flow.service)
        for flow in material.flows
        if flow.observed and outside_eea(flow.country) and (flow.identifiers or flow.cookies)
    }
    early = {flow: requests for flow, requests in found.items() if requests}
    if not early:
        return
    told = denials or qualified
    listed = all((known := material.service(flow.service)) and known.dpf_status == "listed" for flow in early)
    names = ", ".join(f"{flow.name} (the recipient’s group is established in {flow.country})" for flow in early)
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="incorrect" if denials else "ambiguous",
        severity="medium" if (qualified and not denials) or listed else "high",
        confidence="likely",
        title=f"{len(early)} recipients outside the EEA · the policy states otherwise",
        message=f"Identifiers went to {names} before any choice; the policy states: “{told[0].claim.quote}”.",
        recommendation="Either correct the statement, or keep these recipients out until the stated condition is met.",
        evidence=[reference for requests in early.values() for reference in refer(requests, 2)],
        told=told,
    )


def _condition(statement: Statement) -> str:
    return (statement.claim.condition or "").lower()
