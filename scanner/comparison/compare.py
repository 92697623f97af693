"""Two results side by side: what is new, gone, changed, and what only our own rules changed."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from scanner.comparison.basis import basis, facts_of, same_documents
from scanner.comparison.texts import sections
from scanner.model.claims import Claim, Document
from scanner.model.comparison import (
    Change,
    ClaimChange,
    Comparison,
    DocumentChange,
    FindingChange,
)
from scanner.model.consent import Consent
from scanner.model.findings import SEVERITIES, Finding
from scanner.model.result import AnnotatedCookie, Result


def compare(before: Result, after: Result) -> Comparison:
    """What changed from one result to another of the same site."""
    rules_differ = _judged_by(before) != _judged_by(after)
    return Comparison(
        before=before.started_at,
        after=after.started_at,
        site_before=before.target.url,
        site_after=after.target.url,
        rules_differ=rules_differ,
        notes=tuple(_notes(before, after)),
        findings=tuple(_findings(before, after, rules_differ=rules_differ)),
        services=tuple(_services(before, after, rules_differ=rules_differ)),
        cookies=tuple(_cookies(before, after)),
        documents=tuple(_documents(before, after, rules_differ=rules_differ)),
        consent=tuple(_consent(before, after)),
    )


def _judged_by(result: Result) -> tuple[object, ...]:
    tool = result.tool
    return tool.version, tool.catalogue, tool.rules, tool.lists


def _notes(before: Result, after: Result) -> Iterable[str]:
    asked: dict[str, Callable[[Result], str]] = {
        "states differ": lambda result: ", ".join(result.target.states),
        "pages differ": lambda result: str(result.summary.pages),
        "device differs": lambda result: result.target.device,
        "language differs": lambda result: result.target.locale,
        "profile of checks differs": lambda result: result.judging.profile,
        "browser differs": lambda result: result.tool.browser,
    }
    for name, tell in asked.items():
        if tell(before) != tell(after):
            yield f"The {name}: {tell(before)} before, {tell(after)} after."
    for name, result in (("earlier", before), ("later", after)):
        if result.reason:
            yield f"In the {name} scan the site could not be scanned: {result.reason}"
        elif not result.complete:
            yield f"The {name} scan is incomplete."


def _findings(before: Result, after: Result, *, rules_differ: bool) -> Iterable[FindingChange]:
    old = {(one.check, one.subject): one for one in before.findings}
    new = {(one.check, one.subject): one for one in after.findings}
    then, now = facts_of(before), facts_of(after)
    then["documents"], now["documents"] = True, same_documents(before, after)
    changes = []
    for key in dict.fromkeys((*new, *old)):
        was, is_ = old.get(key), new.get(key)
        rests = (basis(was, before) if was else frozenset()) | (basis(is_, after) if is_ else frozenset())
        same_facts = all(then.get(name) == now.get(name) for name in rests)
        changes.append(_fate(was, is_, before, after, ours=rules_differ and same_facts))
    order = ("new", "gone", "changed", "not-assessed", "unchanged")
    return sorted(changes, key=lambda one: (order.index(one.fate), _weight(one), one.check, one.subject or ""))


def _weight(one: FindingChange) -> int:
    severity = one.severity_after or one.severity_before
    return SEVERITIES.index(severity) if severity else len(SEVERITIES)


def _fate(was: Finding | None, is_: Finding | None, before: Result, after: Result, *, ours: bool) -> FindingChange:
    one = is_ or was
    if one is None:
        raise ValueError("a finding of neither scan")
    change = FindingChange(
        check=one.check,
        subject=one.subject,
        fate="unchanged",
        title=one.title,
        severity_before=was.severity if was else None,
        severity_after=is_.severity if is_ else None,
        confidence_before=was.confidence if was else None,
        confidence_after=is_.confidence if is_ else None,
        accepted=one.accepted is not None,
    )
    if was is None:
        why = _not_looked(before, one.check)
        return replace(change, fate="new", rule_changed=ours and why is None, why=f"before: {why}" if why else None)
    if is_ is None:
        why = _not_looked(after, one.check)
        if why:
            return replace(change, fate="not-assessed", why=why)
        return replace(change, fate="gone", rule_changed=ours)
    if (was.severity, was.confidence) != (is_.severity, is_.confidence):
        return replace(change, fate="changed", rule_changed=ours)
    return change


def _not_looked(result: Result, check: str) -> str | None:
    """Why a check came to no result in a scan; None where it did."""
    if check in result.judging.left_out:
        return "the check was left out"
    outcome = next((one for one in result.checks if one.id == check), None)
    if outcome is None:
        return None
    return outcome.why or outcome.outcome if outcome.outcome in ("not-assessed", "error") else None


def _services(before: Result, after: Result, *, rules_differ: bool) -> Iterable[Change]:
    old = {flow.service: flow for flow in before.flows}
    new = {flow.service: flow for flow in after.flows}
    same_texts = same_documents(before, after)
    hosts = {request.host for request in before.requests}, {request.host for request in after.requests}
    for service in sorted(old.keys() | new.keys()):
        was, is_ = old.get(service), new.get(service)
        told = (was.disclosure if was else None, is_.disclosure if is_ else None)
        if told[0] == told[1]:
            continue
        of = {request.host for result in (before, after) for request in result.requests if request.service == service}
        seen_alike = all((host in hosts[0]) == (host in hosts[1]) for host in of)
        yield Change(
            name=service, before=told[0], after=told[1], rule_changed=rules_differ and same_texts and seen_alike
        )


def _cookies(before: Result, after: Result) -> Iterable[Change]:
    old, new = _told_cookies(before.cookies), _told_cookies(after.cookies)
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield Change(name=name, before=old.get(name), after=new.get(name))


def _told_cookies(cookies: tuple[AnnotatedCookie, ...]) -> dict[str, str]:
    """Cookies by name and domain, with when they were seen and for how long they are set, in words."""
    told = {}
    for cookie in cookies:
        if cookie.blocked:
            continue
        lasts = "session" if cookie.session else f"{round(cookie.lifetime_days or 0)} days"
        told[f"{cookie.name} ({cookie.domain.lstrip('.')})"] = f"{', '.join(cookie.states)}; {lasts}"
    return told


def _documents(before: Result, after: Result, *, rules_differ: bool) -> Iterable[DocumentChange]:
    old = {document.url: document for document in before.documents}
    new = {document.url: document for document in after.documents}
    for url in dict.fromkeys((*new, *old)):
        was, is_ = old.get(url), new.get(url)
        if was is None or is_ is None:
            one = was or is_
            if one and not one.is_policy:  # whether a dialog's settings could be opened is not the site's doing
                continue
            yield DocumentChange(url=url, fate="gone" if is_ is None else "new", title=one.title if one else None)
            continue
        published = was.sha256 != is_.sha256 and was.text != is_.text
        claims = tuple(_claims(was, is_, rules_differ=rules_differ))
        if published:
            found = sections(was.text, is_.text)
            yield DocumentChange(url=url, fate="changed", title=is_.title, sections=found, claims=claims)
        elif claims or was.text != is_.text:
            yield DocumentChange(url=url, fate="read-differently", title=is_.title, claims=claims)


def _claims(was: Document, is_: Document, *, rules_differ: bool) -> Iterable[ClaimChange]:
    old, new = _by_kind(was), _by_kind(is_)
    for key in sorted(new.keys() - old.keys()):
        yield _claim("new", new[key], ours=rules_differ and new[key].quote in was.text)
    for key in sorted(old.keys() - new.keys()):
        yield _claim("gone", old[key], ours=rules_differ and old[key].quote in is_.text)


def _by_kind(document: Document) -> dict[tuple[str, str], Claim]:
    return {(claim.practice, claim.polarity): claim for claim in document.claims}


def _claim(fate: str, claim: Claim, *, ours: bool) -> ClaimChange:
    return ClaimChange(
        fate="new" if fate == "new" else "gone",
        practice=claim.practice,
        polarity=claim.polarity,
        quote=claim.quote,
        rule_changed=ours,
    )


def _consent(before: Result, after: Result) -> Iterable[Change]:
    asked: dict[str, Callable[[Consent], str | None]] = {
        "dialog": lambda consent: "shown" if consent.banner else "none",
        "consent tool": lambda consent: consent.cmp,
        "refusal on the first layer": lambda consent: _yes(consent.first_layer.reject),
        "settings on the first layer": lambda consent: _yes(consent.first_layer.settings),
        "ticked beforehand": lambda consent: ", ".join(consent.prechecked) or "nothing",
        "refusal": lambda consent: "verified" if consent.reject.verified else "not verified",
        "way to change the choice": lambda consent: _yes(consent.withdrawal_control),
    }
    for name, tell in asked.items():
        was, is_ = tell(before.consent), tell(after.consent)
        if was != is_:
            yield Change(name=name, before=was, after=is_)


def _yes(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"
