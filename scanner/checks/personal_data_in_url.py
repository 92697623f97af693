"""What it checks
--------------
An e-mail address or telephone number, typed into a field, that stands in the address of a request.

Why it matters
--------------
Addresses are kept in server logs, histories and referrers, and passed on to every party of the page.

Limits
------
Only what the program itself typed is recognised, so that the address is surely that of a visitor; what a form sends when
it is submitted is not seen, since none is.

How to fix
----------
Send what is typed in the body of a request, to the site's own server.
"""

from collections import defaultdict
from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, counted, finding, refer, seen_note
from scanner.checks.law import gdpr, guidelines_2_2023
from scanner.model.findings import Finding
from scanner.model.result import AnnotatedRequest

CHECK = "personal-data-in-url"
META = CheckMeta(
    title="An e-mail address or telephone number stands in an address",
    category="security",
    needs=("requests", "typed"),
    law=(*gdpr("5(1)(f)", "32(1)"), guidelines_2_2023("61–63")),
)
_KINDS = {"email": "an e-mail address", "phone": "a telephone number"}


def check(material: Material) -> Iterator[Finding]:
    """One finding for every host that is sent such an address."""
    if not material.typed:
        raise NotApplicableError("no field was typed into")
    sent: dict[str, list[AnnotatedRequest]] = defaultdict(list)
    for one in material.requests:
        if any(each.kind in _KINDS and each.part == "url" for each in one.identifiers):
            sent[one.service or one.host].append(one)
    for subject, requests in sent.items():
        known = material.service(subject)
        name = known.name if known else subject
        held = {each.kind: each.key for one in requests for each in one.identifiers if each.kind in _KINDS}
        words = " and ".join(_KINDS[kind] for kind in held)
        keys = ", ".join(dict.fromkeys(held.values()))
        yield finding(
            META,
            CHECK,
            subject=subject,
            verdict=None,
            severity="high",
            confidence="certain",
            title=f"{name} · {words} in the address of requests",
            message=f"What was typed, {words}, stood in the address of {counted(len(requests), 'request')} to {name} ({keys}).{seen_note(requests)}",
            recommendation=(
                "Send what is typed in the body of a request, to the site’s own server. "
                "Take it out of addresses before tags for statistics or advertising read them."
            ),
            evidence=refer(requests),
            service=name,
        )
