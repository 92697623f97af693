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

from scanner.checks.base import CheckMeta, Material, NotApplicableError, counted, finding, refer
from scanner.checks.law import gdpr
from scanner.facts.countries import outside_eea
from scanner.facts.disclosure import waits_for_consent
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
    qualified = [one for one in material.stated("transfer.outside_eea", polarity="qualified") if waits_for_consent(one)]
    if not (denials or qualified) or material.stated("transfer.outside_eea"):
        raise NotApplicableError("no document denies such transfers, or one also states them")
    found = {
        flow: [
            request
            for request in material.requests
            if request.service == flow.service and (denials or not request.after_choice)
        ]
        for flow in material.flows
        if flow.observed and outside_eea(flow.country) and (flow.identifiers or flow.cookies)
    }
    going = {flow: requests for flow, requests in found.items() if requests}
    if not going:
        return
    told = denials or qualified
    listed = all((known := material.service(flow.service)) and known.dpf_status == "listed" for flow in going)
    names = ", ".join(f"{flow.name} (the recipient’s group is established in {flow.country})" for flow in going)
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="incorrect" if denials else "ambiguous",
        severity="medium" if (qualified and not denials) or listed else "high",
        confidence="likely",
        title=f"{counted(len(going), 'recipient')} outside the EEA · the policy states otherwise",
        message=f"Identifiers went to {names}{'' if denials else ', before any choice'}; the policy states: “{told[0].claim.quote}”.",
        recommendation=(
            "Either correct the statement: name the recipients, their countries and what the transfer rests on. "
            "Or keep these recipients out until the stated condition is met."
        ),
        evidence=[reference for requests in going.values() for reference in refer(requests, 2)],
        told=told,
    )
