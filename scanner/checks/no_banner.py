"""What it checks
--------------
Cookies or services that need consent, on a site that asks nobody.

Why it matters
--------------
Where consent is needed somebody has to be asked.

Limits
------
No rule asks for a banner as such: the finding stands only beside what needs consent. The first page is looked at again
with the other kind of device: where a dialog is shown there, nothing is held against the site; where that look was not
made, the finding is likely only. A dialog that is hidden from both, by country or for robots, cannot be told from none.

How to fix
----------
Either ask before loading what needs consent, or do without it.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, counted, finding, refer
from scanner.checks.law import EPD, gdpr
from scanner.facts.consent_need import tracks
from scanner.model.findings import Finding

CHECK = "no-banner"
META = CheckMeta(
    title="Nobody is asked before cookies that need consent",
    category="consent",
    needs=(
        "requests",
        "cookies",
        "consent",
    ),
    law=(EPD, *gdpr("7(1)")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    if material.consent.banner:
        return
    cookies = [cookie for cookie in material.cookies if cookie.documented in ("marketing", "statistics")]
    services = [
        flow
        for flow in material.flows
        if (known := material.service(flow.service)) and known.consent == "required" and tracks(known) and flow.observed
    ]
    if not cookies and not any(flow.identifiers for flow in services):
        raise NotApplicableError("nothing that needs consent was observed")
    other = material.consent.other_device
    if other is not None and other.banner:
        raise NotAssessedError(
            "a dialog was shown with another kind of device only, so it may have been hidden from this one"
        )
    requests = [
        next(one for one in material.requests if one.service == flow.service) for flow in services if flow.requests
    ]
    names = ", ".join(dict.fromkeys([*(flow.name for flow in services), *(cookie.name for cookie in cookies)]))
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="high",
        confidence="certain" if other else "likely",
        title=f"No consent dialog · {counted(len(services), 'service')} and {counted(len(cookies), 'cookie')} that need one",
        message=f"No consent dialog was shown on the pages visited; observed: {names}.",
        recommendation=(
            f"Either set up a consent tool that holds back {names} until the visitor agrees. "
            "Or do without them; then nobody has to be asked."
        ),
        evidence=[*refer(requests), *(f"cookies/{cookie.id}" for cookie in cookies[:5])],
    )
