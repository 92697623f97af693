"""What it checks
--------------
Requests to Google that say, by consent mode, that storage was granted: after a verified refusal, or before any choice.

Why it matters
--------------
What Google does with the data follows from that word.

Limits
------
Read from the parameter `gcs`. That nothing was granted after accepting is not looked at: it harms nobody but the site's
own figures.

How to fix
----------
Set consent mode to “denied” by default, and let the consent tool update it from the visitor's choice.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, counted, finding, refer, seen, seen_note
from scanner.checks.law import gdpr
from scanner.facts.consent_mode import granted
from scanner.model.findings import Finding
from scanner.model.result import AnnotatedRequest

CHECK = "consent-mode-mismatch"
META = CheckMeta(
    title="Consent mode says granted where nothing was",
    category="consent",
    needs=("requests", "consent"),
    law=gdpr("5(1)(a)", "7"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for what is said after a refusal, else one for what is said before a choice."""
    if not material.consent.banner:
        raise NotApplicableError("no consent dialog was shown")
    saying = [one for one in material.requests if granted(one.url)]
    refused = [one for one in saying if one.state == "reject" and one.after_choice]
    early = [one for one in saying if not one.after_choice]
    if refused and material.consent.reject.verified:
        yield _told(refused, "high", "after refusal")
    elif early:
        yield _told(early, "low", "before any choice")


def _told(requests: list[AnnotatedRequest], severity: str, when: str) -> Finding:
    kinds = ", ".join(dict.fromkeys(kind for one in requests for kind in granted(one.url)))
    return finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="high" if severity == "high" else "low",
        confidence=seen(requests),
        title=f"Consent mode · says granted {when}",
        message=f"{counted(len(requests), 'request')} {when} said by consent mode that {kinds} was granted.{seen_note(requests)}",
        recommendation=(
            "Set consent mode to “denied” by default, before any tag of Google loads. "
            "Let the consent tool update it from the visitor’s choice."
        ),
        evidence=refer(requests),
        when=when,
    )
