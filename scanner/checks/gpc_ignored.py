"""What it checks
--------------
Advertising that goes on with identifiers although the browser sent Global Privacy Control (`--gpc`).

Why it matters
--------------
The signal says that the visitor objects to the selling and sharing of data.

Limits
------
Whether the signal binds in the EU is disputed: information only. Looked at where the visitor made no other choice. Without
`--gpc` there is nothing to look at.

How to fix
----------
Either treat the signal as an objection to advertising, or say in the policy how it is treated.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding, refer, seen
from scanner.checks.law import LG_BERLIN, gdpr
from scanner.facts.identifiers import telling
from scanner.model.findings import Finding
from scanner.model.result import AnnotatedRequest

CHECK = "gpc-ignored"
META = CheckMeta(
    title="Advertising goes on although Global Privacy Control was sent",
    category="consent",
    needs=("requests", "cookies", "opt_out_strings"),
    law=(*gdpr("21(5)"), LG_BERLIN),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    if not material.target.gpc:
        raise NotApplicableError("the signal was not sent; --gpc sends it")
    stored = {one.service for one in material.cookies if one.purpose == "marketing"}
    found: dict[str, list[AnnotatedRequest]] = {}
    for flow in material.flows:
        sent = material.before_choice(flow.service)
        if (
            flow.purpose == "marketing"
            and sent
            and (flow.service in stored or any(telling(one.identifiers) for one in sent))
        ):
            found[flow.name] = sent
    if not found:
        return
    requests = [one for sent in found.values() for one in sent]
    names = ", ".join(found)
    against = _against(material)
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="info",
        confidence=seen(requests),
        title=f"Global Privacy Control · sent, and {names} got identifiers",
        message=f"With Global Privacy Control sent and nothing chosen, the pages made the browser send {len(requests)} requests "
        f"with identifiers to {names}.{f' That nothing was opted out of is told by {against}.' if against else ''}",
        recommendation=(
            "Either treat the signal as an objection: let the consent tool keep advertising off where the browser sends it. "
            "Or write in the policy how the signal is treated."
        ),
        evidence=refer(requests),
        services=names,
    )


def _against(material: Material) -> str:
    """The strings handed to advertisers that tell the opposite of the signal; empty where none does."""
    against = [one for one in material.opt_out_strings if "not-opted-out" in (one.sale, one.sharing, one.targeted_advertising)]
    return ", ".join(sorted({f"{one.name} of {one.place} ({one.section})" for one in against})[:3])
