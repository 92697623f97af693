"""What it checks
--------------
A third party that is sent the page as the visitor sees it, or what is typed into it, as recordings of visits are.

Why it matters
--------------
A recording holds whatever was on the screen, names and messages of a visitor who is signed in included.

Limits
------
Told by the payload: several lines of the page's own text, or our test text, in what is posted. A tool that was loaded and
sent nothing of the kind is no finding here: such tools record a sample, or run surveys. Payloads in an unusual or
encrypted coding are not recognised. Form and chat services that are sent a field as their own business are passed over.

How to fix
----------
Either start recording only after consent and mask what is typed, or remove the tool.
"""

from collections import defaultdict
from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, counted, finding, refer, seen, seen_note
from scanner.checks.law import EPD, gdpr
from scanner.facts.recording import payload
from scanner.model.findings import Finding
from scanner.model.result import AnnotatedRequest

CHECK = "session-recording"
META = CheckMeta(
    title="A third party is sent the page as seen",
    category="security",
    needs=("requests",),
    law=(EPD, *gdpr("5(1)(c)", "25")),
)
_OWN_BUSINESS = ("captcha", "chat", "forms", "maps", "payment", "search", "translation")


def check(material: Material) -> Iterator[Finding]:
    """One finding for every recipient; its subject is the service or domain."""
    sent: dict[str, list[AnnotatedRequest]] = defaultdict(list)
    for one in material.requests:
        if one.party == "third" and one.service:
            sent[one.service].append(one)
    for service, every in sent.items():
        known = material.service(service)
        requests = payload(every, recorder=known is not None and known.recording)
        if not requests or (known and known.category in _OWN_BUSINESS):
            continue
        early = any(not one.after_choice for one in requests)
        name = known.name if known else service
        yield finding(
            META,
            CHECK,
            subject=service,
            verdict=None,
            severity="high" if early else "medium",
            confidence=seen(requests),
            title=f"{name} · was sent the page as seen{', before any choice' if early else ''}",
            message=f"{counted(len(requests), 'request')} to {name} held text of the page or of its fields, as recordings "
            f"of visits do.{seen_note(requests)}",
            recommendation=(
                f"Either start recording with {name} only after consent, and mask what is typed and what is personal on the page. "
                "Or remove the tool."
            ),
            evidence=refer(requests),
            service=name,
        )
