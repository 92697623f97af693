"""Two scans side by side: what the site changed, what only our rules changed, and what could not be looked at again."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import check_cases
import pytest
from typer.testing import CliRunner

from scanner import checks, facts, services
from scanner.cli.application import app
from scanner.comparison import compare, texts
from scanner.model import codec
from scanner.model.judging import Acceptance, Judging
from scanner.model.result import SCHEMA, Result, Summary

HOTJAR = {"url": "https://static.hotjar.com/c/hotjar-551.js"}
POLICY = "Data we hold\nWe collect your name when you order. The data controller is Birch Shop Ltd.\nOrder data are kept for five years."


def result(*, rules: str = "1", judging: Judging | None = None, **given: Any) -> Result:
    given = {"policy": POLICY, **given}
    evidence = check_cases.evidence(given)
    observations = facts.annotate(evidence, services.load())
    documents = tuple(
        replace(one, sha256=str(hash(one.text))) for one in check_cases.documents(given)
    )  # the cases' own all carry "0"
    flows = facts.flows(observations, documents, services.load())
    outcome = checks.judge(observations, documents, flows, services.load(), judging or Judging(), day="2026-01-01")
    return Result(
        schema=SCHEMA, tool=replace(evidence.tool, rules=rules), target=evidence.target, started_at="2026-01-01T00:00:00Z",
        finished_at="2026-01-01T00:01:00Z", complete=True, gathered=evidence.gathered, failures=(), visits=evidence.visits,
        requests=observations.requests, cookies=observations.cookies, storage=observations.storage, forms=evidence.forms,
        consent=evidence.consent, documents=documents, flows=flows, findings=outcome.findings, checks=outcome.checks,
        judging=outcome.judging, summary=Summary(pages=2),
    )  # fmt: skip


def fates(before: Result, after: Result) -> dict[tuple[str, str | None], tuple[str, bool]]:
    return {(one.check, one.subject): (one.fate, one.rule_changed) for one in compare(before, after).findings}


def test_what_comes_goes_and_stays() -> None:
    plain, tracked = result(), result(requests=[HOTJAR])
    assert fates(plain, tracked)[("undisclosed-service", "hotjar")] == ("new", False)
    assert fates(tracked, plain)[("undisclosed-service", "hotjar")] == ("gone", False)
    assert fates(tracked, tracked)[("undisclosed-service", "hotjar")] == ("unchanged", False)
    found = compare(plain, tracked)
    assert [(one.name, one.before, one.after) for one in found.services] == [("hotjar", None, "omitted")]
    assert not found.rules_differ
    assert found.notes == ()


def test_a_finding_of_other_rules_on_the_same_facts_is_ours() -> None:
    before, after = result(requests=[HOTJAR]), result(requests=[HOTJAR], rules="2")
    without = replace(before, findings=())
    assert fates(without, after)[("undisclosed-service", "hotjar")] == ("new", True)
    assert fates(after, without)[("undisclosed-service", "hotjar")] == ("gone", True)
    assert fates(without, result(requests=[HOTJAR]))[("undisclosed-service", "hotjar")] == ("new", False)


def test_other_rules_do_not_explain_what_the_site_changed() -> None:
    assert fates(result(), result(requests=[HOTJAR], rules="2"))[("undisclosed-service", "hotjar")] == ("new", False)
    named = result(requests=[HOTJAR], policy=f"{POLICY}\nThis website uses Hotjar.", rules="2")
    assert fates(result(requests=[HOTJAR]), named)[("undisclosed-service", "hotjar")] == ("gone", False)


def test_what_could_not_be_looked_at_again_is_not_gone() -> None:
    before = result(requests=[HOTJAR])
    blind = result(requests=[HOTJAR], missing=["requests"])
    assert fates(before, blind)[("undisclosed-service", "hotjar")] == ("not-assessed", False)
    left_out = result(requests=[HOTJAR], judging=Judging(skip=("undisclosed-service",)))
    assert fates(before, left_out)[("undisclosed-service", "hotjar")] == ("not-assessed", False)


def test_cookies_and_the_dialog_are_told_in_words() -> None:
    before = result(cookies=[{"name": "_ga", "lifetime_days": 400.0}])
    after = result(
        cookies=[{"name": "_ga", "lifetime_days": 90.0}], consent={"banner": True, "first_layer": {"accept": True}}
    )
    found = compare(before, after)
    assert [(one.before, one.after) for one in found.cookies] == [
        ("baseline, accept; 400 days", "baseline, accept; 90 days")
    ]
    assert ("dialog", "none", "shown") in [(one.name, one.before, one.after) for one in found.consent]


def test_a_policy_is_compared_by_section_word_and_claim() -> None:
    before, after = (
        result(policy=f"{POLICY}\n{end}") for end in ("We may use Hotjar.", "We do not use Hotjar. Write to us.")
    )
    (document,) = compare(before, after).documents
    assert document.fate == "changed"
    (section,) = document.sections
    assert section.heading == "Data we hold"
    assert ("added", "do not") in [(piece.kind, piece.text) for piece in section.pieces]
    assert ("removed", "may") in [(piece.kind, piece.text) for piece in section.pieces]
    told = {(one.fate, one.practice, one.polarity) for one in document.claims}
    assert {("new", "vendor:hotjar", "denied"), ("gone", "vendor:hotjar", "asserted")} <= told


def test_the_same_text_read_differently_is_ours() -> None:
    before = result(policy=f"{POLICY}\nThis website uses Hotjar.")
    later = result(policy=f"{POLICY}\nThis website uses Hotjar.", rules="2")
    documents = tuple(replace(one, claims=()) for one in before.documents)
    (document,) = compare(replace(before, documents=documents), later).documents
    assert document.fate == "read-differently"
    assert all(claim.rule_changed for claim in document.claims)


def test_long_texts_are_told_as_a_whole() -> None:
    (section,) = texts.sections("a " * 2000, "b " * 2000)
    assert [piece.kind for piece in section.pieces] == ["removed", "added"]
    assert texts.sections("a\nb", "a\nb") == ()


def _saved(folder: Path, one: Result) -> str:
    folder.mkdir()
    (folder / "result.json").write_bytes(codec.to_json(one))
    return str(folder)


@pytest.mark.parametrize(
    ("options", "status"),
    [([], 0), (["--fail-on", "medium"], 1), (["--fail-on", "critical"], 0), (["--fail-on", "x"], 2)],
)
def test_the_command(tmp_path: Path, options: list[str], status: int) -> None:
    before, after = _saved(tmp_path / "a", result()), _saved(tmp_path / "b", result(requests=[HOTJAR]))
    ran = CliRunner().invoke(app, ["compare", before, after, *options])
    assert ran.exit_code == status
    if status != 2:
        assert "New findings" in ran.output
        assert "Hotjar · 2 requests, no statement found" in ran.output


def test_accepted_findings_and_other_rules_do_not_fail(tmp_path: Path) -> None:
    accepted = Judging(
        accepted=tuple(
            Acceptance(check=name, subject="hotjar", reason="r")
            for name in ("undisclosed-service", "service-before-consent", "undisclosed-session-recording")
        ),
        only=("undisclosed-service", "service-before-consent", "undisclosed-session-recording"),
    )
    before, after = result(), result(requests=[HOTJAR], judging=accepted)
    folders = [_saved(tmp_path / "a", before), _saved(tmp_path / "b", after)]
    ran = CliRunner().invoke(app, ["compare", *folders, "--json", "--fail-on", "low"])
    assert ran.exit_code == 0
    assert any(one["accepted"] for one in json.loads(ran.stdout)["findings"])


def test_a_missing_result_is_told(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["compare", str(tmp_path), str(tmp_path)])
    assert ran.exit_code == 2
    assert "does not exist" in ran.output
