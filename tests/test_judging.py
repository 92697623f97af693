"""Profiles, chosen checks, accepted findings; the inspection record and the questions to the operator."""

from pathlib import Path

import check_cases
import pytest

from scanner import checks, facts, services
from scanner.cli import configuration
from scanner.cli import target as targets
from scanner.cli.outcome import counts
from scanner.model.errors import UsageError
from scanner.model.judging import Acceptance, Judging

GIVEN = {
    "policy": "We collect your name when you order.",
    "requests": [{"url": "https://static.hotjar.com/c/hotjar-551.js"}],
    "cookies": [{"name": "_hjSessionUser_551", "lifetime_days": 395.0, "looks_random": True}],
    "consent": {"banner": True, "cmp": "klaro", "reject": {"tried": True, "done": True, "clicks": ["Noraidīt"]}},
}


def judge(judging: Judging, day: str = "2026-11-01") -> checks.Outcome:
    observations = facts.annotate(check_cases.evidence(GIVEN), services.load())
    documents = tuple(check_cases.documents(GIVEN))
    flows = facts.flows(observations, documents, services.load())
    return checks.judge(observations, documents, flows, services.load(), judging, day=day)


def accepted(**given: str) -> Acceptance:
    return Acceptance(**{"check": "undisclosed-service", "subject": "hotjar", "reason": "known", **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("acceptance", "state"),
    [
        (accepted(), "in-force"),
        (accepted(until="2026-11-01"), "in-force"),
        (accepted(subject="hot*"), "in-force"),
        (accepted(until="2026-10-31"), "expired"),
        (accepted(subject="hot"), "unmatched"),
        (accepted(subject="h.t*"), "unmatched"),
    ],
)
def test_an_accepted_finding_stays_and_does_not_count(acceptance: Acceptance, state: str) -> None:
    outcome = judge(Judging(accepted=(acceptance,)))
    one = next(one for one in outcome.findings if one.check == "undisclosed-service")
    assert (one.accepted is not None) == (state == "in-force") != counts(one, "high")
    assert [entry.state for entry in outcome.judging.accepted] == [state]
    assert sum(other.accepted is not None for other in outcome.findings) == (state == "in-force")


def test_profiles_choose_checks_and_weights() -> None:
    every, consent, policy, strict = (
        judge(Judging(profile=name)) for name in ("default", "consent-only", "policy-only", "strict")
    )
    assert every.judging.left_out == ()
    assert {checks.load()[one.check].META.category for one in consent.findings} == {"consent"}
    assert {checks.load()[one.id].META.category for one in policy.checks} == {"policy"}
    assert set(consent.judging.left_out) == checks.load().keys() - {one.id for one in consent.checks}
    assert any(one.severity == "info" for one in every.findings)
    assert {one.severity for one in strict.findings} <= {"critical", "high", "medium", "low"}
    assert all(one.severity not in ("high", "critical") for one in strict.findings if one.confidence == "possible")


def test_only_and_skip() -> None:
    outcome = judge(Judging(only=("undisclosed-service", "no-https"), skip=("no-https",)))
    assert [one.id for one in outcome.checks] == ["undisclosed-service"]
    with pytest.raises(UsageError, match="no check “hotjar”"):
        checks.known(Judging(skip=("hotjar",)))
    with pytest.raises(UsageError, match="no check “nothing”"):
        checks.known(Judging(accepted=(accepted(check="nothing"),)))


def _chosen(tmp_path: Path, text: str) -> Judging:
    file = tmp_path / "privacydiff.toml"
    file.write_text(text, "utf-8")
    return targets.judging(configuration.choose({}, file, {}))


def test_accepted_findings_stand_in_the_settings_file(tmp_path: Path) -> None:
    text = (
        'profile = "strict"\n[[accepted]]\ncheck = "no-banner"\nreason = "Asked at the door."\n'
        '[[accepted]]\ncheck = "undisclosed-service"\nsubject = "hotjar"\nreason = "r"\nuntil = 2027-03-31\n'
    )
    assert _chosen(tmp_path, text) == Judging(
        profile="strict",
        accepted=(
            Acceptance(check="no-banner", reason="Asked at the door."),
            Acceptance(check="undisclosed-service", subject="hotjar", reason="r", until="2027-03-31"),
        ),
    )
    assert _chosen(tmp_path, "pages = 2\n") == Judging()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[accepted]]\ncheck = "no-banner"\n', "line 1: an accepted finding needs “reason”"),
        ('pages = 2\n[[accepted]]\nreason = "r"\n', "line 2: an accepted finding needs “check”"),
        ('[[accepted]]\ncheck = "a"\nreason = "r"\nuntil = "soon"\n', "“until” must be a day"),
        ('[[accepted]]\ncheck = "a"\nreason = "r"\nsubject = 1\n', "“subject” must be a text"),
        ('[[accepted]]\ncheck = "a"\nreason = "r"\nwhy = "r"\n', "has no “why”"),
        ('accepted = "all"\n', "must be tables"),
    ],
)
def test_a_faulty_acceptance_is_told_by_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        _chosen(tmp_path, text)


def test_the_inspection_record_tells_states_pages_and_steps() -> None:
    evidence = check_cases.evidence(GIVEN)
    record = facts.inspection(evidence, evidence.tool, {"evidence.json": "ab"})
    assert record.local_time == "2026-01-01T02:00:00+02:00"
    assert [(one.state, one.choice) for one in record.states] == [
        ("baseline", "none"), ("accept", "not-verified"), ("reject", "not-verified")
    ]  # fmt: skip
    assert [page.url for page in record.states[0].pages] == [check_cases.SITE, check_cases.SITE + "kontakti"]
    assert any("“Noraidīt”" in step for step in record.steps)
    assert any("kontakti" in step for step in record.steps)
    assert record.evidence == {"evidence.json": "ab"}


def test_questions_are_raised_by_what_was_observed() -> None:
    observations = facts.annotate(check_cases.evidence(GIVEN), services.load())
    rows = facts.flows(observations, (), services.load())
    asked = facts.questions(observations, (), rows, services.load())
    assert [one.topic for one in asked] == ["consent-log", "contract", "account", "server"]
    assert "Hotjar" in next(one for one in asked if one.topic == "account").text
    quiet = facts.annotate(check_cases.evidence({}), services.load())
    assert facts.questions(quiet, (), (), services.load()) == ()


def test_what_no_browser_sees_at_work_is_a_question_and_no_row() -> None:
    given = {"policy": "Parcels are carried by DPD, cards are charged by Stripe, letters are sent with Mailchimp."}
    observations, documents = (
        facts.annotate(check_cases.evidence(given), services.load()),
        tuple(check_cases.documents(given)),
    )
    rows = facts.flows(observations, documents, services.load())
    (asked,) = facts.questions(observations, documents, rows, services.load())
    assert (rows, asked.topic, asked.subjects) == ((), "recipient", ("dpd", "mailchimp", "stripe"))
    assert "DPD, Mailchimp, Stripe" in asked.text
