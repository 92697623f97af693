"""What it checks
--------------
A service that can record visits (mouse, clicks, pages as seen) while no document speaks of recording.

Why it matters
--------------
That a visit can be played back is not what visitors expect of "statistics".

Limits
------
That the script is loaded does not prove that it records: such services also run surveys, or record a sample. Then possible
only, a question to the operator; certain where what was sent held the page or what was typed (see session-recording). A
service that nothing mentions at all is undisclosed-service.

How to fix
----------
Either say that visits are recorded and how typed text is masked, or switch recording off.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, counted, finding, refer, seen
from scanner.checks.law import EPD, gdpr
from scanner.facts.recording import payload
from scanner.model.findings import Finding

CHECK = "undisclosed-session-recording"
META = CheckMeta(
    title="A service that can record visits, and nothing stated on recording",
    category="disclosure",
    needs=("requests", "documents"),
    law=(*gdpr("13(1)(c)", "13(1)(e)"), EPD),
)

_OWN_BUSINESS = ("captcha", "chat", "forms", "maps", "payment", "search", "translation")


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such service."""
    material.need_whole_policy()
    if any(one.claim.practice == "tech.session_recording" for one in material.statements):
        return
    for flow in material.flows:
        known = material.service(flow.service)
        requests = [one for one in material.requests if one.service == flow.service]
        sent = payload(requests, recorder=known is not None and known.recording)
        if (
            not flow.observed
            or not (sent or (known and known.recording))
            or (known and known.category in _OWN_BUSINESS)
        ):
            continue
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict="omitted",
            severity="high" if sent else "medium",
            confidence=seen(sent) if sent else "possible",
            title=f"{flow.name} · {'was sent the page as seen' if sent else 'can record visits'}, no statement on recording found",
            message=_told(flow.name, len(sent), material.documents_read()),
            recommendation=(
                f"Either add to the policy: “Visits are recorded with {flow.name}: movements, clicks and the pages as seen.”, and mask what is typed. "
                "Or switch recording off."
            ),
            evidence=refer(sent or requests),
            service=flow.name,
        )


def _told(name: str, sent: int, read: str) -> str:
    if sent:
        return f"{counted(sent, 'request')} to {name} held text of the page or of its fields; on recording: {read}."
    return (
        f"{name}, which its vendor offers for recording visits, was loaded; on recording: {read}. "
        "Whether it records here, the operator can tell."
    )
