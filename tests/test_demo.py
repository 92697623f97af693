"""The demo scanned in a real browser: what was recorded, what was found, what the reports hold."""

import csv
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scanner.demo.server import Arrival
from scanner.model import codec
from scanner.model.result import Result

pytestmark = pytest.mark.browser


def test_everything_that_arrived_is_in_the_record(demo_result: Result, demo_arrived: list[Arrival]) -> None:
    arrived = {(one.host, one.path) for one in demo_arrived if "Chrome" in one.headers.get("user-agent", "")}
    recorded = {(urlsplit(one.url).hostname, urlsplit(one.url).path) for one in demo_result.requests}
    assert arrived
    assert arrived <= recorded


def test_the_scan_is_whole(demo_result: Result) -> None:
    assert demo_result.complete
    assert demo_result.reason is None
    assert [visit.state for visit in demo_result.visits if not visit.loaded] == []
    assert {visit.state for visit in demo_result.visits} == {"baseline", "accept", "reject", "device"}


def test_both_choices_are_verified(demo_result: Result) -> None:
    assert demo_result.consent.banner
    assert demo_result.consent.first_layer.reject
    assert demo_result.consent.accept.verified, demo_result.consent.accept
    assert demo_result.consent.reject.verified, demo_result.consent.reject


def test_third_party_cookies_are_there(demo_result: Result) -> None:
    third = {(cookie.name, cookie.service) for cookie in demo_result.cookies if cookie.party == "third"}
    assert {("fr", "meta-pixel"), ("NID", "google-maps")} <= third


def test_cookies_tell_who_set_them_and_for_how_long(demo_result: Result) -> None:
    by_name = {cookie.name: cookie for cookie in demo_result.cookies}
    pixel = by_name["_fbp"]
    assert pixel.set_by.kind == "script"
    assert pixel.set_by.url == "https://connect.facebook.net/lv_LV/fbevents.js"
    assert pixel.lifetime_days == 90
    assert by_name["fr"].set_by.kind == "http"
    assert by_name["ozolkalns_sesija"].session
    assert by_name["_ga"].states == ("accept",)


def test_values_are_not_kept(demo_result: Result, demo_folder: Path) -> None:
    assert all(cookie.value is None for cookie in demo_result.cookies)
    assert "fb.1." not in (demo_folder / "result.json").read_text(encoding="utf-8")
    assert not any("cid=" in one.url and "cid=~" not in one.url for one in demo_result.requests)


def test_the_account_with_a_service_stays_readable(demo_result: Result) -> None:
    flow = next(flow for flow in demo_result.flows if flow.service == "google-analytics")
    assert flow.accounts == ("G-OZOLKALNS1",)


@pytest.mark.parametrize(
    ("service", "disclosure"),
    [
        ("google-analytics", "clear"),
        ("google-fonts", "omitted"),
        ("google-maps", "incorrect"),
        ("twitter", "stale"),
    ],
)
def test_flows(demo_result: Result, service: str, disclosure: str) -> None:
    flow = next(flow for flow in demo_result.flows if flow.service == service)
    assert flow.disclosure == disclosure


@pytest.mark.parametrize(
    ("check", "subject"),
    [
        ("service-before-consent", "meta-pixel"),
        ("service-before-consent", "hotjar"),
        ("service-after-reject", "hotjar"),
        ("cookies-before-consent", "_fbp"),
        ("consent-promise-broken", None),
        ("third-party-cookies-denied", None),
        ("cookie-lifetime", "_ga"),
        ("denied-service", "google-maps"),
        ("undisclosed-cookie", "_fbp"),
        ("undisclosed-service", "google-fonts"),
        ("stale-service", "twitter"),
        ("transfer-denied", None),
        ("ip-recipient-undisclosed", None),
    ],
)
def test_findings(demo_result: Result, check: str, subject: str | None) -> None:
    assert (check, subject) in {(one.check, one.subject) for one in demo_result.findings}


@pytest.mark.parametrize(
    ("check", "subject"),
    [
        ("service-before-consent", "google-analytics"),
        ("cookies-before-consent", "_ga"),
        ("cookies-before-consent", "ozolkalns_sesija"),
        ("cookies-after-reject", "ozolkalns_izvele"),
        ("undisclosed-service", "google-analytics"),
        ("no-banner", None),
        ("policy-missing", None),
    ],
)
def test_nothing_is_held_against_what_is_right(demo_result: Result, check: str, subject: str | None) -> None:
    assert (check, subject) not in {(one.check, one.subject) for one in demo_result.findings}


def test_no_check_has_a_fault(demo_result: Result) -> None:
    assert [outcome for outcome in demo_result.checks if outcome.outcome == "error"] == []


def test_every_quote_is_verbatim(demo_result: Result) -> None:
    texts = {document.url: document.text for document in demo_result.documents}
    for finding in demo_result.findings:
        for quote in finding.quotes:
            assert texts[quote.document][quote.start : quote.end] == quote.quote


def test_result_json_comes_back_as_it_was(demo_result: Result, demo_folder: Path) -> None:
    assert codec.from_json((demo_folder / "result.json").read_bytes(), Result) == demo_result


def test_reports_are_written(demo_result: Result, demo_folder: Path) -> None:
    with (demo_folder / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(demo_result.findings)
    html = (demo_folder / "report.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" in html
    assert "Hotjar" in html
    assert json.loads((demo_folder / "result.json").read_text(encoding="utf-8"))["schema"] == 1
