"""What changed since an earlier scan of the site: causes new, gone and changed; what only our rules changed stands apart."""

from dataclasses import dataclass

from reports.frame import shortened
from reports.language import Language, mark
from reports.page.findings import anchor
from reports.page.inert import inert
from reports.page.words import DISCLOSURE, SEVERITY
from reports.wording import PHRASES
from scanner.comparison import compare
from scanner.model.comparison import Change, Comparison, DocumentChange, FindingChange
from scanner.model.findings import Finding, Severity
from scanner.model.result import Result

_NAMES = 40
_FATES = {
    "new": mark("new"),
    "gone": mark("gone"),
    "changed": mark("changed"),
    "read-differently": mark("the same text, read differently"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One cause that changed: `level` is its severity, both where it changed; `anchor` leads to its card, "" where it is gone."""

    title: str
    severity: Severity
    level: str
    anchor: str
    why: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed since the day `since`. `ours` are causes that only catalogue, rules or reader changed."""

    since: str
    new: tuple[Line, ...]
    gone: tuple[Line, ...]
    changed: tuple[Line, ...]
    unseen: tuple[Line, ...]
    ours: tuple[Line, ...]
    others: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]


def changes(earlier: Result | None, result: Result, language: Language) -> Changes | None:
    """What changed from an earlier result to this one; None without one. What does not count changes nothing."""
    if earlier is None:
        return None
    earlier = inert(earlier)
    found = compare(earlier, result)
    was = {(one.check, one.subject): one for one in earlier.findings}
    is_ = {(one.check, one.subject): one for one in result.findings}
    lines: dict[str, list[Line]] = {fate: [] for fate in ("new", "gone", "changed", "not-assessed", "ours")}
    for one in found.findings:
        key = (one.check, one.subject)
        if one.fate == "unchanged" or not _weighs(was.get(key), is_.get(key)):
            continue
        lines["ours" if one.rule_changed else one.fate].append(_line(one, is_.get(key), language))
    return Changes(
        since=language.day(earlier.started_at, result.target.timezone),
        new=tuple(lines["new"]),
        gone=tuple(lines["gone"]),
        changed=tuple(lines["changed"]),
        unseen=tuple(lines["not-assessed"]),
        ours=tuple(lines["ours"]),
        others=tuple(_others(found, earlier, result, language)),
        notes=tuple(language.wording.render(note, PHRASES) for note in found.notes),
    )


def _weighs(was: Finding | None, is_: Finding | None) -> bool:
    """Whether a finding is a cause that counts, before or now."""
    return any(one is not None and one.counts and one.cause is None for one in (was, is_))


def _line(one: FindingChange, now: Finding | None, language: Language) -> Line:
    render = language.wording.render
    levels = dict.fromkeys(level for level in (one.severity_before, one.severity_after) if level)
    return Line(
        title=shortened(render(one.title, one.check), 200),
        severity=one.severity_after or one.severity_before or "info",
        level=" → ".join(language.say(SEVERITY[level]) for level in levels),
        anchor=anchor(now) if now else "",
        why=shortened(render(one.why or "", one.check), 300),
    )


def _others(
    found: Comparison, earlier: Result, result: Result, language: Language
) -> list[tuple[str, tuple[str, ...]]]:
    """Headings with what changed beside findings; those without a line are left out."""
    names = {flow.service: flow.name or flow.service for flow in (*earlier.flows, *result.flows)}
    services = tuple(_service(one, names, language) for one in found.services)
    documents = tuple(_document(one, language) for one in found.documents)
    consent = tuple(_told(one, language) for one in found.consent)
    headed = (
        (language.say("Services and what the policy says of them"), services),
        (language.say("Cookies"), tuple(_cookies(found.cookies, language))),
        (language.say("Documents"), documents),
        (language.say("Consent dialog"), consent),
    )
    return [(heading, lines) for heading, lines in headed if lines]


def _service(one: Change, names: dict[str, str], language: Language) -> str:
    before, after = (
        language.say(DISCLOSURE[told] if told in DISCLOSURE else mark("not there")) for told in (one.before, one.after)
    )
    return f"{shortened(names.get(one.name, one.name), 80)}: {before} → {after}{_ours(one.rule_changed, language)}"


def _cookies(found: tuple[Change, ...], language: Language) -> list[str]:
    kinds: dict[str, list[str]] = {"new": [], "gone": [], "changed": []}
    for one in found:
        kinds["new" if one.before is None else "gone" if one.after is None else "changed"].append(one.name)
    return [
        f"{language.say(_FATES[fate])}: {shortened(', '.join(names[:_NAMES]), 600)}"
        for fate, names in kinds.items()
        if names
    ]


def _document(one: DocumentChange, language: Language) -> str:
    told = language.say(_FATES[one.fate])
    if one.sections:
        passages = language.count("%(num)s passage", "%(num)s passages", len(one.sections))
        told = f"{told}, {passages}"
    return f"{shortened(one.title or one.url, 120)}: {told}"


def _told(one: Change, language: Language) -> str:
    before, after = (language.wording.render(told or "unknown", PHRASES) for told in (one.before, one.after))
    return f"{language.wording.render(one.name, PHRASES)}: {before} → {after}{_ours(one.rule_changed, language)}"


def _ours(rule_changed: bool, language: Language) -> str:
    return f" ({language.say('rule changed')})" if rule_changed else ""
