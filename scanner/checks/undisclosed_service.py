"""What it checks
--------------
A third-party service that the pages made the browser contact, and that no policy document names or covers.

Why it matters
--------------
Visitors are to be told who receives data about them.

Limits
------
A service counts as covered when the policy names it, its company with that purpose, or its kind in general terms.
Only documents that were found and read count; they are listed. A domain that no service file knows may belong to the
site's own group, and what went through the site's own host may stay there: such a finding is possible, a question to
the operator. While a document could not be read, all are possible only. What the consent dialog names counts as told. A font, map, video, captcha or tag manager that stores nothing and gets no identifier is low, and so is what needs no consent, such as a consent tool.

How to fix
----------
Either name the service, what it is for and where its company is, or remove it from the pages.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, counted, finding, read_note, refer, seen, seen_note
from scanner.checks.law import EPD, gdpr
from scanner.facts.consent_need import keeps_nothing
from scanner.model.findings import Finding, Severity
from scanner.model.result import Flow
from scanner.services import Service

CHECK = "undisclosed-service"
META = CheckMeta(
    title="A service in use is not mentioned in the policy",
    category="disclosure",
    needs=(
        "requests",
        "cookies",
        "documents",
    ),
    law=(*gdpr("13(1)(e)", "5(1)(a)"), EPD),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every observed service that nothing covers."""
    material.need_documents()
    for flow in material.flows:
        if not flow.observed or flow.disclosure != "omitted":
            continue
        requests = [request for request in material.requests if request.service == flow.service]
        known = material.service(flow.service)
        own = bool(requests) and all(request.party == "first" for request in requests)
        whose = "" if known else " No service file knows whose it is: it may be the site’s own group."
        if flow.listed:
            whose = f" No service file knows it; it is on {flow.listed}."
        if own:
            whose = " All of it went through the site’s own host; whether it is passed on, the operator can tell."
        severity: Severity = "medium"
        if (flow.purpose == "marketing" or (known and known.recording)) and (flow.identifiers or flow.cookies):
            severity = "high"
        elif known and _weighs_little(known, flow):
            severity = "low"
        stored = f" and stored {', '.join(flow.cookies)}" if flow.cookies else ""
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict="omitted",
            severity=severity,
            confidence=seen(requests) if known and not own and not material.open_documents else "possible",
            purpose_confidence="certain" if known else None,
            title=f"{flow.name} · {counted(flow.requests, 'request')}, no statement found",
            message=f"The pages made the browser send {counted(flow.requests, 'request')} to {flow.name}"
            f"{f' ({flow.entity})' if flow.entity else ''}{stored}; {material.documents_read()}.{whose}{read_note(material.open_documents)}{seen_note(requests)}",
            recommendation=(
                f"Either add to the policy: “We use {flow.name}; it receives your IP address and data on your visit.”, with what it is for. "
                "Or remove it from the pages."
            ),
            evidence=refer(requests),
            service=flow.name,
            requests=str(flow.requests),
        )


def _weighs_little(known: Service, flow: Flow) -> bool:
    """Whether it needs no consent, or serves the page and kept nothing."""
    kept = flow.cookies or flow.identifiers or keeps_nothing(known)
    return known.consent == "none" or (known.consent != "required" and not kept)
