"""Real client libraries from npm on loopback: their cookies, keys, requests and calls are found, in one scan.

Needs npm and its registry once; the packages are kept in .cache/npm, and are never part of the project.
"""

from collections import defaultdict
from pathlib import Path

import pytest
from packages import need_npm, unpacked
from scanning import Scan, scan

from scanner.demo import server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOST, LIBRARIES = "www.libraries-shop.test", "libraries.example"
TEXT = "<h1>Kapsēta</h1><p>Ziemas zābaki ar vilnas oderi</p><p>Visi izmēri pieejami noliktavā</p><p>Apmaiņa un atgriešana bez maksas</p><p>Piegāde divu darbdienu laikā</p>"

# Page: package, its script, what stands before the script in the page, and what is put behind it in the same file.
PAGES: dict[str, tuple[str, str, str, str]] = {
    "posthog": (
        "posthog-js@1.449.2",
        "dist/array.full.js",
        "window.posthog = []; posthog.__SV = 1; posthog._i = [['phc_shop', { api_host: 'https://us.i.posthog.com', capture_pageview: true, person_profiles: 'always', request_batching: false }, 'posthog']];",
        "",
    ),
    "mixpanel": (
        "mixpanel-browser@2.83.0",
        "dist/mixpanel.umd.js",
        "",
        "mixpanel.init('a1b2c3d4e5f60718293a4b5c6d7e8f90', { track_pageview: true, batch_requests: false, persistence: 'cookie' });",
    ),
    "clarity": (
        "clarity-js@0.8.70",
        "build/clarity.min.js",
        "window.clarity = function () { (clarity.q = clarity.q || []).push(arguments); }; clarity('start', { projectId: 'shop1', upload: 'https://www.clarity.ms/collect', track: true, content: true, delay: 500 });",
        "",
    ),
    "amplitude": (
        "@amplitude/analytics-browser@2.48.1",
        "lib/scripts/amplitude-min.js",
        "",
        "amplitude.init('a1b2c3d4e5f60718293a4b5c6d7e8f91', { autocapture: true, flushIntervalMillis: 200 });",
    ),
    "prints": (
        "@fingerprintjs/fingerprintjs@5.2.0",
        "dist/fp.min.js",
        "",
        "FingerprintJS.load().then((agent) => agent.get()).then(({ visitorId }) => fetch('https://id.libraries.example/v?id=' + visitorId));",
    ),
    "snowplow": (
        "@snowplow/browser-tracker@4.10.1",
        "dist/index.umd.js",
        "",
        "snowplowBrowserTracking.newTracker('sp', 'https://collector.snowplow.example', { appId: 'shop' }); snowplowBrowserTracking.trackPageView();",
    ),
}
ANSWERING = (
    "us.i.posthog.com", "us-assets.i.posthog.com", "api-js.mixpanel.com", "www.clarity.ms", "api2.amplitude.com",
    "sr-client-cfg.amplitude.com", "id.libraries.example", "collector.snowplow.example",
)  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """A site with one library a page, scanned once."""
    need_npm()
    folder = tmp_path_factory.mktemp("sites")
    for host in (HOST, LIBRARIES, *ANSWERING):
        (folder / host).mkdir()
    for host in ANSWERING:
        (folder / host / "site.toml").write_text('[answers."/*"]\ncontent_type = "application/json"\nbody = "{}"\n')
    home = "".join(f"<a href=/{name}>{name}</a> " for name in PAGES)
    (folder / HOST / "index.html").write_text(f"<!doctype html><title>Shop</title>{TEXT}{home}", encoding="utf-8")
    for name, (package, script, before, behind) in PAGES.items():
        source = (unpacked(package) / script).read_text(encoding="utf-8")
        (folder / LIBRARIES / f"{name}.js").write_text(f"{source}\n;{behind}", encoding="utf-8")
        page = f"<!doctype html><html lang=lv><meta charset=utf-8><title>{name}</title>{TEXT}<script>{before}</script><script src=https://{LIBRARIES}/{name}.js></script>"
        (folder / HOST / f"{name}.html").write_text(page, encoding="utf-8")
    with server.running([folder]) as farm:
        out: Path = tmp_path_factory.mktemp("out")
        return scan(farm, out, HOST, *(f"https://{HOST}/{name}" for name in PAGES), typing=False)


def script(name: str) -> str:
    """The address of a page's library."""
    return f"https://{LIBRARIES}/{name}.js"


def test_every_request_that_arrived_is_recorded(shop: Scan) -> None:
    assert shop.missed() == []


@pytest.mark.parametrize(
    ("page", "host", "service"),
    [
        ("posthog", "us.i.posthog.com", "posthog"),
        ("mixpanel", "api-js.mixpanel.com", "mixpanel"),
        ("clarity", "www.clarity.ms", "microsoft-clarity"),
        ("amplitude", "api2.amplitude.com", "amplitude"),
        ("snowplow", "collector.snowplow.example", "snowplow"),
        ("prints", "id.libraries.example", "libraries.example"),
    ],
)
def test_what_the_library_sent_is_found_with_its_service(shop: Scan, page: str, host: str, service: str) -> None:
    sent = [one for one in shop.result.requests if one.host == host]
    assert sent
    assert {one.service for one in sent} == {service}
    by = {url for one in sent if one.initiator for url in (one.initiator.url, *one.initiator.chain)}
    assert script(page) in by


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("posthog", "ph_phc_shop_posthog"),
        ("mixpanel", "mp_a1b2c3d4e5f60718293a4b5c6d7e8f90_mixpanel"),
        ("clarity", "_clck"),
        ("amplitude", "AMP_a1b2c3d4e5"),
        ("amplitude", "AMP_MKTG_a1b2c3d4e5"),
        ("snowplow", "_sp_id.*"),
        ("snowplow", "_sp_ses.*"),
    ],
)
def test_the_librarys_cookies_are_found_with_who_wrote_them(shop: Scan, page: str, name: str) -> None:
    stem = name.removesuffix("*")
    found = [one for one in shop.result.cookies if one.name == name or (name != stem and one.name.startswith(stem))]
    assert found
    assert {one.set_by.url for one in found} == {script(page)}


@pytest.mark.parametrize(
    ("page", "kind", "key"),
    [
        ("posthog", "local", "ph_phc_shop_posthog"),
        ("posthog", "session", "ph_phc_shop_window_id"),
        ("mixpanel", "indexeddb", "mixpanelBrowserDb"),
        ("mixpanel", "session", "mp_tab_id_mixpanel_a1b2c3d4e5f60718293a4b5c6d7e8f90"),
        ("clarity", "session", "_cltk"),
        ("amplitude", "local", "AMP_unsent_a1b2c3d4e5"),
        ("amplitude", "session", "AMP_URL_INFO"),
        ("snowplow", "local", "snowplowOutQueue_sp"),
    ],
)
def test_the_librarys_keys_are_found_with_who_wrote_them(shop: Scan, page: str, kind: str, key: str) -> None:
    found = {(one.kind, one.set_by.url) for one in shop.result.storage if one.key == key}
    assert (kind, script(page)) in found


def test_a_library_that_keeps_nothing_is_said_to_keep_nothing(shop: Scan) -> None:
    kept = [*shop.result.cookies, *shop.result.storage]
    assert [one for one in kept if one.set_by.url == script("prints")] == []


@pytest.mark.parametrize(
    ("page", "apis"),
    [
        ("prints", {"canvas", "audio", "navigator", "webgl"}),
        ("clarity", {"beacon", "listener-input", "listener-keys", "listener-mouse", "listener-scroll"}),
        ("posthog", {"listener-keys", "listener-scroll", "navigator"}),
        ("amplitude", {"listener-input", "listener-keys", "listener-scroll"}),
        ("snowplow", {"navigator"}),
    ],
)
def test_calls_are_counted_for_the_library(shop: Scan, page: str, apis: set[str]) -> None:
    assert apis <= {one.api for one in shop.result.api_calls if one.script == script(page)}


def test_identifiers_that_left_are_named(shop: Scan) -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for one in shop.result.requests:
        kinds[one.host] |= {each.kind for each in one.identifiers}
    for host in ("us.i.posthog.com", "api-js.mixpanel.com", "api2.amplitude.com", "collector.snowplow.example"):
        assert {"cookie_id", "storage_id"} & kinds[host], host


def test_a_fingerprint_and_a_recording_are_findings(shop: Scan) -> None:
    found = {(one.check, one.subject) for one in shop.result.findings}
    assert ("fingerprinting", "libraries.example") in found
    assert ("session-recording", "microsoft-clarity") in found
