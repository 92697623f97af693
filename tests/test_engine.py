"""The engine: a check is given what it declares and nothing else; its faults stay its own; order, caps, causes."""

from collections.abc import Callable, Iterator
from types import ModuleType

import check_cases
import pytest

from scanner import checks, facts, services
from scanner.checks import engine
from scanner.checks.base import CheckMeta, Material, Need, NotApplicableError, NotAssessedError, finding
from scanner.checks.law import EPD, gdpr, with_national
from scanner.model.findings import SEVERITIES, CheckOutcome, Confidence, Finding, Severity


def module(check: Callable[[Material], Iterator[Finding]], *needs: Need) -> ModuleType:
    made = ModuleType("made")
    made.META = CheckMeta(title="t", category="policy", needs=needs, law=gdpr("13"))  # type: ignore[attr-defined]
    made.check = check  # type: ignore[attr-defined]
    return made


def one(severity: Severity, confidence: Confidence, subject: str | None = None) -> Finding:
    meta = CheckMeta(title="t", category="policy", needs=(), law=gdpr("13"))
    return finding(
        meta, "made", subject=subject, verdict=None, severity=severity, confidence=confidence,
        title="t", message="m", recommendation="r", evidence=[],
    )  # fmt: skip


def run(
    monkeypatch: pytest.MonkeyPatch, modules: dict[str, ModuleType], **given: object
) -> tuple[tuple[Finding, ...], dict[str, CheckOutcome]]:
    monkeypatch.setattr(engine, "load", lambda: modules)
    observations = facts.annotate(check_cases.evidence(dict(given)), services.load())
    findings, outcomes = checks.run(observations, (), (), services.load())
    return findings, {outcome.id: outcome for outcome in outcomes}


def test_a_check_is_given_only_what_it_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(material: Material) -> Iterator[Finding]:
        assert material.cookies == ()
        assert material.storage is None
        yield one("high", "certain")

    findings, outcomes = run(monkeypatch, {"greedy": module(greedy, "cookies")})
    assert findings == ()
    assert outcomes["greedy"].outcome == "error"
    assert "does not declare that it needs storage" in (outcomes["greedy"].why or "")


def test_a_fault_of_one_check_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Material) -> Iterator[Finding]:
        yield one("high", "certain")
        raise ZeroDivisionError("oh")

    def sound(_: Material) -> Iterator[Finding]:
        yield one("low", "certain")

    findings, outcomes = run(monkeypatch, {"broken": module(broken), "sound": module(sound)})
    assert [each.severity for each in findings] == ["low"]
    assert (outcomes["broken"].outcome, outcomes["broken"].why) == ("error", "ZeroDivisionError: oh")
    assert outcomes["sound"].outcome == "fail"


def test_what_a_check_says_of_itself_and_what_was_not_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    def idle(_: Material) -> Iterator[Finding]:
        raise NotApplicableError("nothing here")

    def blind(_: Material) -> Iterator[Finding]:
        raise NotAssessedError("cannot tell")

    made = {"blind": module(blind), "hungry": module(idle, "forms", "visits"), "idle": module(idle)}
    _, outcomes = run(monkeypatch, made, missing=["forms"])
    assert (outcomes["idle"].outcome, outcomes["idle"].why) == ("not-applicable", "nothing here")
    assert (outcomes["blind"].outcome, outcomes["blind"].why) == ("not-assessed", "cannot tell")
    assert outcomes["hungry"].outcome == "not-assessed"
    assert outcomes["hungry"].why == "forms could not be gathered"


def test_findings_come_heaviest_first_one_a_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    def many(_: Material) -> Iterator[Finding]:
        yield one("low", "certain", "a")
        yield one("info", "possible", "b")
        yield one("critical", "certain", "c")
        yield one("medium", "certain", "a")
        yield one("medium", "possible", "d")

    findings, _ = run(monkeypatch, {"many": module(many)})
    assert [(each.severity, each.subject) for each in findings] == [
        ("critical", "c"), ("medium", "a"), ("medium", "d"), ("info", "b"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("confidence", "heaviest"), [("certain", "critical"), ("likely", "high"), ("possible", "medium")]
)
def test_caps(confidence: Confidence, heaviest: Severity) -> None:
    for severity in SEVERITIES:
        capped = one(severity, confidence).severity
        assert SEVERITIES.index(capped) == max(SEVERITIES.index(severity), SEVERITIES.index(heaviest))


def test_findings_on_one_tag_hang_under_the_heaviest() -> None:
    case = check_cases.Case(
        "undisclosed-service", "one tag", "failing",
        {
            "policy": "We collect your name.",
            "requests": [{"url": "https://www.facebook.com/tr?id=1&fbp=fb.1.2"}],
            "cookies": [{"name": "_fbp", "lifetime_days": 90.0}],
            "consent": {"banner": True},
        },
    )  # fmt: skip
    findings, _ = check_cases.run(case)
    causes = {each.check: each.cause for each in findings if each.subject in ("meta-pixel", "_fbp")}
    head = "service-before-consent · meta-pixel"
    assert causes == {"service-before-consent": None, "undisclosed-service": head, "cookies-before-consent": head}


def test_the_national_rule_stands_beside_the_directive_only() -> None:
    assert with_national((EPD,), "LV")[1].article == "7.¹ pants"
    assert with_national((EPD,), None) == (EPD,)
    assert with_national((EPD,), "US") == (EPD,)
    assert with_national(gdpr("13"), "LV") == gdpr("13")
