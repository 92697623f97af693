"""What a page does, one page a behaviour, against what the servers say arrived: requests, cookies, storage, timing."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scanning import Scan, scan

from scanner.demo.server import Farm
from scanner.model import codec
from scanner.model.evidence import Evidence, Setter

pytestmark = pytest.mark.browser

PAGES = (
    "/leaving?at=middle",
    "/workers",
    "/frames",
    "/cookies",
    "/storage",
    "/timers",
    "/lazy",
    "/popup",
    "/forms",
    "/left",
    "/again",
    "/hints",
    "/moved/first",
    "/teapot",
    "/leaving?at=end",
)


@pytest.fixture(scope="module")
def birch(website: Farm, tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """The site of one behaviour a page, scanned once."""
    return scan(website, tmp_path_factory.mktemp("birch"), "www.birch.test", *PAGES)


def test_the_record_holds_every_request_that_arrived(birch: Scan) -> None:
    assert birch.result.complete
    assert len(birch.arrived) > 40
    assert birch.missed() == []


@pytest.mark.parametrize(
    "path",
    [
        "/leaving/beacon/middle",
        "/leaving/keepalive/middle",
        "/leaving/hidden/middle",
        "/leaving/beacon/end",
        "/leaving/keepalive/end",
        "/worker/dedicated",
        "/worker/nested",
        "/worker/shared",
        "/worker/service",
        "/imported.js",
        "/socket",
        "/events",
        "/frame/sandboxed",
        "/frame/blank",
        "/frame/blob",
        "/timer/1",
        "/timer/2",
        "/timer/4",
        "/lazy/image",
        "/lazy/inside",
        "/from-popup",
        "/favicon.ico",
        "/hint/prefetch",
        "/hint/preload",
        "/hint/module",
        "/hint/violation",
        "/hint/ping",
        "/hinted/prefetch",
    ],
)
def test_a_request_of_every_kind_arrived_and_is_recorded(birch: Scan, path: str) -> None:
    arrived = [one for one in birch.arrived if one.path == path]
    recorded = birch.requests(path)
    assert arrived
    assert len(recorded) == len(arrived)
    if path != "/socket":
        assert {one.status for one in recorded} == {one.status for one in arrived}


def test_what_is_sent_on_leaving_belongs_to_the_page_left(birch: Scan) -> None:
    for place in ("middle", "end"):
        for request in birch.requests(f"/leaving/beacon/{place}"):
            assert request.method == "POST"
            assert birch.result.visits[request.visit].url.endswith(f"/leaving?at={place}")


@pytest.mark.parametrize("kind", ["early", "asked", "text", "blob", "query", "form", "bytes", "kept"])
def test_what_is_sent_in_a_blob_or_on_leaving_is_searched_for_identifiers(birch: Scan, kind: str) -> None:
    (request,) = birch.requests(f"/left/{kind}")
    assert request.recorded_by == "cdp"
    assert birch.result.visits[request.visit].url.endswith("/left")
    assert {(one.kind, one.part) for one in request.identifiers} == {("storage_id", "body")}


def test_who_asked_is_known(birch: Scan) -> None:
    (timer,) = birch.requests("/timer/2")
    assert timer.initiator
    assert timer.initiator.kind == "script"
    assert timer.initiator.url == "https://www.birch.test/timers"
    assert timer.initiator.line
    (image,) = birch.requests("/hop")
    assert image.initiator
    assert image.initiator.kind == "parser"
    assert image.document_url == "https://www.birch.test/cookies"


def test_a_chain_of_redirects_is_kept_hop_by_hop(birch: Scan) -> None:
    requests = birch.result.requests
    (end,) = birch.requests("/moved/end")
    assert end.redirected_from is not None
    second = requests[end.redirected_from]
    assert second.redirected_from is not None
    first = requests[second.redirected_from]
    assert [urlsplit(hop.url).path for hop in (first, second)] == ["/moved/first", "/moved/second"]
    assert [hop.status for hop in (first, second, end)] == [301, 302, 200]
    assert first.set_cookies == ("moved_cookie",)
    assert birch.visit("/moved/first").final_url == "https://www.birch.test/moved/end"


def test_an_error_page_counts_as_not_loaded(birch: Scan) -> None:
    visit = birch.visit("/teapot")
    assert (visit.status, visit.loaded) == (418, False)
    assert "418" in birch.why("visit", "/teapot")


@pytest.mark.parametrize(
    ("name", "domain", "kind", "setter", "days"),
    [
        ("script_cookie", "www.birch.test", "script", "https://cdn.scripts.test/set.js", 30),
        ("store_cookie", "www.birch.test", "script", "https://cdn.scripts.test/set.js", 10),
        ("inline_cookie", "www.birch.test", "script", "https://www.birch.test/cookies", 0),
        ("moved_cookie", "www.birch.test", "http", "https://www.birch.test/moved/first", 1),
        ("hop_cookie", "api.tracker.test", "http", "https://api.tracker.test/hop", 90),
        ("landed_cookie", ".partner.test", "http", "https://ads.partner.test/landed", 400),
        ("widget_cookie", "widget.frames.test", "script", "https://widget.frames.test/keep.js", 10),
        ("popup_cookie", "pop.partner.test", "script", "https://pop.partner.test/", 0),
    ],
)
def test_cookies_with_who_set_them(birch: Scan, name: str, domain: str, kind: str, setter: str, days: float) -> None:
    cookie = birch.cookie(name)
    assert cookie.blocked is None
    assert cookie.domain == domain
    assert (cookie.set_by.kind, cookie.set_by.url) == (kind, setter)
    assert cookie.lifetime_days == pytest.approx(days, abs=0.01)
    assert cookie.session == (days == 0)


def test_third_party_cookies_are_taken_and_sent_back(birch: Scan) -> None:
    later = [one for one in birch.arrived if one.host == "api.tracker.test" and one.path == "/leaving/beacon/end"]
    assert ["hop_cookie" in one.headers.get("cookie", "") for one in later] == [True]
    (last,) = birch.requests("/leaving/beacon/end")
    assert "hop_cookie" in last.sent_cookies


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("lax_cookie", "SameSiteUnspecifiedTreatedAsLax"),
        ("foreign_cookie", "InvalidDomain"),
        ("__Host-wrong", "InvalidPrefix"),
    ],
)
def test_refused_cookies_are_told_with_the_browsers_reason(birch: Scan, name: str, reason: str) -> None:
    cookie = birch.cookie(name)
    assert reason in (cookie.blocked or "")
    (request,) = birch.requests("/refused")
    assert name in dict(request.blocked_cookies)


def test_who_wrote_a_cookie_again_and_who_deleted_one(birch: Scan) -> None:
    again = Setter(kind="script", url="https://www.birch.test/again")
    assert birch.cookie("inline_cookie").overwritten_by == (again,)
    assert birch.cookie("store_cookie").deleted_by == (again,)
    assert (birch.cookie("script_cookie").overwritten_by, birch.cookie("script_cookie").deleted_by) == ((), ())


def test_a_cookie_of_a_partition_is_known_as_one(birch: Scan) -> None:
    chips = birch.cookie("chips_cookie")
    assert (chips.partitioned, chips.domain, chips.lifetime_days) == (True, "api.tracker.test", pytest.approx(10, abs=0.01))


def test_a_frame_that_asks_for_its_storage_is_told(birch: Scan) -> None:
    asked = {(one.api, one.script) for one in birch.result.api_calls}
    assert ("storage-access", "https://widget.frames.test/keep.js") in asked


def test_a_cookie_deleted_at_once_is_not_listed(birch: Scan) -> None:
    assert "deleted_cookie" not in {cookie.name for cookie in birch.result.cookies}


@pytest.mark.parametrize(
    ("key", "kind", "origin", "script"),
    [
        ("own_local", "local", "https://www.birch.test", "https://www.birch.test/storage.js"),
        ("own_session", "session", "https://www.birch.test", "https://www.birch.test/storage.js"),
        ("own_base", "indexeddb", "https://www.birch.test", "https://www.birch.test/storage.js"),
        ("own_cache", "cache", "https://www.birch.test", "https://www.birch.test/storage.js"),
        ("by_property", "local", "https://www.birch.test", None),
        ("widget_local", "local", "https://widget.frames.test", "https://widget.frames.test/keep.js"),
        ("widget_session", "session", "https://widget.frames.test", "https://widget.frames.test/keep.js"),
        ("widget_base", "indexeddb", "https://widget.frames.test", "https://widget.frames.test/keep.js"),
        ("widget_cache", "cache", "https://widget.frames.test", "https://widget.frames.test/keep.js"),
    ],
)
def test_storage_of_the_site_and_of_frames(birch: Scan, key: str, kind: str, origin: str, script: str | None) -> None:
    item = birch.key(key)
    assert (item.kind, item.origin) == (kind, origin)
    assert item.set_by.url == script


def test_forms_with_an_insecure_target_and_the_visitors_address(birch: Scan) -> None:
    (form,) = birch.result.forms
    assert form.action == "http://www.birch.test/send"
    assert [field.name for field in form.fields if field.hidden_value_is_ip] == ["came_from"]
    assert [(field.type, field.label) for field in form.fields[:2]] == [("text", "Name"), ("email", "E-mail")]
    found = {finding.check for finding in birch.result.findings}
    assert {"insecure-form", "ip-echo"} <= found
    assert "203.0.113.77" not in (birch.folder / "result.json").read_text(encoding="utf-8")


def test_addresses_that_a_page_holds_and_does_not_load(birch: Scan) -> None:
    evidence = codec.from_json((birch.folder / "evidence.json").read_bytes(), Evidence, source="evidence.json")
    held = {(one.kind, one.url) for one in evidence.held_addresses if one.visit == 0}
    assert held == {("kept", "https://widget.frames.test/film"), ("link", "https://pop.partner.test/birch")}


def test_behind_a_proxy_the_address_of_the_server_is_not_known(birch: Scan) -> None:
    assert {request.remote_ip for request in birch.result.requests} == {None}


def test_without_a_proxy_the_address_of_the_server_is_recorded(website: Farm, tmp_path: Path) -> None:
    port = urlsplit(website.proxy).port
    direct = scan(website, tmp_path, f"http://localhost:{port}/", proxy=None, allow_private=True)
    assert direct.result.complete
    assert {request.remote_ip for request in direct.requests("/")} <= {"127.0.0.1", "::1"}
    assert direct.missed() == []
