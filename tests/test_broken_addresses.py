"""A site with addresses that are none, headers that nobody can read, dates no calendar holds, and scripts under made-up names."""

import pytest
from scanning import Scan, scan

from scanner.demo.server import Farm
from scanner.model.evidence import Setter
from spiders import limits, urls

HOME = "https://www.bent.test/"


@pytest.fixture(scope="module")
def bent(website: Farm, tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """The site, its home page and two more."""
    return scan(website, tmp_path_factory.mktemp("bent"), "www.bent.test", "/long", pages=2)


@pytest.mark.browser
def test_its_pages_policy_and_form_are_seen_all_the_same(bent: Scan) -> None:
    assert bent.result.complete
    assert [(visit.kind, visit.title) for visit in bent.result.visits] == [
        ("home", "Bent"), ("policy", "Privacy policy"), ("page", "Long"), ("page", "Calm"),
    ]  # fmt: skip
    assert [one.what for one in bent.result.failures] == ["aliases"]  # the proxy's business
    assert len(bent.result.documents) == 1
    (form,) = bent.result.forms
    assert (form.action, [field.kind for field in form.fields]) == ("", ["email"])


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "days"),
    [("bent_age", 0), ("bent_long", 0), ("bent_hour", 0), ("bent_sign", 0), ("bent_many", 1e12 / 86_400)],
)
def test_a_lifetime_is_as_set_and_none_where_none_can_be_read(bent: Scan, name: str, days: float) -> None:
    assert bent.cookie(name).lifetime_days == pytest.approx(days)


@pytest.mark.browser
def test_what_a_script_under_a_made_up_name_does_is_its_pages(bent: Scan) -> None:
    assert bent.key("bent_key").set_by == Setter(kind="script", url=HOME)
    (request,) = bent.requests("/bent-request")
    assert request.initiator
    assert (request.initiator.kind, request.initiator.url) == ("script", HOME)
    assert {one.script for one in bent.result.api_calls} == {HOME}


@pytest.mark.browser
@pytest.mark.parametrize("key", ["data_key", "blob_key"])
def test_what_a_script_made_on_the_spot_keeps_is_its_pages(bent: Scan, key: str) -> None:
    assert bent.key(key).set_by == Setter(kind="script", url=f"{HOME}long")


@pytest.mark.browser
def test_addresses_and_names_without_end_are_kept_in_part(bent: Scan) -> None:
    assert {len(one.url) for one in bent.result.requests if "/long-" in one.url} == {limits.URL_CHARACTERS}
    (key,) = [one for one in bent.result.storage if one.key.startswith("long_key")]
    assert (len(key.key), key.set_by.url) == (limits.KEY_CHARACTERS, f"{HOME}long")
    (request,) = bent.requests("/from-data")
    assert request.initiator
    assert request.initiator.kind == "script"
    assert (bent.folder / "result.json").stat().st_size < 2_000_000


@pytest.mark.browser
def test_a_cookie_in_bytes_that_are_no_utf_8_is_named_by_its_answer(bent: Scan) -> None:
    (request,) = bent.requests("/bent-headers")
    assert set(request.set_cookies) == {"bënt_bytes", "bent_zone", "bent_sign", "bent_many"}


@pytest.mark.browser
def test_a_part_of_a_page_that_asks_for_a_password_is_not_waited_for_without_end(bent: Scan) -> None:
    (request,) = bent.requests("/bent-auth")
    assert request.status == 401
    assert bent.visit("/calm").loaded


@pytest.mark.browser
def test_of_its_endpoints_the_one_that_is_an_address_is_listed(bent: Scan) -> None:
    assert [(one.kind, one.url) for one in bent.result.report_endpoints] == [("csp", "https://csp.test/r")]


@pytest.mark.parametrize("text", ["http://[", "https://a]b/", "https://a:b/", "https://a:99999999/", "//[", "a", ""])
def test_what_is_no_address(text: str) -> None:
    assert not urls.is_url(text)


@pytest.mark.parametrize("text", ["https://a.test", "http://[::1]:80/", "mailto:a@b.test", "data:text/html,//["])
def test_what_is_one(text: str) -> None:
    assert urls.is_url(text)
