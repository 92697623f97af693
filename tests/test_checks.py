"""Every check against its cases, and what must hold for all checks."""

import re
import runpy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import check_cases
import pytest
from check_cases import Case

from scanner import checks
from scanner.checks import pages
from scanner.model.findings import SEVERITIES

CASES = check_cases.load()
CHECKS = checks.load()
ROOT = Path(__file__).parent.parent
KINDS = ("failing", "passing", "not-assessed", "near-miss")
FORBIDDEN = re.compile(
    r"\b(illegal|unlawful|violat\w*|breach\w*|(non-?)?complian\w*|spy\w*|leak\w*|cloak\w*|safe|hidden)\b", re.IGNORECASE
)
SENTENCE = re.compile(r"[.”](?=\s+[A-Z]|$)")


def _name(case: Case) -> str:
    return f"{case.check}: {case.name}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_case(case: Case) -> None:
    assert check_cases.differences(case) == []


@pytest.mark.parametrize("identity", CHECKS)
def test_every_check_has_cases_of_every_kind(identity: str) -> None:
    assert {case.kind for case in CASES if case.check == identity} >= set(KINDS)


def test_no_case_is_for_a_check_that_is_not_there() -> None:
    assert {case.check for case in CASES} <= CHECKS.keys()


@pytest.mark.parametrize("case", [case for case in CASES if case.kind == "failing"], ids=_name)
def test_a_wrong_expectation_is_noticed(case: Case) -> None:
    for at, expected in enumerate(case.expect):
        wrong = (
            {**expected, "subject": "something-else"},
            {**expected, "severity": SEVERITIES[SEVERITIES.index(expected["severity"]) - 1]},
            {**expected, "confidence": "possible" if expected["confidence"] != "possible" else "certain"},
            {**expected, "verdict": "clear"},
        )
        others = [one for place, one in enumerate(case.expect) if place != at]
        for expectations in ([*others, one] for one in wrong):
            assert check_cases.differences(replace(case, given={**case.given, "expect": expectations}))
        assert check_cases.differences(replace(case, given={**case.given, "expect": others}))
    assert check_cases.differences(replace(case, kind="passing", given={**case.given, "outcome": "pass"}))


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_findings_are_worded_capped_and_told_apart(case: Case) -> None:
    findings, _ = check_cases.run(case)
    assert len({(one.check, one.subject) for one in findings}) == len(findings)
    for one in findings:
        for text in (one.title, one.message, one.recommendation):
            assert not FORBIDDEN.search(re.sub("“.*?”", "", text)), text
        assert one.confidence != "possible" or one.severity not in ("critical", "high")
        assert one.confidence == "certain" or one.severity != "critical"
        assert one.law
        assert len(SENTENCE.findall(one.recommendation)) >= 2, one.recommendation


@pytest.mark.parametrize("identity", CHECKS)
def test_titles_of_checks_accuse_nobody(identity: str) -> None:
    assert not FORBIDDEN.search(CHECKS[identity].META.title)


@pytest.mark.parametrize("case", check_cases.of_file(check_cases.FOLDER.parent / "quiet.toml"), ids=_name)
def test_a_site_that_does_what_it_says_raises_no_alarm(case: Case) -> None:
    findings, outcomes = check_cases.run(case)
    assert [f"{one.check} · {one.subject} · {one.title}" for one in findings if one.severity != "info"] == []
    assert not [one for one in outcomes if one.outcome == "error"]
    applied = [one for one in outcomes if one.outcome != "not-applicable"]
    assert sum(one.outcome == "pass" for one in applied) > len(applied) / 2


@pytest.mark.parametrize("identity", CHECKS)
def test_every_check_is_explained_under_four_headings(identity: str) -> None:
    lines = (CHECKS[identity].__doc__ or "").splitlines()
    found = [line for line, under in pairwise(lines) if under and set(under) == {"-"} and len(under) == len(line)]
    assert tuple(found) == pages.HEADINGS
    for place in (lines.index(heading) for heading in pages.HEADINGS):
        assert lines[place + 2].strip()


def test_the_pages_in_docs_are_current() -> None:
    wanted = runpy.run_path(str(ROOT / "scripts" / "check_pages.py"))["wanted"]()
    written = {
        file: file.read_text("utf-8") for file in (*(ROOT / "docs" / "checks").iterdir(), ROOT / "docs" / "severity.md")
    }
    assert written == wanted, "run `make docs`"
