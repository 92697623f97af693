"""What it checks
--------------
Recipients that got identifiers although the policy states that personal data are not passed to third parties.

Why it matters
--------------
Visitors rely on such a statement when they decide what to share.

Limits
------
In the law a processor is no third party: a service that its vendor offers as a processor is possible only, a question
on the contract. Requests without a cookie or identifier do not count. A statement with a way out counts, as medium,
where the condition it names is consent and identifiers went out before any choice. That data are not sold is no such
statement; one on the data of a form or an order is possible only.

How to fix
----------
Either correct the statement and name the recipients, or stop using these services.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, counted, finding, refer
from scanner.checks.law import gdpr
from scanner.facts.disclosure import about_some_data, denials_of_sharing, waits_for_consent
from scanner.model.findings import Confidence, Finding, Severity

CHECK = "sharing-denied"
META = CheckMeta(
    title="Sharing with third parties is denied, recipients were observed",
    category="disclosure",
    needs=("requests", "cookies", "documents"),
    law=gdpr("4(9)", "4(10)", "5(1)(a)", "13(1)(e)"),
)

_SHARING = "sharing.third_parties"
_ALSO_STATES = (_SHARING, "sharing.advertisers", "sharing.social_networks", "sharing.analytics_providers")


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site, with the recipients."""
    material.need_documents()
    denials = denials_of_sharing(material.statements)
    qualified = [one for one in material.stated(_SHARING, polarity="qualified") if waits_for_consent(one)]
    if not (denials or qualified) or material.stated(*_ALSO_STATES):
        raise NotApplicableError("no document denies sharing, or one also states it")
    going = {
        flow: requests
        for flow in material.flows
        if flow.observed
        and (flow.identifiers or flow.cookies)
        and (known := material.service(flow.service))
        and known.consent == "required"
        and (
            requests := [
                request
                for request in material.requests
                if request.service == flow.service and (denials or not request.after_choice)
            ]
        )
    }
    own = [
        flow for flow in going if (known := material.service(flow.service)) and known.role in ("controller", "joint")
    ]
    if not going:
        return
    told = denials or qualified
    severity: Severity = "high" if own and denials else "medium"
    confidence: Confidence = "likely" if own and not all(about_some_data(one) for one in told) else "possible"
    names = ", ".join(flow.name for flow in own or going)
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="incorrect" if denials else "ambiguous",
        severity=severity,
        confidence=confidence,
        title=f"{counted(len(own or going), 'recipient')} with identifiers · the policy states otherwise",
        message=f"Identifiers went to {names}{'' if denials else ', before any choice'}; the policy states: "
        f"“{told[0].claim.quote}”."
        + (
            ""
            if own
            else " These vendors offer the service as a processor: whether they are third parties, the contract tells."
        ),
        recommendation=f"Either correct the statement, for instance: “We share data on visits with {names}.” Or stop using these services.",
        evidence=[reference for requests in going.values() for reference in refer(requests, 2)],
        told=told,
    )
