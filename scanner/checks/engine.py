"""Runs all checks on one scan; a check that fails becomes an outcome with its reason."""

from dataclasses import replace
from types import ModuleType

from scanner import registry
from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError
from scanner.facts.annotate import Observations
from scanner.model.claims import Document
from scanner.model.findings import SEVERITIES, CheckOutcome, Finding
from scanner.model.result import Flow
from scanner.services import Catalogue

_UNDER = (
    "cookies-before-consent",
    "service-before-consent",
    "cookies-after-reject",
    "service-after-reject",
    "undisclosed-cookie",
)
"""Checks whose findings on a service's own cookies hang under the heaviest finding on that service."""


_ON_COOKIES = ("cookies-before-consent", "cookies-after-reject", "undisclosed-cookie", "cookie-lifetime")
"""Checks on single cookies; a finding on the service itself stands before them."""


def load() -> dict[str, ModuleType]:
    """All checks by id."""
    return registry.modules("scanner.checks", attribute="META")


def run(
    observations: Observations, documents: tuple[Document, ...], flows: tuple[Flow, ...], catalogue: Catalogue
) -> tuple[tuple[Finding, ...], tuple[CheckOutcome, ...]]:
    """Findings, heaviest first, and what became of every check."""
    findings: list[Finding] = []
    outcomes: list[CheckOutcome] = []
    for identity, module in load().items():
        found, outcome = _run_one(identity, module, observations, documents, flows, catalogue)
        findings += found
        outcomes.append(outcome)
    findings.sort(
        key=lambda one: (
            SEVERITIES.index(one.severity),
            one.confidence == "possible",
            one.check in _ON_COOKIES,
            one.check,
            one.subject or "",
        )
    )
    return tuple(_grouped(findings, observations)), tuple(outcomes)


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
        found = list(module.check(Material(meta.needs, observations, documents, flows, catalogue)))
    except NotApplicableError as reason:
        return [], CheckOutcome(id=identity, outcome="not-applicable", why=str(reason))
    except NotAssessedError as reason:
        return [], CheckOutcome(id=identity, outcome="not-assessed", why=str(reason))
    except Exception as error:  # noqa: BLE001 (a faulty check must not take the others with it; its fault is shown)
        return [], CheckOutcome(id=identity, outcome="error", why=f"{type(error).__name__}: {error}")
    return found, CheckOutcome(id=identity, outcome="fail" if found else "pass")


def _grouped(findings: list[Finding], observations: Observations) -> list[Finding]:
    """Hang findings of one tag under the heaviest: one cause, one headline. What is only possible stands for itself."""
    services = {cookie.name: cookie.service for cookie in observations.cookies}
    head: dict[str, Finding] = {}
    grouped = []
    for one in findings:
        service = services.get(one.subject or "", one.subject) if one.check in _UNDER else one.subject
        if service is None or one.confidence == "possible":
            grouped.append(one)
            continue
        first = head.setdefault(service, one)
        grouped.append(one if first is one else replace(one, cause=f"{first.check} · {first.subject}"))
    return grouped
