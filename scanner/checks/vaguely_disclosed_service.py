"""What it checks
--------------
A service in use that the policy covers in general terms only ("analytics providers", "our partners").

Why it matters
--------------
Categories of recipients may be enough. A company that decides for itself what the data are for, on the strength of the
visitor's consent, should be named, so that the visitor knows to whom consent is given.

Limits
------
Low for a processor, medium for a company that acts for itself; which it is, is what the vendor documents, and the
contract may differ. Fonts, content networks and consent tools are not counted.

How to fix
----------
Name the service, its company and what it is for.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding, refer
from scanner.checks.law import gdpr, guidelines_05_2020
from scanner.model.findings import Finding

CHECK = "vaguely-disclosed-service"
META = CheckMeta(
    title="A service in use is covered in general terms only",
    category="disclosure",
    needs=("requests", "documents"),
    law=(*gdpr("13(1)(e)", "4(11)"), guidelines_05_2020("65")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every observed service whose verdict is vague and that is for statistics, advertising or social media."""
    material.need_documents()
    for flow in material.flows:
        known = material.service(flow.service)
        if not flow.observed or flow.disclosure != "vague" or known is None or known.consent == "none":
            continue
        for_itself = known.role in ("controller", "joint") and known.consent == "required"
        told = sorted(
            (one for one in material.disclosed if one.quote in flow.quotes),
            key=lambda one: flow.quotes.index(one.quote),
        )
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict="vague",
            severity="medium" if for_itself else "low",
            confidence="likely",
            title=f"{flow.name} · observed, covered in general terms",
            message=f"{flow.name} ({known.company}) was observed; the documents read do not name it, and state: "
            f"“{told[0].claim.quote if told else ''}”.",
            recommendation=f"Either name it in the policy: “We use {flow.name} ({known.company}).”, with what it is for. Or remove it.",
            evidence=refer([request for request in material.requests if request.service == flow.service]),
            told=told,
            service=flow.name,
        )
