"""What the record keeps of values: lengths and hashes, never the values."""

import pytest

from scanner import services
from spiders.masking import Mask, holds_address, looks_random


@pytest.fixture
def mask() -> Mask:
    """A mask as scans use it by default."""
    return Mask(services.load(), keep_values=False)


def test_query_values_become_hashes_that_are_equal_for_equal_values(mask: Mask) -> None:
    first, second = mask.url("https://example.test/a?id=secret"), mask.url("https://example.test/b?id=secret")
    assert "secret" not in first
    assert first.rsplit("=", 1)[1] == second.rsplit("=", 1)[1]
    assert first != mask.url("https://example.test/a?id=other")


def test_hashes_of_two_scans_cannot_be_compared(mask: Mask) -> None:
    assert mask.hash("secret") != Mask(services.load(), keep_values=False).hash("secret")


def test_credentials_and_fragments_are_dropped_whatever_is_kept(mask: Mask) -> None:
    keeping = Mask(services.load(), keep_values=True)
    for one in (mask, keeping):
        assert one.url("https://user:word@example.test/a#token") == "https://example.test/a"
    assert keeping.url("https://example.test/a?id=secret") == "https://example.test/a?id=secret"


@pytest.mark.parametrize(
    ("url", "kept"), [("https://u:secret@[x/a?b=c#d", "https://[x/a"), ("http://[", "http://["), ("own-name?b=c", "own-name")]
)
def test_of_what_is_no_address_the_beginning_is_kept(mask: Mask, url: str, kept: str) -> None:
    assert mask.url(url) == kept


def test_the_account_with_a_service_stays_readable(mask: Mask) -> None:
    kept = mask.url("https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=555.777")
    assert "tid=G-ABC1234567" in kept
    assert "555.777" not in kept


@pytest.mark.parametrize(
    ("body", "kept"), [(None, None), ("a plain text that was sent", "(26 characters)"), ("", "(0 characters)")]
)
def test_bodies_become_lengths(mask: Mask, body: str | None, kept: str | None) -> None:
    assert mask.body(body) == kept


def test_of_a_posted_form_the_names_stay(mask: Mask) -> None:
    kept = mask.body("email=ilze%40example.test&ip=192.0.2.1") or ""
    assert [pair.split("=")[0] for pair in kept.split("&")] == ["email", "ip"]
    assert "ilze" not in kept
    assert "192.0.2.1" not in kept


@pytest.mark.parametrize("value", ["192.0.2.7", "ip%3D198.51.100.4", "8.8.8.8", '{"ip":"2001:db8::1"}'])
def test_addresses_are_seen(value: str) -> None:
    assert holds_address(value)


@pytest.mark.parametrize("value", ["127.0.0.1", "10.0.0.5", "1.2.3", "999.1.1.1", "12:30:45", "version 1.2.3.4.5", ""])
def test_what_only_looks_like_an_address_is_not_one(value: str) -> None:
    assert not holds_address(value)


@pytest.mark.parametrize(
    "value", ["GA1.2.1938475610.1732400000", "550e8400-e29b-41d4-a716-446655440000", "a8F3k29Qpz71"]
)
def test_identifiers_look_random(value: str) -> None:
    assert looks_random(value)


@pytest.mark.parametrize("value", ["lv", "true", "granted", "accepted-all", "1732400000"[:4], "Europe/Riga"])
def test_settings_do_not(value: str) -> None:
    assert not looks_random(value)
