"""What a finding rests on, in a form that two scans can be held against each other by.

Ids, hashes and times differ with every scan; what is compared is who was contacted when, which cookies and keys were
there in which states, what the documents and forms were.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from scanner.model.findings import Finding
from scanner.model.result import Result

Facts = dict[str, object]
"""Observations by name ("service hotjar"), each with all that matters of it."""
_ON_DOCUMENTS = frozenset({"omitted", "vague", "ambiguous", "incorrect", "missing", "stale"})


def facts_of(result: Result) -> Facts:
    """All that a result records, by name."""
    facts: Facts = {}
    for flow in result.flows:
        if flow.observed:
            facts[f"service {flow.service}"] = (flow.states, flow.before_choice, frozenset(flow.cookies))
    for cookie in result.cookies:
        facts[f"cookie {cookie.name}"] = (
            frozenset(cookie.states),
            round(cookie.lifetime_days or 0),
            cookie.secure,
            cookie.http_only,
            bool(cookie.blocked),
        )
    for item in result.storage:
        facts[f"key {item.key}"] = (item.kind, frozenset(item.states))
    for form in result.forms:
        names = tuple((field.type, field.name) for field in form.fields)
        facts[f"form {urlsplit(form.page).path}"] = (form.action, names, form.boxes)
    facts["pages"] = frozenset((visit.final_url, visit.status) for visit in result.visits)
    consent = result.consent
    facts["consent"] = (consent.banner, consent.cmp, consent.first_layer, consent.prechecked, consent.reject.verified)
    return facts


def same_documents(before: Result, after: Result) -> bool:
    """Whether both scans found the same documents: each the same as published, or (a page may carry a new token) as read."""
    old = {document.url: document for document in before.documents}
    new = {document.url: document for document in after.documents}
    return old.keys() == new.keys() and all(
        one.sha256 == new[url].sha256 or one.text == new[url].text for url, one in old.items()
    )


def basis(one: Finding, result: Result) -> frozenset[str]:
    """The names of the facts that a finding rests on."""
    names = set(_referred(one.evidence, result))
    services = {flow.service for flow in result.flows if flow.observed}
    if one.subject in services:
        names.add(f"service {one.subject}")
    if one.quotes or one.verdict in _ON_DOCUMENTS:
        names.add("documents")
    if "consent" in one.check or "reject" in one.check or "banner" in one.check:
        names.add("consent")
    return frozenset(names or {"documents", "pages", "consent"})


def _referred(references: Iterable[str], result: Result) -> Iterable[str]:
    for reference in references:
        kind, _, place = reference.partition("/")
        rows: tuple[object, ...] = {
            "requests": result.requests,
            "cookies": result.cookies,
            "storage": result.storage,
            "forms": result.forms,
            "visits": result.visits,
        }.get(kind, ())
        if not place.isdigit() or int(place) >= len(rows):
            continue
        at = int(place)
        if kind == "requests":
            service = result.requests[at].service
            yield f"service {service}" if service else "pages"
        elif kind == "cookies":
            yield f"cookie {result.cookies[at].name}"
        elif kind == "storage":
            yield f"key {result.storage[at].key}"
        elif kind == "forms":
            yield f"form {urlsplit(result.forms[at].page).path}"
        else:
            yield "pages"
