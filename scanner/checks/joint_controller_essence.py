"""What it checks
--------------
A tag that its maker documents as a matter of joint control is named in the policy, and nothing tells who of the two
answers for what.

Why it matters
--------------
The essence of such an arrangement is to be made available to visitors.

Limits
------
The role is what the vendor documents; contracts may differ: likely at most. Any statement on joint controllers covers
all. Only where all documents could be read, in a language whose words are known.

How to fix
----------
Say in two sentences who informs visitors and who answers requests.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, finding, refer
from scanner.checks.law import FASHION_ID, gdpr
from scanner.facts.mentions import known_language, mentions
from scanner.model.findings import Finding

CHECK = "joint-controller-essence"
META = CheckMeta(
    title="Joint control, and nothing stated on who answers for what",
    category="disclosure",
    needs=("requests", "documents"),
    law=(*gdpr("26(2)"), FASHION_ID),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such service that is named."""
    joint = [
        flow
        for flow in material.flows
        if flow.observed
        and flow.disclosure == "clear"
        and (known := material.service(flow.service))
        and known.role == "joint"
    ]
    if not joint:
        raise NotApplicableError("no service under joint control is named")
    material.need_whole_policy()
    if material.stated("joint_controllers"):
        return
    if not all(known_language(document) for document in material.documents):
        raise NotAssessedError("what is missing cannot be told yet in the language of a document")
    if any(mentions(document, "joint-control") for document in material.documents):
        return
    for flow in joint:
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict="missing",
            severity="low",
            confidence="likely",
            title=f"{flow.name} · named, no statement found on joint control",
            message=f"{flow.entity or flow.name} documents {flow.name} as a matter of joint control; on who answers for what: "
            f"{material.documents_read()}.",
            recommendation=f"Either add who informs visitors and who answers their requests, with a link to {flow.name}’s terms. "
            "Or record why control is not joint.",
            evidence=refer([one for one in material.requests if one.service == flow.service], 2),
            told=[one for one in material.disclosed if one.quote in flow.quotes],
            service=flow.name,
        )
