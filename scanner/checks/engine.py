"""Runs all checks on one scan; a check that fails becomes an outcome with its reason."""

import inspect
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from types import ModuleType
from urllib.parse import urlsplit

from scanner import registry
from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError
from scanner.checks.judgement import accept, chosen, weighed
from scanner.checks.law import with_national
from scanner.facts.annotate import Observations
from scanner.facts.countries import country_of
from scanner.model.claims import Document
from scanner.model.findings import SEVERITIES, CheckOutcome, Finding
from scanner.model.judging import Judging
from scanner.model.result import Flow
from scanner.services import Catalogue

_ON_COOKIES = frozenset(
    [
        "cookie-lifetime",
        "cookie-purpose",
        "cookies-after-reject",
        "cookies-before-consent",
        "storage-before-consent",
        "undisclosed-cookie",
        "undisclosed-storage",
    ]
)
"""Checks on single cookies or keys: these hang under the finding on their service, which stands before them."""

_NEVER_FIRST = {
    "no-banner": ("service-before-consent", "cookies-before-consent", "storage-before-consent"),
    "ip-recipient-undisclosed": ("undisclosed-service",),
}
"""Checks on the site that have no standing of their own, with the checks whose heaviest finding they hang under."""

_SAME_SENTENCE = {"third-party-cookies-denied": "denied-service", "no-cookies-denied": "denied-service"}
"""Checks on the site that hang under a finding of another one that quotes the same sentence."""


def section(module: ModuleType, heading: str) -> str:
    """One section of a check's docstring, in one line."""
    _, _, rest = (inspect.getdoc(module) or "").partition(f"{heading}\n{'-' * len(heading)}\n")
    return " ".join(rest.split("\n\n", 1)[0].split())


@cache
def load() -> dict[str, ModuleType]:
    """All checks by id."""
    return registry.modules("scanner.checks", attribute="META")


def known(judging: Judging) -> None:
    """Raise UsageError when `judging` names a check that does not exist; a scan need not be made to find that out."""
    if judging.only or judging.skip or judging.accepted:
        chosen(load(), judging)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Findings, heaviest first; what became of every check that was asked for; and how it was judged."""

    findings: tuple[Finding, ...]
    checks: tuple[CheckOutcome, ...]
    judging: Judging


def run(
    observations: Observations, documents: tuple[Document, ...], flows: tuple[Flow, ...], catalogue: Catalogue
) -> tuple[tuple[Finding, ...], tuple[CheckOutcome, ...]]:
    """Findings, heaviest first, and what became of every check."""
    outcome = judge(observations, documents, flows, catalogue, Judging(), day="")
    return outcome.findings, outcome.checks


def judge(
    observations: Observations,
    documents: tuple[Document, ...],
    flows: tuple[Flow, ...],
    catalogue: Catalogue,
    judging: Judging,
    *,
    day: str,
) -> Outcome:
    """Run the checks that `judging` asks for. `day` (ISO) is the one on which acceptances must still hold."""
    wanted, judging = chosen(load(), judging)
    findings: list[Finding] = []
    outcomes: list[CheckOutcome] = []
    for identity, module in wanted.items():
        found, outcome = _run_one(identity, module, observations, documents, flows, catalogue)
        findings += weighed(found, judging.profile)
        outcomes.append(_in_words(outcome, module))
    findings.sort(
        key=lambda one: (
            SEVERITIES.index(one.severity),
            one.confidence == "possible",
            one.check in _ON_COOKIES,
            one.check,
            one.subject or "",
        )
    )
    grouped = _grouped(findings, observations, {flow.service for flow in flows})
    accepted, judging = accept(grouped, judging, day)
    return Outcome(findings=accepted, checks=tuple(outcomes), judging=judging)


def _in_words(outcome: CheckOutcome, module: ModuleType) -> CheckOutcome:
    """An outcome with the words of its check."""
    meta: CheckMeta = module.META
    return replace(
        outcome,
        title=meta.title,
        category=meta.category,
        matters=section(module, "Why it matters"),
        limits=section(module, "Limits"),
    )


def _run_one(
    identity: str,
    module: ModuleType,
    observations: Observations,
    documents: tuple[Document, ...],
    flows: tuple[Flow, ...],
    catalogue: Catalogue,
) -> tuple[list[Finding], CheckOutcome]:
    meta: CheckMeta = module.META
    missing = [need for need in meta.needs if need not in observations.evidence.gathered]
    if missing:
        why = observations.evidence.reason or f"{', '.join(missing)} could not be gathered"
        return [], CheckOutcome(id=identity, outcome="not-assessed", why=why)
    try:
        found = _told_apart(module.check(Material(meta.needs, observations, documents, flows, catalogue)))
    except NotApplicableError as reason:
        return [], CheckOutcome(id=identity, outcome="not-applicable", why=str(reason))
    except NotAssessedError as reason:
        return [], CheckOutcome(id=identity, outcome="not-assessed", why=str(reason))
    except Exception as error:  # noqa: BLE001 (a faulty check must not take the others with it; its fault is shown)
        return [], CheckOutcome(id=identity, outcome="error", why=f"{type(error).__name__}: {error}")
    country = country_of(urlsplit(observations.evidence.target.url).hostname or "")
    found = [replace(one, law=with_national(one.law, country)) for one in found]
    return found, CheckOutcome(id=identity, outcome="fail" if found else "pass")


def _told_apart(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a subject (a cookie of one name may be on two domains): the heaviest, with the evidence of all."""
    kept: dict[str | None, Finding] = {}
    for one in findings:
        other = kept.get(one.subject)
        if other is None:
            kept[one.subject] = one
            continue
        heavy, light = sorted((other, one), key=lambda each: SEVERITIES.index(each.severity))
        kept[one.subject] = replace(
            heavy,
            evidence=tuple(dict.fromkeys((*heavy.evidence, *light.evidence))),
            quotes=tuple(dict.fromkeys((*heavy.quotes, *light.quotes))),
        )
    return list(kept.values())


def _grouped(findings: list[Finding], observations: Observations, services: set[str]) -> list[Finding]:
    """Hang findings of one tag under the heaviest: one cause, one headline.

    Pages and documents are no tags, and what is only possible stands for itself.
    """
    owners = {item.key: item.service for item in observations.storage}
    owners |= {cookie.name: cookie.service for cookie in observations.cookies}
    head: dict[str, Finding] = {}
    grouped = []
    for one in findings:
        tag = one.subject if one.subject in services else None
        if one.check in _ON_COOKIES:
            tag = owners.get(one.subject or "") or one.subject
        first = one if one.confidence == "possible" else head.setdefault(tag, one) if tag else _cause(one, findings)
        grouped.append(one if first is one else replace(one, cause=f"{first.check} · {first.subject}"))
    under = {f"{one.check} · {one.subject}": one.cause for one in grouped}
    return [replace(one, cause=under.get(one.cause) or one.cause) if one.cause else one for one in grouped]


def _cause(one: Finding, findings: list[Finding]) -> Finding:
    under = _NEVER_FIRST.get(one.check, ())
    twin = _SAME_SENTENCE.get(one.check)
    return next(
        (
            other
            for other in findings
            if other.check in under
            or (other.check == twin and other.confidence == one.confidence and set(other.quotes) & set(one.quotes))
        ),
        one,
    )
