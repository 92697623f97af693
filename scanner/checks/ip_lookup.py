"""What it checks
--------------
A page that asks another service for the visitor’s own address or place.

Why it matters
--------------
It tells that service who is visiting, and gives the site an address it may store.

Limits
------
The request itself is observed; what the site does with the answer mostly is not. Low where an address was also kept in
a cookie or in the browser’s storage.

How to fix
----------
Either name the service and what the answer is for, or take the address from the site’s own server.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding, refer, seen
from scanner.checks.law import gdpr
from scanner.model.findings import Finding

CHECK = "ip-lookup"
META = CheckMeta(
    title="The visitor’s address is looked up at another service",
    category="disclosure",
    needs=("requests", "cookies", "address_echoes"),
    law=gdpr("5(1)(c)", "13(1)(e)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such service."""
    kept = any(cookie.holds_visitor_ip for cookie in material.cookies) or any(
        one.place == "storage" and one.sure for one in material.address_echoes
    )
    for flow in material.flows:
        requests = [request for request in material.requests if request.service == flow.service]
        if flow.category != "ip-lookup" or not requests:
            continue
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict=None,
            severity="low" if kept else "info",
            confidence=seen(requests),
            title=f"{flow.name} · asked for the visitor’s address",
            message=f"The pages made the browser ask {flow.name} for the visitor’s own address or place, {len(requests)} times.",
            recommendation=(
                f"Either write in the policy: “We ask {flow.name} from where you visit us; it receives your IP address.” "
                "Or take the address from the site’s own server."
            ),
            evidence=refer(requests),
            service=flow.name,
        )
