"""A site that does what it says, scanned in a real browser: what it must not be accused of, in the language of its policy and in others."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from scanning import Scan, scan

from scanner import pipeline
from scanner.demo.server import Farm
from scanner.model import codec
from scanner.model.evidence import Evidence
from scanner.model.findings import Finding
from scanner.model.target import ALL_STATES

pytestmark = pytest.mark.browser

POLICIES = Path(__file__).parent / "cases" / "kadikis"


@pytest.fixture(scope="module")
def quiet(website: Farm, tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """The site as all visitors see it, the one who withdraws and the one who allows statistics only included."""
    return scan(website, tmp_path_factory.mktemp("quiet"), "www.kadikis.test", pages=3, states=ALL_STATES)


def _above_info(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{one.check} · {one.subject} · {one.message}" for one in findings if one.severity != "info"]


def test_everything_was_looked_at(quiet: Scan) -> None:
    consent = quiet.result.consent
    assert (consent.accept.verified, consent.reject.verified) == (True, True)
    assert [one.is_policy for one in quiet.result.documents] == [True, True, False]  # the dialog's list is a document too
    assert {cookie.name for cookie in quiet.result.cookies} >= {"_ga", "kadikis_sesija", "kadikis_izvele"}
    assert {flow.service: flow.disclosure for flow in quiet.result.flows}["google-analytics"] == "clear"
    assert [one for one in quiet.result.checks if one.outcome == "error"] == []
    passed = sum(one.outcome == "pass" for one in quiet.result.checks)
    assert passed > len(quiet.result.checks) / 2


def test_the_inspection_record_holds_every_file_of_evidence(quiet: Scan) -> None:
    inspection = quiet.result.inspection
    assert inspection is not None
    kept = {str(file.relative_to(quiet.folder)) for file in (quiet.folder / "evidence").rglob("*") if file.is_file()}
    assert set(inspection.evidence) == kept | {"evidence.json"}
    for path, digest in inspection.evidence.items():
        assert hashlib.sha256((quiet.folder / path).read_bytes()).hexdigest() == digest


def test_nothing_is_held_against_it(quiet: Scan) -> None:
    assert _above_info(quiet.result.findings) == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_nor_with_its_policy_in_another_language(quiet: Scan, tmp_path: Path, language: str) -> None:
    evidence = codec.from_json((quiet.folder / "evidence.json").read_bytes(), Evidence, source="quiet")
    given = replace(evidence.target, policies=(str(POLICIES / f"{language}.txt"),))
    translated = replace(evidence, target=given, documents=())
    (tmp_path / "evidence.json").write_bytes(codec.to_json(translated))
    result = pipeline.recheck(tmp_path, formats=("json",))
    languages_differ = ("policy-language", "banner-language")
    assert _above_info(tuple(one for one in result.findings if one.check not in languages_differ)) == []
