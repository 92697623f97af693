"""The service files: every example in them, and what holds for all of them."""

import re
from pathlib import Path

import pytest

from scanner import services
from scanner.model import codec
from scanner.model.errors import UsageError
from scanner.services import CATEGORIES, PURPOSES, Service
from scanner.services.catalogue import load

CATALOGUE = services.load()
ALL = list(CATALOGUE.services.values())


@pytest.mark.parametrize("service", ALL, ids=lambda service: service.id)
def test_examples_match_as_the_file_says(service: Service) -> None:
    for example in service.match:
        found = CATALOGUE.match_url(example.url)
        assert found is not None, example.url
        assert found.service.id == service.id, example.url
        if example.account:
            assert found.account == example.account
    for example in service.no_match:
        found = CATALOGUE.match_url(example.url)
        assert found is None or found.service.id != service.id, example.url


@pytest.mark.parametrize("service", ALL, ids=lambda service: service.id)
def test_every_file_is_complete(service: Service) -> None:
    assert service.category in CATEGORIES
    assert service.purpose in PURPOSES
    assert all(cookie.purpose in PURPOSES for cookie in service.cookies)
    assert re.fullmatch(r"[A-Z]{2}", service.country)
    assert service.sources
    assert all(source.startswith("https://") for source in service.sources)
    assert not service.hosts or (service.match and service.no_match)
    assert all(company in CATALOGUE.services or company == "microsoft" for company in service.companies)


def test_there_are_enough_services_for_a_first_catalogue() -> None:
    assert len(ALL) >= 40


@pytest.mark.parametrize(
    ("name", "domain", "party", "service", "purpose"),
    [
        ("_ga", ".example.lv", "first", "google-analytics", "statistics"),
        ("_ga_ABC123", ".example.lv", "first", "google-analytics", "statistics"),
        ("_gcl_au", ".example.lv", "first", "google-ads", "marketing"),
        ("_pk_id.7.ead1", "example.lv", "first", "matomo", "statistics"),
        ("IDE", ".doubleclick.net", "third", "google-ads", "marketing"),
        ("PHPSESSID", "example.lv", "first", "web-platform", "necessary"),
        ("cc_cookie", "example.lv", "first", "consent-tools", "necessary"),
    ],
)
def test_cookies_are_recognised(name: str, domain: str, party: str, service: str, purpose: str) -> None:
    match = CATALOGUE.match_cookie(name, domain, party)  # type: ignore[arg-type]
    assert match is not None
    assert (match.service.id, match.cookie.purpose) == (service, purpose)


@pytest.mark.parametrize(
    "url", ["", "::", "https://", "https://[::1", "x" * 100_000, "https://ā.example/ē?ī", "data:text/html,x"]
)
def test_no_address_makes_matching_fail(url: str) -> None:
    CATALOGUE.match_url(url)


def test_the_catalogue_is_loaded_once() -> None:
    assert load() is CATALOGUE


def test_an_unknown_key_in_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text('nmae = "X"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="nmae"):
        codec.from_toml(file, Service, strict=True)
