"""What it checks
--------------
The policy states that visitors are not identified personally, and an e-mail address or phone number, in writing or
hashed, or the cookie of a social network that knows its members, was sent to another company.

Why it matters
--------------
Visitors take such a statement to mean that nobody learns who they are.

Limits
------
An identifier in a cookie does not name anybody: it is no counter-evidence. Contact details count when test text typed
into a field was seen leaving. A social network can tell its members by its own cookie; whether it does is not seen:
possible, and low. A statement with a way out is not counted.

How to fix
----------
Either correct the statement, or keep contact details and such cookies out.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding, refer
from scanner.checks.law import gdpr
from scanner.model.findings import Finding

CHECK = "identification-denied"
META = CheckMeta(
    title="Identification is denied, contact details were sent",
    category="disclosure",
    needs=("requests", "cookies", "typed", "documents"),
    law=gdpr("4(1)", "12(1)"),
)
_CONTACT = ("email", "tel")
_NETWORKS = ("facebook", "linkedin", "twitter", "vk", "instagram")


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    material.need_documents()
    told = material.stated("identification", polarity="denied")
    if not told:
        raise NotApplicableError("no document states that visitors are not identified")
    requests = {request.id: request for request in material.requests}
    carried = {
        requests[place].id: requests[place]
        for typed in material.typed
        if typed.type in _CONTACT
        for place in typed.requests
        if place in requests and requests[place].party == "third"
    }
    networks = [
        flow
        for flow in material.flows
        if flow.observed
        and any(one.kind == "cookie_id" for one in flow.identifiers)
        and (known := material.service(flow.service))
        and {flow.service, *known.companies} & set(_NETWORKS)
    ]
    if not carried and not networks:
        return
    sent = list(carried.values())
    names = list(dict.fromkeys(one.entity or one.host for one in sent)) or [flow.name for flow in networks]
    what = "what was typed as contact details" if carried else "a cookie by which it can tell its members"
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="incorrect",
        severity="high" if carried else "low",
        confidence="certain" if carried else "possible",
        title=f"{names[0]} · got {what}, the policy states that nobody is identified",
        message=f"Sent to {', '.join(names)}: {what}; the policy states: “{told[0].claim.quote}”.",
        recommendation="Either correct the statement and name who gets these data. "
        "Or keep the tag away from pages and fields where they arise.",
        evidence=refer(sent) if sent else [f"requests/{flow.first_requests[0]}" for flow in networks if flow.requests],
        told=told,
    )
