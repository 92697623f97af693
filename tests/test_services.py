"""The service files: every example in them, and what holds for all of them."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from scanner import services
from scanner.model import codec
from scanner.model.errors import UsageError
from scanner.policy.patterns import fold, grammar, languages
from scanner.policy.vendors import names_of
from scanner.services import CATEGORIES, PURPOSES, Service
from scanner.services.catalogue import load
from scanner.services.model import KnownCookie

CATALOGUE = services.load()
ALL = list(CATALOGUE.services.values())


def test_examples_match_as_the_file_says() -> None:
    for service in ALL:
        for example in service.match:
            found = CATALOGUE.match_url(example.url)
            assert found is not None, example.url
            assert found.service.id == service.id, example.url
            if example.account:
                assert found.account == example.account
        for example in service.no_match:
            found = CATALOGUE.match_url(example.url)
            assert found is None or found.service.id != service.id, example.url


def test_every_file_is_complete() -> None:
    for service in ALL:
        assert service.category in CATEGORIES
        assert service.purpose in PURPOSES
        assert all(cookie.purpose in PURPOSES for cookie in service.cookies)
        assert re.fullmatch(r"[A-Z]{2}", service.country)
        assert service.sources
        assert all(source.startswith("https://") for source in service.sources)
        assert not service.hosts or (service.match and service.no_match)
        assert all(company in CATALOGUE.services or company == "microsoft" for company in service.companies)


def test_there_are_enough_services() -> None:
    assert len(ALL) >= 600


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


def test_names_are_found_where_a_sentence_names_the_service() -> None:
    for service in ALL:
        for example in service.names_example:
            assert (service.id in _found(example.language, example.text)) == example.found, example.text


@pytest.mark.parametrize("language", languages())
def test_names_as_policies_write_them(language: str) -> None:
    cases = tomllib.loads((Path(__file__).parent / "cases" / "names.toml").read_text(encoding="utf-8"))[language]
    assert {text: sorted(_found(language, text)) for text in cases} == cases


def _found(language: str, text: str) -> set[str]:
    names = names_of(CATALOGUE, language, grammar(language).endings if language in languages() else "")
    return {identity for identity, _, _ in names.find(text, fold(text))}


def test_every_name_speaks_of_its_service_and_of_no_other() -> None:
    for service in ALL:
        for language, phrases in service.names.items():
            for phrase in phrases:
                sentence = f"1) {phrase.replace('*', '')}, 2)"
                assert _found("lv" if language == "all" else language, sentence) == {service.id}, phrase


def test_no_name_is_heard_in_a_context_that_means_something_else() -> None:
    for service in ALL:
        for language, phrases in service.names_not.items():
            for phrase in phrases:
                sentence = f"1) {phrase.replace('*', '')}, 2)"
                assert service.id not in _found("lv" if language == "all" else language, sentence), phrase


def test_no_host_belongs_to_two_services() -> None:
    owners: dict[tuple[str, str, str], str] = {}
    for service in ALL:
        for host in service.hosts:
            key = (host.domain, host.path, host.pattern)
            assert owners.setdefault(key, service.id) == service.id, key


def test_a_pattern_for_every_host_says_what_its_addresses_hold() -> None:
    entries = [(service.id, host) for service in ALL for host in service.hosts if not host.domain]
    assert len(entries) > 20
    assert [one for one, host in entries if len(host.contains) < 3 or not host.pattern.startswith("^[^/?]+/")] == []


def test_no_alias_is_the_id_or_alias_of_another() -> None:
    every = [*CATALOGUE.services, *(alias for service in ALL for alias in service.aliases)]
    assert len(every) == len(set(every))
    assert all(CATALOGUE.service(alias) is service for service in ALL for alias in service.aliases)


def _parties(cookie: KnownCookie) -> tuple[Literal["first", "third"], ...]:
    return ("first", "third") if cookie.party == "any" else (cookie.party,)


def test_no_cookie_is_swallowed_by_the_pattern_of_another_service() -> None:
    for service in ALL:
        for cookie in service.cookies:
            fixed = cookie.name.replace("*", "")
            assert len(fixed) >= 3 or cookie.domain or "*" not in cookie.name, f"{cookie.name} fits too much"
            for party in _parties(cookie):
                assert party == "first" or cookie.domain or cookie.party == "any", (
                    f"{cookie.name}: a third party has a domain"
                )
                match = CATALOGUE.match_cookie(cookie.name.replace("*", "x").replace("#", "1"), cookie.domain, party)
                assert match is not None
                assert match.service.id == service.id, cookie.name
                assert match.cookie.purpose == cookie.purpose, cookie.name


def test_no_stored_key_is_swallowed_by_the_pattern_of_another_service() -> None:
    for service in ALL:
        for key in service.storage:
            assert len(key.key.replace("*", "")) >= 3, f"{key.key} fits too much"
            match = CATALOGUE.match_storage(key.key.replace("*", "x"))
            assert match is not None
            assert match.service.id == service.id, key.key


def test_a_checked_status_has_its_day() -> None:
    for service in ALL:
        if service.dpf_checked_on:
            assert date.fromisoformat(service.dpf_checked_on)
            assert service.dpf_status != "unknown"
            assert service.dpf_source.startswith("https://"), service.id


def test_what_is_told_of_a_contract_has_its_page() -> None:
    for service in ALL:
        assert not service.role_source or service.role_source.startswith("https://"), service.id
        assert not service.dpf_source or service.dpf_checked_on, service.id
