"""What it checks
--------------
Text typed into a field that a script sent to another party before anything was submitted.

Why it matters
--------------
Who types and thinks better of it has sent nothing, as far as they can tell.

Limits
------
The text was typed by the program, letter by letter, and meant nothing. Search fields are passed over, and recipients
whose business is the field itself: captcha, chat, maps (completing an address) and payment. Text in codings other than
plain, Base64 and the usual hashes is not recognised.

How to fix
----------
Exclude the field from what the tool records, or load the tool only where nothing is typed.
"""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding, refer, seen_note
from scanner.checks.law import gdpr
from scanner.facts.form_fields import kind_of_secret
from scanner.model.evidence import TypedText
from scanner.model.findings import Finding
from scanner.model.result import AnnotatedRequest

CHECK = "input-leak"
META = CheckMeta(
    title="What is typed reaches another party before it is submitted",
    category="security",
    needs=("typed", "requests", "visits"),
    law=gdpr("5(1)(f)", "25", "32(1)"),
)
_OWN_BUSINESS = ("captcha", "chat", "maps", "payment")


def check(material: Material) -> Iterator[Finding]:
    """One finding for every recipient; its subject is the service or host."""
    if not material.typed:
        raise NotApplicableError("no field was typed into")
    requests = {request.id: request for request in material.requests}
    received: dict[str, list[tuple[TypedText, AnnotatedRequest]]] = defaultdict(list)
    for typed in material.typed:
        for request in (requests[place] for place in typed.requests):
            if request.party == "third" and typed.type != "search" and not _own_business(material, request):
                received[request.service or request.host].append((typed, request))
    pages = {visit.id: urlsplit(visit.final_url).path or "/" for visit in material.visits}
    for subject, carried in received.items():
        known = material.service(subject)
        name = known.name if known else subject
        fields = list(dict.fromkeys(typed.name or typed.type for typed, _ in carried))
        secret = next((kind for typed, _ in carried if (kind := kind_of_secret(typed.type, typed.name))), None)
        coding = carried[0][0].coding
        form = "in writing" if coding in ("plain", "url") else f"as {coding}"
        where = ", ".join(dict.fromkeys(pages.get(typed.visit, "/") for typed, _ in carried))
        yield finding(
            META,
            CHECK,
            subject=subject,
            verdict=None,
            severity="critical" if secret else "high",
            confidence="certain",
            title=f"{name} · received what was typed, before anything was submitted",
            message=f"Test text typed into {_fields(fields)} on {where} was sent to {name} {form}; no form was submitted."
            f"{seen_note([request for _, request in carried])}",
            recommendation=(
                f"Exclude these fields in the settings of {name}, or mark them in the page as it documents. "
                "Where that is not possible, do not load it on pages with fields."
            ),
            evidence=refer(list(dict.fromkeys(request for _, request in carried))),
            service=name,
        )


def _own_business(material: Material, request: AnnotatedRequest) -> bool:
    known = material.service(request.service) if request.service else None
    return known is not None and known.category in _OWN_BUSINESS


def _fields(names: list[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:5])
    return f"the field {shown}" if len(names) == 1 else f"the fields {shown}"
