"""What it checks
--------------
A key for statistics or advertising kept in the browser's storage before any choice, and entity tags in its cache that
tell visitors apart.

Why it matters
--------------
The rule on storing things on a device is not about cookies only: localStorage, databases and the cache are covered too.

Limits
------
The purpose is the one the catalogue documents. A key of unknown purpose is reported, as possible, only when it outlives
the browser session and looks like an identifier. An entity tag counts when every visitor got another one, kept it and sent
it back; servers behind one address may each have tags of their own, so with two visitors it is possible only.

How to fix
----------
Write the key only after consent. Send files with tags that depend on their content.
"""

from collections import defaultdict
from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, counted, finding, kept_seen, refer, seen_once, stored_early
from scanner.checks.law import EPD, gdpr, guidelines_2_2023
from scanner.model.findings import Confidence, Finding, Severity
from scanner.model.result import AnnotatedStorageItem
from scanner.model.traces import CacheIdentifier

_TOLD_APART = 3
"""Visitors that a tag has to tell apart before it is likely meant for that."""
CHECK = "storage-before-consent"
META = CheckMeta(
    title="A stored key that needs consent is written before any choice",
    category="consent",
    needs=("storage", "consent", "requests", "cache_identifiers"),
    law=(EPD, *gdpr("6(1)(a)", "7"), guidelines_2_2023("35–39")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such key, and for every host with such tags."""
    yield from _tags(material)
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


def _tags(material: Material) -> Iterator[Finding]:
    tags: dict[str, list[CacheIdentifier]] = defaultdict(list)
    for one in material.cache_identifiers:
        tags[one.host].append(one)
    for host, ones in tags.items():
        urls = {one.url for one in ones}
        states = {state for one in ones for state in one.states}
        yield finding(
            META,
            CHECK,
            subject=f"ETag {host}",
            verdict=None,
            severity="medium",
            confidence="likely" if len(states) >= _TOLD_APART else "possible",
            purpose_confidence="possible",
            title=f"{host} · entity tags in the browser’s cache tell visitors apart",
            message=f"{host} gave each of {len(states)} visitors another entity tag for {counted(len(urls), 'file')}, the "
            "same on every visit, and the browser sent it back: kept in the cache, it serves as an identifier does.",
            recommendation=(
                f"Either let {host} make its entity tags from the content of the files, or leave them out. "
                "Or load these files only after the visitor has agreed."
            ),
            evidence=refer([request for request in material.requests if request.url in urls]),
        )


def _weight(item: AnnotatedStorageItem) -> tuple[Severity, Confidence] | None:
    if item.purpose in ("marketing", "statistics"):
        return "high", kept_seen(item)
    if item.purpose == "unknown" and item.identifier and item.kind in ("local", "indexeddb"):
        return "medium", "possible"
    return None
