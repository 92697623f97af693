"""Which checks run in a profile, how heavy their findings are in it, and which findings the user has accepted."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import ModuleType

from scanner.model.errors import UsageError
from scanner.model.findings import Finding, Severity
from scanner.model.judging import Acceptance, Judging, Profile

_CATEGORIES: Mapping[Profile, frozenset[str]] = {
    "consent-only": frozenset({"consent"}),
    "policy-only": frozenset({"policy"}),
}
"""Profiles that run the checks of some categories only."""

_AT_LEAST: Mapping[Severity, Severity] = {"info": "low", "low": "medium"}
"""In the profile strict every finding is one step heavier below medium; above, the scales of judgement hold."""


def chosen(checks: Mapping[str, ModuleType], judging: Judging) -> tuple[dict[str, ModuleType], Judging]:
    """The checks to run, and `judging` with those left out. Raises UsageError for a check that does not exist."""
    for name in (*judging.only, *judging.skip, *(one.check for one in judging.accepted)):
        if name not in checks:
            raise UsageError(f"There is no check “{name}”; `privacydiff checks` lists them.")
    wanted = {
        name: module
        for name, module in checks.items()
        if (name in judging.only if judging.only else _in_profile(module, judging.profile)) and name not in judging.skip
    }
    return wanted, replace(judging, left_out=tuple(name for name in checks if name not in wanted))


def _in_profile(module: ModuleType, profile: Profile) -> bool:
    categories = _CATEGORIES.get(profile)
    return categories is None or module.META.category in categories


def weighed(findings: Iterable[Finding], profile: Profile) -> list[Finding]:
    """The findings with the severities of a profile."""
    if profile != "strict":
        return list(findings)
    return [replace(one, severity=_AT_LEAST.get(one.severity, one.severity)) for one in findings]


def accept(findings: Iterable[Finding], judging: Judging, day: str) -> tuple[tuple[Finding, ...], Judging]:
    """The findings with what was accepted marked so, and `judging` with what became of each acceptance on `day` (ISO)."""
    in_force = [one for one in judging.accepted if one.until is None or one.until >= day]
    met: set[int] = set()
    marked = []
    for one in findings:
        matching = next((each for each in in_force if _covers(each, one)), None)
        if matching is not None:
            met.add(id(matching))
        marked.append(replace(one, accepted=matching))
    states = [
        one
        if id(one) in met
        else replace(one, state="unmatched" if any(one is each for each in in_force) else "expired")
        for one in judging.accepted
    ]
    return tuple(marked), replace(judging, accepted=tuple(states))


def _covers(acceptance: Acceptance, one: Finding) -> bool:
    if acceptance.check != one.check:
        return False
    if acceptance.subject is None or one.subject is None:
        return acceptance.subject == one.subject or acceptance.subject == "*"
    return re.fullmatch(re.escape(acceptance.subject).replace(r"\*", ".*"), one.subject, re.DOTALL) is not None
