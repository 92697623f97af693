"""What it checks
--------------
The visitor's place is asked for (by the browser's own question, or from a service that tells it by address), and no
document mentions location.

Why it matters
--------------
Visitors are to be told which data about them are used.

Limits
------
A call to the browser's location interface is certain; a service that can tell the place by address may be asked for the
address only, and is likely. A document that speaks of location in any words covers it. Only languages whose words are
known.

How to fix
----------
Either say that the place is used, and what for, or stop asking for it.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, finding, refer
from scanner.checks.law import EPD, gdpr
from scanner.facts.mentions import known_language, mentions
from scanner.model.findings import Confidence, Finding

CHECK = "undisclosed-location"
META = CheckMeta(
    title="The visitor’s place is asked for, and nothing stated on location",
    category="disclosure",
    needs=("requests", "api_calls", "documents"),
    law=(*gdpr("13(1)(c)"), EPD),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    calls = [call for call in material.api_calls if call.api == "geolocation"]
    services = [flow for flow in material.flows if flow.observed and flow.category == "ip-lookup"]
    if not calls and not services:
        raise NotApplicableError("nothing asked for the visitor’s place")
    material.need_whole_policy()
    if material.stated("data.location"):
        return
    if not all(known_language(document) for document in material.documents):
        raise NotAssessedError("what is missing cannot be told yet in the language of a document")
    if any(mentions(document, "location") for document in material.documents):
        return
    by = [f"the script {call.script}" for call in calls if call.script] or ["a script of the page"] * bool(calls)
    names = ", ".join(dict.fromkeys([*by, *(flow.name for flow in services)]))
    confidence: Confidence = "certain" if calls else "likely"
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="omitted",
        severity="medium",
        confidence=confidence,
        title="Location · asked for, no statement found",
        message=f"The visitor’s place was asked for by {names}; on location: {material.documents_read()}.",
        recommendation="Either say in the policy that the visitor’s place is used, what for and for how long. "
        "Or stop asking for it.",
        evidence=[
            reference
            for flow in services
            for reference in refer([one for one in material.requests if one.service == flow.service], 3)
        ],
    )
