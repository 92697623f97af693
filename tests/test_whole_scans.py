"""Whole scans, invented: a policy and a record in one language each, with every row and every finding that must come of them."""

import tomllib
from pathlib import Path
from typing import Any

import check_cases
import pytest

from scanner import checks, facts, services

CASES = {
    file.stem: tomllib.loads(file.read_text("utf-8"))
    for file in sorted((Path(__file__).parent / "cases" / "scans").glob("*.toml"))
}


@pytest.mark.parametrize("given", CASES.values(), ids=CASES)
def test_a_scan_says_this_and_nothing_else(given: dict[str, Any]) -> None:
    observations = facts.annotate(check_cases.evidence(given), services.load())
    documents = tuple(check_cases.documents(given))
    rows = facts.flows(observations, documents, services.load())
    findings, outcomes = checks.run(observations, documents, rows, services.load())
    assert {row.service: row.disclosure for row in rows} == given["flows"]
    told = [f"{one.severity} {one.confidence} {one.check} · {one.subject or 'site'}" for one in findings]
    heads = [line for line, one in zip(told, findings, strict=True) if one.cause is None]
    assert heads == given["heads"]
    assert sorted(set(told) - set(heads)) == sorted(given["under"])
    assert not [one for one in outcomes if one.outcome == "error"]
