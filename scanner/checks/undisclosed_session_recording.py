"""What it checks
--------------
A service that can record visits (mouse, clicks, pages as seen) while no document speaks of recording.

Why it matters
--------------
That a visit can be played back is not what visitors expect of "statistics".

Limits
------
That the script is loaded does not prove that it records: such services also run surveys, or record a sample. Possible
only, a question to the operator. A service that nothing mentions at all is undisclosed-service.

How to fix
----------
Either say that visits are recorded and how typed text is masked, or switch recording off.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding, refer
from scanner.checks.law import EPD, gdpr
from scanner.model.findings import Finding

CHECK = "undisclosed-session-recording"
META = CheckMeta(
    title="A service that can record visits, and nothing stated on recording",
    category="disclosure",
    needs=("requests", "documents"),
    law=(*gdpr("13(1)(c)", "13(1)(e)"), EPD),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such service."""
    material.need_whole_policy()
    if any(one.claim.practice == "tech.session_recording" for one in material.statements):
        return
    for flow in material.flows:
        known = material.service(flow.service)
        if not flow.observed or known is None or not known.recording:
            continue
        yield finding(
            META,
            CHECK,
            subject=flow.service,
            verdict="omitted",
            severity="medium",
            confidence="possible",
            title=f"{flow.name} · can record visits, no statement on recording found",
            message=f"{flow.name}, which its vendor offers for recording visits, was loaded; on recording: "
            f"{material.documents_read()}. Whether it records here, the operator can tell.",
            recommendation="Either say that visits are recorded and how typed text is masked, or switch recording off.",
            evidence=refer([one for one in material.requests if one.service == flow.service]),
            service=flow.name,
        )
