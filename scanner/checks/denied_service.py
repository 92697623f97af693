"""What it checks
--------------
A service that was observed although the policy denies it: by name, or by a denial that covers its kind.

Why it matters
--------------
A statement that the record contradicts misleads whoever relies on it.

Limits
------
A denial of cookies is contradicted only by a cookie or stored key of that kind. That fonts or libraries are served by the
site itself is contradicted by a request to their maker. A denial with a way out ("not
without your consent") is no denial here.

How to fix
----------
Either correct the statement, or stop using the service.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, counted, finding, refer, seen, seen_note
from scanner.checks.law import gdpr
from scanner.model.findings import Finding

CHECK = "denied-service"
META = CheckMeta(
    title="A service in use is denied by the policy",
    category="disclosure",
    needs=(
        "requests",
        "cookies",
        "documents",
    ),
    law=gdpr("5(1)(a)", "12(1)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every observed service with an unqualified denial."""
    material.need_documents()
    for flow in material.flows:
        if not flow.observed or flow.disclosure != "incorrect":
            continue
        requests = [request for request in material.requests if request.service == flow.service]
        denials = [one for one in material.statements if one.quote in flow.quotes]
        by_name = any(
            one.claim.practice == f"vendor:{flow.service}" and one.claim.polarity == "denied" for one in denials
        )
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict="incorrect",
            severity="high",
            confidence=seen(requests) if by_name else "likely",
            title=f"{flow.name} · observed, the policy states otherwise",
            message=f"{counted(flow.requests, 'request')} to {flow.name} recorded; the policy states: "
            f"“{denials[0].claim.quote if denials else ''}”.{seen_note(requests)}",
            recommendation=f"Either correct the statement, for instance: “We use {flow.name}.” Or take {flow.name} out of the pages.",
            evidence=refer(requests),
            told=denials,
            service=flow.name,
        )
