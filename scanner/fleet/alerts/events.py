"""What is worth telling about a scan: the events that one result shows beside the one before it. Pure."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from scanner.comparison import compare
from scanner.model.findings import SEVERITIES, Finding, Severity
from scanner.model.result import Flow, Result

EventKind = Literal["finding", "service", "policy", "unreachable", "failed", "test"]
KINDS: tuple[EventKind, ...] = ("finding", "service", "policy", "unreachable", "failed")
"""The kinds that a recipient may choose from; a test goes to whoever is tested."""
SeenLately = Callable[[str, str | None], bool]
"""Whether an earlier scan, not long ago, saw the finding (check, subject): one that comes and goes is told once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing to tell. `key` is the same for the same change of one site, however often it is worked out.

    `fate` is "new", "gone" or "changed" ("new" for a site that is out of reach, "gone" when it is back).
    """

    kind: EventKind
    fate: Literal["new", "gone", "changed"]
    key: str
    title: str
    severity: Severity | None = None
    details: dict[str, str] = field(default_factory=dict)


def of_results(
    before: Result, after: Result, *, scan: int, seen_lately: SeenLately = lambda *_: False
) -> tuple[Event, ...]:
    """The events of a scan beside the last one of the site that could be assessed.

    What is merely possible, accepted, or comes of our own rules and not of the site's doing is no event; neither is
    what is missing from a scan that is not complete.
    """
    changes = compare(before, after)
    findings = {(one.check, one.subject): one for one in after.findings}
    fresh = {f"{one.check} · {one.subject}" for one in changes.findings if one.fate == "new"}  # as `Finding.cause` says it
    events: list[Event] = []
    for change in changes.findings:
        one = findings.get((change.check, change.subject))
        if one is None or not one.counts or change.rule_changed or not _heavier(change.severity_before, one.severity):
            continue
        if change.fate == "new" and (seen_lately(one.check, one.subject) or one.cause in fresh):
            continue
        if change.fate in ("new", "changed"):
            events.append(_of_finding(one, change.fate, scan))
    ours = {change.name for change in changes.services if change.rule_changed}
    events += [event for event in _services(before, after, scan) if event.details["service"] not in ours]
    for document in changes.documents:
        if document.fate == "read-differently" or (document.fate == "gone" and not after.complete):
            continue
        title = {"new": "A new document", "gone": "A document is gone", "changed": "The text of a document changed"}
        events.append(
            Event(
                kind="policy",
                fate=document.fate,
                key=_key("policy", document.fate, document.url, str(scan)),
                title=f"{title[document.fate]}: {document.title or document.url}",
                details={"url": document.url, "claims": str(len(document.claims))},
            )
        )
    return tuple(events)


def unreachable(reason: str, *, scan: int) -> Event:
    """A site that could not be scanned; `scan` is the first of the row of scans that could not."""
    return Event(
        kind="unreachable",
        fate="new",
        key=_key("unreachable", str(scan)),
        title=f"The site could not be scanned: {reason}",
        details={"reason": reason},
    )


def reachable_again(*, scan: int) -> Event:
    """A site that can be scanned again."""
    return Event(kind="unreachable", fate="gone", key=_key("reachable", str(scan)), title="The site can be scanned again")


def failed(times: int, reason: str, *, scan: int) -> Event:
    """The scan of a site failed, for the `times`th time in a row."""
    return Event(
        kind="failed",
        fate="new",
        key=_key("failed", str(scan)),
        title=f"The scan failed {times} times in a row: {reason}" if times > 1 else f"The scan failed: {reason}",
        details={"times": str(times), "reason": reason},
    )


def _services(before: Result, after: Result, scan: int) -> Iterable[Event]:
    was, is_ = _observed(before), _observed(after)
    for service in sorted(is_.keys() - was.keys()):
        yield _of_service(is_[service], "new", scan)
    if after.complete:
        for service in sorted(was.keys() - is_.keys()):
            yield _of_service(was[service], "gone", scan)


def _observed(result: Result) -> dict[str, Flow]:
    return {flow.service: flow for flow in result.flows if flow.observed}


def _of_service(flow: Flow, fate: Literal["new", "gone"], scan: int) -> Event:
    words = "A new third-party service" if fate == "new" else "A third-party service is gone"
    return Event(
        kind="service",
        fate=fate,
        key=_key("service", fate, flow.service, str(scan)),
        title=f"{words}: {flow.name or flow.service}",
        details={
            "service": flow.service,
            "name": flow.name or flow.service,
            "purpose": flow.purpose,
            "country": flow.country or "",
            "disclosure": flow.disclosure,
        },
    )


def _of_finding(one: Finding, fate: Literal["new", "changed"], scan: int) -> Event:
    return Event(
        kind="finding",
        fate=fate,
        key=_key("finding", fate, one.check, one.subject or "", str(scan)),
        title=one.title,
        severity=one.severity,
        details={"check": one.check, "subject": one.subject or "", "message": one.message, "todo": one.recommendation},
    )


def _heavier(before: Severity | None, after: Severity) -> bool:
    return before is None or SEVERITIES.index(after) < SEVERITIES.index(before)


def _key(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()[:40]
