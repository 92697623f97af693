"""Formats for machines: spreadsheets, code hosts, build servers, tickets; nothing hostile does anything in them."""

import json
import re
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import openpyxl
import pandas as pd
import pytest
from report_results import large
from test_reports import HOSTILE, result

from reports import as_csv, as_json, as_junit, as_markdown, as_sarif, as_xlsx
from reports.look import Look
from reports.tables import tables
from scanner.model.findings import CheckOutcome, Finding, Law
from scanner.model.judging import Acceptance
from scanner.model.result import Result

ROOT = Path(__file__).parent.parent


def judged() -> Result:
    """A result with a finding of each standing and a check of each outcome."""
    heavy = replace(
        result("Šī vietne").findings[0],
        subject="hotjar",
        title="Hotjar · 3 requests",
        law=(Law(instrument="GDPR", article="Art. 13"),),
    )
    light = replace(heavy, subject="_ga", severity="low", confidence="possible", title="_ga · to be looked at")
    agreed = replace(
        heavy, subject="clarity", title="Clarity", accepted=Acceptance(check=heavy.check, reason="ticket 41")
    )
    under = replace(heavy, subject="_hj", title="_hj", cause="undisclosed-service · hotjar")
    outcomes = (
        CheckOutcome(
            id="undisclosed-service", outcome="fail", title="A service not named", category="disclosure", matters="So."
        ),
        CheckOutcome(id="no-https", outcome="pass", title="No HTTPS", category="security"),
        CheckOutcome(id="pre-ticked", outcome="not-assessed", why="no dialog could be read", category="consent"),
        CheckOutcome(id="ip-echo", outcome="error", why="ValueError: x", category="disclosure"),
        CheckOutcome(id="cookie-wall", outcome="not-applicable", why="no dialog", category="consent"),
    )
    return replace(result("https://example.test/x"), findings=(heavy, under, light, agreed), checks=outcomes)


def sarif(of: Result, folder: Path) -> Any:
    (file,) = as_sarif.write(of, folder)
    return json.loads(file.read_text(encoding="utf-8"))["runs"][0]


def test_the_published_schema_is_that_of_the_model_and_holds(tmp_path: Path) -> None:
    (file,) = as_json.write(judged(), tmp_path)
    text = (ROOT / "docs" / "result.schema.json").read_text(encoding="utf-8")
    assert text == runpy.run_path(str(ROOT / "scripts" / "result_schema.py"))["wanted"](), "run `make docs`"
    checker = jsonschema.Draft202012Validator(json.loads(text))
    written = json.loads(file.read_bytes())
    checker.validate(written)
    assert list(checker.iter_errors(written | {"findings": [{"check": "x"}]}))


def test_csv_has_its_columns_and_comes_with_or_without_a_mark(tmp_path: Path) -> None:
    files = {file.stem: file for file in as_csv.present(judged(), tmp_path, Look(byte_order_mark=False))}
    assert set(files) == set(tables(judged()))
    for name, (columns, rows) in tables(judged()).items():
        assert not files[name].read_bytes().startswith(b"\xef\xbb\xbf")
        frame = pd.read_csv(files[name])
        assert (list(frame.columns), len(frame)) == (columns, len(rows))
    assert as_csv.write(judged(), tmp_path)[0].read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_workbook_holds_text_only(text: str, tmp_path: Path) -> None:
    (file,) = as_xlsx.write(result(text), tmp_path)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["scan", *tables(result(text))]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
        assert not [cell for cell in cells if re.search(r"[\x00-\x1f\u202e]", str(cell.value))]


def test_a_workbook_is_the_same_for_the_same_result(tmp_path: Path) -> None:
    first = as_xlsx.write(judged(), tmp_path)[0].read_bytes()
    assert as_xlsx.write(judged(), tmp_path)[0].read_bytes() == first


def test_a_cell_longer_than_excel_takes_is_cut(tmp_path: Path) -> None:
    (file,) = as_xlsx.write(result("x" * 40_000), tmp_path)
    longest = max(len(str(cell.value)) for row in openpyxl.load_workbook(file)["cookies"].iter_rows() for cell in row)
    assert longest == 32_767


def test_sarif_tells_level_kind_and_who_accepted(tmp_path: Path) -> None:
    run = sarif(judged(), tmp_path)
    told = {one["properties"]["subject"]: one for one in run["results"]}
    assert (told["hotjar"]["kind"], told["hotjar"]["level"]) == ("fail", "error")
    assert (told["_ga"]["kind"], told["_ga"]["level"]) == ("review", "none")
    assert told["clarity"]["suppressions"][0]["justification"] == "ticket 41"
    assert len({one["partialFingerprints"]["checkAndSubject/v1"] for one in run["results"]}) == 4
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    notes = [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]
    assert notes == ["pre-ticked: not assessed: no dialog could be read", "ip-echo: not assessed: ValueError: x"]


@pytest.mark.parametrize("text", HOSTILE)
def test_sarif_has_no_address_but_of_the_web(text: str, tmp_path: Path) -> None:
    for one in sarif(result(text), tmp_path)["results"]:
        places = one["locations"] + one.get("relatedLocations", [])
        assert all(
            place["physicalLocation"]["artifactLocation"]["uri"].startswith(("http://", "https://")) for place in places
        )
        assert not re.search(r"[\x00-\x1f\u202e]", json.dumps(one, ensure_ascii=False))


def test_junit_fails_for_what_counts(tmp_path: Path) -> None:
    (file,) = as_junit.write(judged(), tmp_path)
    suite = ET.parse(file).getroot()[0]
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5", "failures": "1", "errors": "1", "skipped": "2",
    }  # fmt: skip
    case = next(one for one in suite if one.get("name", "").startswith("undisclosed-service"))
    assert [one.get("message") for one in case.findall("failure")] == ["Hotjar · 3 requests", "_hj"]
    assert "accepted, ticket 41" in (case.findtext("system-out") or "")


def test_junit_says_that_a_site_could_not_be_scanned(tmp_path: Path) -> None:
    (file,) = as_junit.write(replace(result("x"), reason="The site did not answer."), tmp_path)
    assert ET.parse(file).getroot().get("errors") == "1"


@pytest.mark.parametrize("text", [*HOSTILE, "\x00\x08\ud800\ufffe"])
def test_junit_is_xml_whatever_a_site_sends(text: str, tmp_path: Path) -> None:
    finding = replace(result(text).findings[0], check="undisclosed-service")
    outcome = CheckOutcome(id="undisclosed-service", outcome="fail", title=text, category=text, why=text)
    (file,) = as_junit.write(replace(result(text), findings=(finding,), checks=(outcome,)), tmp_path)
    assert ET.parse(file).getroot().get("failures") == "1"


def test_a_ticket_names_causes_and_what_was_not_assessed(tmp_path: Path) -> None:
    (file,) = as_markdown.write(judged(), tmp_path)
    text = file.read_text(encoding="utf-8")
    assert "| high | certain | Hotjar · 3 requests (and 1 more of the same cause) |" in text
    assert "Beside these: 1 possible, to be looked at; 1 accepted." in text
    assert "* pre-ticked: no dialog could be read" in text
    assert "https://" not in text


@pytest.mark.parametrize("text", [*HOSTILE, "@everyone", "[x](https://evil.example)", "a | b", "`x`"])
def test_nothing_in_a_ticket_is_markup(text: str) -> None:
    told = as_markdown.escaped(text)
    assert not re.search(r"(?<!\\)[`*_\[\]|#]", told.replace("&#58;", "").replace("&#64;", ""))
    assert not re.search(r"[<>@\x00-\x1f]|://", told)


def test_sarif_has_what_code_hosts_ask_for(tmp_path: Path) -> None:
    """The properties that GitHub's documentation on SARIF support calls required, and the enumerations of the standard."""
    (file,) = as_sarif.write(judged(), tmp_path)
    log = json.loads(file.read_text(encoding="utf-8"))
    assert (log["version"], log["$schema"].rpartition("/")[2]) == ("2.1.0", "sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "privacydiff"
    assert run["automationDetails"]["id"] == "privacydiff/example.test/"
    for rule in driver["rules"]:
        assert rule["id"]
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help")), rule
    for one in run["results"]:
        assert one["message"]["text"]
        assert one["level"] in ("none", "note", "warning", "error")
        assert one["kind"] in ("fail", "review")
        assert (one["kind"] == "fail") == (one["level"] != "none")
        (place,) = (each["physicalLocation"] for each in one["locations"])
        assert place["artifactLocation"]["uri"].startswith("https://")
        assert place["region"]["startLine"] == 1
        assert one["partialFingerprints"]


def test_junit_counts_what_it_holds(tmp_path: Path) -> None:
    (file,) = as_junit.write(judged(), tmp_path)
    root = ET.parse(file).getroot()
    (suite,) = root
    cases = suite.findall("testcase")
    for element in (root, suite):
        assert int(element.get("tests", "")) == len(cases)
        for kind, children in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(element.get(kind, "")) == sum(case.find(children) is not None for case in cases), kind
    assert all(case.get("name") and case.get("classname") for case in cases)
    assert suite.get("timestamp") == judged().started_at


def test_a_ticket_is_short_whatever_was_found(tmp_path: Path) -> None:
    (file,) = as_markdown.write(large(), tmp_path)
    assert len(file.read_text(encoding="utf-8")) < 65_536  # what GitHub takes as the body of an issue


def test_every_format_lives_without_findings(tmp_path: Path) -> None:
    empty: tuple[Finding, ...] = ()
    for format_ in (as_csv, as_xlsx, as_sarif, as_junit, as_markdown):
        assert format_.write(replace(result("x"), findings=empty, checks=()), tmp_path)
