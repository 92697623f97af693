"""What it checks
--------------
A key for statistics or advertising kept in the browser's storage before any choice.

Why it matters
--------------
The rule on storing things on a device is not about cookies only: localStorage and databases are covered too.

Limits
------
The purpose is the one the catalogue documents. A key of unknown purpose is reported, as possible, only when it outlives
the browser session and looks like an identifier.

How to fix
----------
Write the key only after consent.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding, kept_seen, seen_once, stored_early
from scanner.checks.law import EPD, gdpr, guidelines_2_2023
from scanner.model.findings import Confidence, Finding, Severity
from scanner.model.result import AnnotatedStorageItem

CHECK = "storage-before-consent"
META = CheckMeta(
    title="A stored key that needs consent is written before any choice",
    category="consent",
    needs=("storage", "consent"),
    law=(EPD, *gdpr("6(1)(a)", "7"), guidelines_2_2023("35–39")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such key."""
    for item in material.storage:
        weight = _weight(item) if stored_early(item) else None
        if weight is None:
            continue
        severity, confidence = weight
        known = item.purpose != "unknown"
        purpose = f"catalogued as {item.purpose}" if known else "of unknown purpose, looks like an identifier"
        yield finding(
            META,
            CHECK,
            subject=item.key,
            verdict=None,
            severity=severity,
            confidence=confidence,
            purpose_confidence="certain" if known else "possible",
            title=f"{item.key} · kept in {item.kind} storage before any choice",
            message=f"The key {item.key} of {item.origin} ({purpose}) was written to the browser’s {item.kind} storage before "
            f"any choice was made{f', by {item.set_by.url}' if item.set_by.url else ''}.{seen_once(confidence)}",
            recommendation=(
                f"Either let the consent tool hold back what writes {item.key} until the visitor agrees. "
                "Or record for which service that the visitor asked for it is strictly necessary."
            ),
            evidence=[f"storage/{item.id}"],
            key=item.key,
        )


def _weight(item: AnnotatedStorageItem) -> tuple[Severity, Confidence] | None:
    if item.purpose in ("marketing", "statistics"):
        return "high", kept_seen(item)
    if item.purpose == "unknown" and item.identifier and item.kind in ("local", "indexeddb"):
        return "medium", "possible"
    return None
