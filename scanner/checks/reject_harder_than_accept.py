"""What it checks
--------------
Whether refusing in the consent dialog took more clicks than accepting, or stands on a much smaller or hardly readable
button.

Why it matters
--------------
Refusing must be as easy as accepting.

Limits
------
Counted are the clicks that the scan needed, both choices verified. Looks are measured, not judged: there is no rule for
colours, so a button with less than half the area of the other, or text of a contrast under 2, is low and possible.

How to fix
----------
Let one click refuse where one click accepts.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, counted, finding
from scanner.checks.law import gdpr, taskforce
from scanner.model.consent import BannerButton, Consent
from scanner.model.findings import Finding

CHECK = "reject-harder-than-accept"
META = CheckMeta(
    title="Refusing takes more clicks than accepting",
    category="consent",
    needs=("consent",),
    law=(taskforce("14, 17–18"), *gdpr("4(11)")),
)

_SMALLER = 0.5
_UNREADABLE = 2.0


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    accept, reject = material.consent.accept, material.consent.reject
    if not material.consent.banner:
        raise NotApplicableError("no consent dialog was shown")
    looks = _looks(material.consent)
    if looks:
        yield finding(
            META,
            CHECK,
            subject="looks",
            verdict=None,
            severity="low",
            confidence="possible",
            title="Consent dialog · the button to refuse is much less visible",
            message=looks,
            recommendation=(
                "Give both buttons the same size and a readable contrast. "
                "Look at the template of the consent tool and at the site’s own styles."
            ),
            evidence=["consent"],
        )
    if looks and not (accept.clicks and reject.clicks):
        return
    first = material.consent.first_layer
    if first.accept and first.reject and not (accept.clicks and reject.clicks):
        return  # a consent tool's own rule used it; the first layer offers both with one click
    if not (accept.verified and reject.verified and accept.clicks and reject.clicks):
        raise NotAssessedError(reject.why or accept.why or "the clicks of both choices were not counted")
    if len(reject.clicks) <= len(accept.clicks):
        return
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="medium",
        confidence="certain",
        title=f"Consent dialog · {counted(len(reject.clicks), 'click')} to refuse, {len(accept.clicks)} to accept",
        message=f"Accepting took: {' → '.join(accept.clicks)}. Refusing took: {' → '.join(reject.clicks)}.",
        recommendation=(
            "Let one click refuse where one click accepts: put the refusal on the first layer. "
            "Keep the settings for those who want to choose."
        ),
        evidence=["consent"],
    )


def _looks(consent: Consent) -> str | None:
    """What is measured of the two buttons where they differ much; None where they do not or one is not there."""
    accept = next((button for button in consent.buttons if button.kind == "accept"), None)
    reject = next((button for button in consent.buttons if button.kind in ("reject", "necessary_only")), None)
    if accept is None or reject is None:
        return None
    smaller = _area(reject) < _area(accept) * _SMALLER
    if not smaller and not reject.contrast < _UNREADABLE <= accept.contrast:
        return None
    return (
        f"“{accept.text}”: {accept.width} × {accept.height} pixels, contrast {accept.contrast:.1f}; "
        f"“{reject.text}”: {reject.width} × {reject.height} pixels, contrast {reject.contrast:.1f}."
    )


def _area(button: BannerButton) -> int:
    return button.width * button.height
