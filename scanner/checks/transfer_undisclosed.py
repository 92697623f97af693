"""What it checks
--------------
Recipients of identifiers whose group is established outside the EU and EEA, while no document speaks of transfers
there.

Why it matters
--------------
That data go to a third country, and on what footing, is part of what visitors are to be told.

Limits
------
Where a company is established does not prove where data went, nor who the contract is with: never more than likely.
Low where an adequacy decision or the Data Privacy Framework list covers every recipient.

How to fix
----------
Name the recipients, their countries and the footing of the transfer.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, counted, finding, refer
from scanner.checks.law import DPF, gdpr
from scanner.facts.countries import adequate, outside_eea
from scanner.facts.mentions import mentions
from scanner.model.findings import Finding

CHECK = "transfer-undisclosed"
META = CheckMeta(
    title="Recipients outside the EU, and nothing stated on transfers",
    category="disclosure",
    needs=("requests", "cookies", "documents"),
    law=(*gdpr("13(1)(f)", "44–46"), DPF),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site, with the recipients."""
    material.need_whole_policy()
    if any(one.claim.practice.startswith("transfer.") for one in material.statements):
        return
    if any(mentions(document, "transfers") for document in material.documents):
        raise NotAssessedError("a document has words on transfers that were not understood as a statement")
    recipients = [
        flow
        for flow in material.flows
        if flow.observed and outside_eea(flow.country) and (flow.identifiers or flow.cookies)
    ]
    if not recipients:
        raise NotApplicableError("no recipient outside the EEA got an identifier")
    uncovered = [
        flow
        for flow in recipients
        if (known := material.service(flow.service)) and not adequate(known.country, known.dpf_status)
    ]
    names = ", ".join(f"{flow.name} ({flow.country})" for flow in recipients)
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="omitted",
        severity="medium" if uncovered else "low",
        confidence="likely",
        title=f"{counted(len(recipients), 'recipient')} established outside the EEA · no statement on transfers found",
        message=f"Identifiers went to {names}, by the country where the recipient’s group is established; on transfers: "
        f"{material.documents_read()}.",
        recommendation=(
            f"Either write in the policy that data go to {names}, and what the transfer rests on: an adequacy decision or standard data "
            "protection clauses. Or record that no data leave the EEA."
        ),
        evidence=[
            reference
            for flow in recipients
            for reference in refer([one for one in material.requests if one.service == flow.service], 2)
        ],
    )
