"""What it checks
--------------
A statistics service that got an identifier of the visitor, although the policy states that statistics are anonymous.

Why it matters
--------------
A number that tells one visitor from all others is an online identifier; what carries it is not anonymous.

Limits
------
Identifiers are told by the catalogue (documented parameters and cookies). The statement has to speak of statistics,
visits or use; a vendor may anonymise later, which is not to be seen here: never more than likely.

How to fix
----------
Either say that statistics use an identifier, or measure without one.
"""

import re
from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding, refer
from scanner.checks.law import gdpr
from scanner.model.findings import Finding

CHECK = "anonymised-only-broken"
META = CheckMeta(
    title="Statistics are stated to be anonymous, identifiers were sent",
    category="disclosure",
    needs=("requests", "cookies", "documents"),
    law=gdpr("4(1)", "5(1)(a)"),
)

_ABOUT_VISITS = re.compile(r"statisti|analy[ts]|visit|usage|apmeklē|lietošan|izmantošan|analīz", re.IGNORECASE)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site, with the services."""
    material.need_documents()
    told = [
        one
        for one in material.stated("anonymised_only")
        if one.claim.modality == "actual" and _ABOUT_VISITS.search(one.claim.quote)
    ]
    if not told:
        raise NotApplicableError("no document states that statistics are anonymous")
    services = [flow for flow in material.flows if flow.observed and flow.purpose == "statistics" and flow.identifiers]
    if not services:
        return
    names = ", ".join(f"{flow.name} ({', '.join(one.key for one in flow.identifiers)})" for flow in services)
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="incorrect",
        severity="medium",
        confidence="likely",
        title=f"{services[0].name} · identifiers sent, statistics stated to be anonymous",
        message=f"Identifiers went to {names}; the policy states: “{told[0].claim.quote}”.",
        recommendation=(
            f"Either write in the policy: “We measure visits with {services[0].name}, which tells visitors apart by an identifier.” "
            "Or set it to measure without one."
        ),
        evidence=[
            reference
            for flow in services
            for reference in refer([one for one in material.requests if one.service == flow.service], 3)
        ],
        told=told,
    )
