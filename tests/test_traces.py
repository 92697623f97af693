"""What comes back to the visitor and how the site is reached: addresses echoed, endpoints, transport, routes, Sec-GPC."""

import asyncio
import base64
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import dns.asyncresolver
import dns.message
import dns.rrset
import pytest
from scanning import Scan, scan

from scanner import services
from scanner.demo import server
from scanner.model.target import State, Target
from spiders import answers, consent_strings, names, opt_out_strings
from spiders.assembly import Numbering
from spiders.masking import Mask
from spiders.record import SentRequest, VisitorRecord, VisitRecord

_HOME = """<!doctype html><html lang=lv><meta charset=utf-8><title>Sākums</title><h1>Sākums</h1>
<p>Jūsu adrese ir 203.0.113.9.</p><form action=/s><input type=hidden name=client_ip value=203.0.113.9><input name=q></form>
<script>window.visitor = { address: "203.0." + "113.9" }; var seen = "203.0.113.9"; document.cookie = "ip=203.0.113.9";
localStorage.signal = String(navigator.globalPrivacyControl); localStorage.device = "k3f9a7c1d5e2b8";
fetch("https://api.ipify.org/?format=json");
const worker = new Worker("/worker.js"); worker.onmessage = ({ data }) => { localStorage.worker = data; };
fetch("https://stats.example/c?d=" + localStorage.device + "&dl=" + encodeURIComponent(location.href) + "&tz=" + Intl.DateTimeFormat().resolvedOptions().timeZone);
const opening = indexedDB.open("base");
opening.onupgradeneeded = () => opening.result.createObjectStore("visitors").put({ id: "z9y8x7w6v5u4" }, "k");
caches.open("kept").then((cache) => cache.put("/kept.txt", new Response("x")));
setTimeout(() => { history.pushState({}, "", "/katalogs/zabaki"); fetch("/dati/1"); }, 300);
setTimeout(() => { history.pushState({}, "", "/grozs"); fetch("/dati/2"); }, 600);
</script>"""
_SITE = """
headers = { Strict-Transport-Security = "max-age=31536000; includeSubDomains", Referrer-Policy = "no-referrer-when-downgrade", X-Client-IP = "203.0.113.9", NEL = '{"report_to":"errors","max_age":600}', Report-To = '{"group":"errors","max_age":600,"endpoints":[{"url":"https://nel.example/r"}]}', Content-Security-Policy-Report-Only = "default-src 'self'; report-uri https://csp.example/r" }
"""


@pytest.fixture(scope="module")
def traces(tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """A page that gives the visitor's address back in every place, changes its route twice, and is told Sec-GPC."""
    folder = tmp_path_factory.mktemp("sites")
    for host in ("traces.test", "api.ipify.org", "stats.example"):
        (folder / host).mkdir()
    (folder / "traces.test" / "index.html").write_text(_HOME, encoding="utf-8")
    (folder / "traces.test" / "site.toml").write_text(_SITE, encoding="utf-8")
    worker = "fetch('/from-worker'); postMessage(String(navigator.globalPrivacyControl));"
    (folder / "traces.test" / "worker.js").write_text(worker, encoding="utf-8")
    (folder / "api.ipify.org" / "index.html").write_text('{"ip":"203.0.113.9"}', encoding="utf-8")
    with server.running([folder]) as farm:
        return scan(farm, tmp_path_factory.mktemp("out"), "https://traces.test/?kampana=7", gpc=True, keep_values=True)


@pytest.mark.browser
def test_the_address_is_known_from_a_look_up_and_found_wherever_it_came_back(traces: Scan) -> None:
    found = {(one.place, one.name) for one in traces.result.address_echoes}
    assert {
        ("text", ""), ("hidden-field", "client_ip"), ("script", "seen"), ("variable", "visitor.address"),
        ("cookie", "ip"), ("header", "x-client-ip"),
    } <= found  # fmt: skip
    assert all(one.sure for one in traces.result.address_echoes)


@pytest.mark.browser
def test_what_a_third_party_was_sent_is_named_by_kind(traces: Scan) -> None:
    (request,) = [one for one in traces.result.requests if one.host == "stats.example" and "/c" in one.url]
    kinds = {(one.kind, one.key) for one in request.identifiers}
    assert kinds == {("storage_id", "d"), ("page_url", "dl"), ("page_url", "referer"), ("time_zone", "tz")}


@pytest.mark.browser
def test_what_databases_and_caches_hold_is_looked_at(traces: Scan) -> None:
    assert traces.key("base").value == '[["visitors",["k"],[{"id":"z9y8x7w6v5u4"}]]]'
    assert traces.key("base").looks_random
    assert traces.key("kept").value == "https://traces.test/kept.txt"


@pytest.mark.browser
def test_endpoints_of_reports_are_listed(traces: Scan) -> None:
    found = {(one.kind, one.host) for one in traces.result.report_endpoints}
    assert found == {("nel", "nel.example"), ("csp", "csp.example")}


@pytest.mark.browser
def test_transport_is_told(traces: Scan) -> None:
    transport = traces.result.transport
    assert transport
    assert transport.https
    assert transport.redirects_to_https is False
    assert (transport.hsts_max_age_days, transport.hsts_subdomains, transport.hsts_preload) == (365.0, True, False)
    assert ("referrer-policy", "no-referrer-when-downgrade") in transport.headers
    assert transport.certificate
    assert transport.certificate.valid_from < transport.certificate.valid_to


@pytest.mark.browser
def test_routes_are_visits_with_the_requests_made_on_them(traces: Scan) -> None:
    routes = [visit for visit in traces.result.visits if visit.kind == "route"]
    assert {visit.url for visit in routes} == {"https://traces.test/katalogs/zabaki", "https://traces.test/grozs"}
    for end, path in (("/dati/1", "/katalogs/zabaki"), ("/dati/2", "/grozs")):
        (request,) = traces.requests(end)
        assert traces.result.visits[request.visit].url.endswith(path)


@pytest.mark.browser
def test_documents_workers_and_servers_are_told_of_global_privacy_control(traces: Scan) -> None:
    assert (traces.key("signal").value, traces.key("worker").value) == ("true", "true")
    told = {
        one.path: one.headers.get("sec-gpc") for one in traces.arrived if "Chrome/" in one.headers.get("user-agent", "")
    }
    assert {path: told[path] for path in ("/", "/c", "/worker.js", "/from-worker", "/dati/2")} == dict.fromkeys(
        ("/", "/c", "/worker.js", "/from-worker", "/dati/2"), "1"
    )


@pytest.mark.browser
def test_the_bundle_holds_all_requests_as_an_archive(traces: Scan) -> None:
    assert traces.result.har
    log = json.loads((traces.folder / traces.result.har).read_text(encoding="utf-8"))["log"]
    assert log["version"] == "1.2"
    assert [entry["request"]["url"] for entry in log["entries"]] == [one.url for one in traces.result.requests]
    assert {entry["pageref"] for entry in log["entries"]} <= {page["id"] for page in log["pages"]}
    needed = {"pageref", "startedDateTime", "time", "request", "response", "cache", "timings"}
    assert all(needed <= entry.keys() for entry in log["entries"])
    home = log["entries"][0]
    assert home["response"]["bodySize"] > 1000
    assert home["time"] > 0
    manifest = json.loads((traces.folder / "manifest.json").read_text(encoding="utf-8"))
    assert traces.result.har in {one["path"] for one in manifest["files"]}


@pytest.mark.browser
def test_with_a_proxy_no_name_is_looked_up(traces: Scan) -> None:
    assert "aliases" not in traces.result.gathered
    assert "proxy" in traces.why("aliases")


def visited(state: State, *requests: SentRequest) -> VisitorRecord:
    """A visitor's record with these requests."""
    record = VisitorRecord(state)
    record.visits = [VisitRecord(0, "home", "https://own.test/", 0.0, final_url="https://own.test/")]
    record.requests = list(requests)
    return record


def tagged(tag: str, returned: str | None = None) -> SentRequest:
    """A request answered with an entity tag."""
    made = SentRequest("https://t.example/p.gif", "GET", 1.0, "image")
    made.answer_headers, made.returned_tag = {"etag": f'"{tag}"'}, returned
    return made


@pytest.mark.parametrize(
    ("first", "second", "returned", "found"),
    [
        ("k3f9a7c1d5e2b8", "z1w7p8b2x6y4q9", '"k3f9a7c1d5e2b8"', 1),
        ("k3f9a7c1d5e2b8", "k3f9a7c1d5e2b8", '"k3f9a7c1d5e2b8"', 0),
        ("k3f9a7c1d5e2b8", "z1w7p8b2x6y4q9", None, 0),
    ],
)
def test_an_entity_tag_is_an_identifier_where_it_differs_and_comes_back(
    first: str, second: str, returned: str | None, found: int
) -> None:
    records = [visited("baseline", tagged(first), tagged(first, returned)), visited("accept", tagged(second))]
    assert len(answers.cache_identifiers(records, _mask())) == found


def _mask() -> Mask:
    return Mask(services.load(), keep_values=False)


def test_a_consent_string_is_read_for_the_purposes_it_allows() -> None:
    moment = f"{17_641_000_000:036b}"
    head = f"{2:06b}" + moment * 2 + f"{10:012b}{1:012b}{1:06b}" + f"{11:06b}{21:06b}" + f"{100:012b}{4:06b}" + "0" * 14
    bits = head + "1111100000" + "0" * 14
    data = int(bits.ljust(240, "0"), 2).to_bytes(30, "big")
    string = base64.urlsafe_b64encode(data).decode().rstrip("=")
    assert string.startswith("C")
    assert consent_strings.purposes_allowed(string) == 5
    assert consent_strings.purposes_allowed(f"{string}.IFoEUQQgAIwgI") == 5
    assert consent_strings.purposes_allowed("CAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA") == 0
    assert consent_strings.purposes_allowed("Cookie-values-that-are-none-of-these") == 0
    record = visited("baseline", SentRequest(f"https://ads.example/x?gdpr_consent={string}", "GET", 1.0, "image"))
    (found,) = consent_strings.find([record], Numbering({"baseline": 0}))
    assert (found.held_by, found.name, found.place, found.purposes) == ("request", "gdpr_consent", "ads.example", 5)
    assert found.before_choice
    record = visited("baseline", SentRequest(f"https://ads.example/x?gpp=DBACNYA~{string}~1YNN&gpp_sid=2_6", "GET", 1.0, "image"))
    (embedded,) = consent_strings.find([record], Numbering({"baseline": 0}))
    assert (embedded.name, embedded.purposes) == ("gpp", 5)


NAT = "DBABLA~BVQqAAAAAgA.QA"
"""A string with the national section alone: notices given, nothing opted out of, no Global Privacy Control."""


def _section(number: int, core: str, *further: str) -> str:
    """A string with one section whose fields are given in bits."""
    header = f"{3:06b}{1:06b}{1:012b}0" + _fibonacci(number)
    return "~".join([_letters(header), ".".join(map(_letters, (core, *further)))])


def _fibonacci(number: int) -> str:
    weights = [1, 2]
    while weights[-1] <= number:
        weights.append(weights[-2] + weights[-1])
    bits = ""
    for weight in reversed([one for one in weights if one <= number]):
        bits, number = (f"1{bits}", number - weight) if weight <= number else (f"0{bits}", number)
    return f"{bits}1"


def _letters(bits: str) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    whole = bits.ljust(-(-len(bits) // 6) * 6, "0")
    return "".join(alphabet[int(whole[at : at + 6], 2)] for at in range(0, len(whole), 6))


@pytest.mark.parametrize(
    ("header", "numbers"),
    [("DBABM", [2]), ("DBACNY", [2, 6]), ("DBABjw", [5, 6]), ("DBABLA", [7]), ("CBABM", []), ("DBAB", []), ("D", []), ("Dear", [])],
)
def test_the_sections_that_a_header_lists(header: str, numbers: list[int]) -> None:
    assert opt_out_strings.section_numbers(header) == numbers


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("gpp", NAT, ("usnat", "not-opted-out", "not-opted-out", "not-opted-out", False)),
        ("gpp", _section(7, f"{1:06b}" + "01" * 6 + "01" "01" "10" + "00" * 16, "01" "1"), ("usnat", "opted-out", "opted-out", "not-opted-out", True)),
        ("gpp", _section(8, f"{1:06b}" + "01" * 3 + "01" "10" + "00" * 14), ("usca", "opted-out", "not-opted-out", None, None)),
        ("gpp", _section(11, f"{1:06b}" + "01" * 4 + "10" "01" + "00" * 14), ("usut", "not-opted-out", None, "opted-out", None)),
        ("gpp", _section(16, f"{1:06b}" + "01" * 3 + "00" "01" + "00" * 14), ("ustx", "not-applicable", None, "opted-out", None)),
        ("us_privacy", "1YYN", ("uspv1", "opted-out", None, None, None)),
        ("usprivacy", "1---", ("uspv1", "not-applicable", None, None, None)),
        ("state", json.dumps({"gpp": NAT, "v": 2}), ("usnat", "not-opted-out", "not-opted-out", "not-opted-out", False)),
    ],
)  # fmt: skip
def test_what_was_opted_out_of_is_read(name: str, value: str, said: tuple[object, ...]) -> None:
    (found,) = opt_out_strings.read(name, value)
    assert (found.section, found.sale, found.sharing, found.targeted_advertising, found.gpc) == said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "1YNN"), ("us_privacy", "1YNNX"), ("us_privacy", "2YNN"), ("gpp", "DBABLA"), ("gpp", "DBACNY~1YNN"), ("gpp", "DBABLA~A"),
        ("gpp", "DBABLA~" + _letters("0" * 72)), ("q", "Dogs~and~cats"), ("gpp", _section(24, f"{1:06b}" + "01" * 30)), ("gpp", ""),
    ],
)  # fmt: skip
def test_what_is_no_such_string_says_nothing(name: str, value: str) -> None:
    assert list(opt_out_strings.read(name, value)) == []


def test_where_an_opt_out_stood_is_told() -> None:
    sent = SentRequest("https://ads.example/x", "POST", 1.0, "fetch", body=f"gpp={NAT}&gpp_sid=7")
    (found,) = opt_out_strings.find([visited("baseline", sent)], Numbering({"baseline": 0}))
    assert (found.held_by, found.name, found.place, found.section) == ("request", "gpp", "ads.example", "usnat")


class NameServer:
    """Answers A questions on loopback from a table of canonical names."""

    def __init__(self, table: dict[str, str]) -> None:
        self._table = table
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                data, sender = self._socket.recvfrom(4096)
            except OSError:
                return  # closed
            self._socket.sendto(self._answer(data), sender)

    def _answer(self, data: bytes) -> bytes:
        question = dns.message.from_wire(data)
        answer = dns.message.make_response(question)
        name = question.question[0].name.to_text(omit_final_dot=True)
        if name.startswith("gone."):
            answer.set_rcode(3)
            return answer.to_wire()
        while name in self._table:
            answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "CNAME", f"{self._table[name]}."))
            name = self._table[name]
        answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "A", "192.0.2.1"))
        return answer.to_wire()

    def close(self) -> None:
        """Stop answering."""
        self._socket.close()


@pytest.fixture
def resolver() -> Iterator[dns.asyncresolver.Resolver]:
    """A resolver that asks a name server of the test."""
    running = NameServer({"metrics.own.test": "own.tracker.example", "own.tracker.example": "edge.cloud.example"})
    made = dns.asyncresolver.Resolver(configure=False)
    made.nameservers, made.port = ["127.0.0.1"], running.port
    yield made
    running.close()


def test_chains_of_names_are_followed_to_their_end(resolver: dns.asyncresolver.Resolver) -> None:
    found, faults = asyncio.run(names.aliases(["metrics.own.test", "www.own.test"], resolver))
    assert [(one.host, one.chain) for one in found] == [
        ("metrics.own.test", ("own.tracker.example", "edge.cloud.example"))
    ]
    assert faults == []


def test_a_name_that_is_not_there_is_said(resolver: dns.asyncresolver.Resolver) -> None:
    found, (fault,) = asyncio.run(names.aliases(["gone.own.test"], resolver))
    assert found == []
    assert fault.startswith("gone.own.test could not be looked up: ")


def test_hosts_that_come_later_are_looked_up_too_and_none_twice(
    resolver: dns.asyncresolver.Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dns.asyncresolver, "Resolver", lambda: resolver)
    found = names.Names(Target(url="https://own.test/"))
    before = visited("baseline", SentRequest("https://metrics.own.test/", "GET", 1.0, "document"))
    later = visited("accept", SentRequest("https://gone.own.test/", "GET", 2.0, "ping"))
    asyncio.run(found.look_up([before]))
    asyncio.run(found.look_up([before, later]))
    assert [one.host for one in found.aliases] == ["metrics.own.test"]
    assert [fault.split()[0] for fault in found.faults] == ["gone.own.test"]
    assert found.known


@pytest.mark.parametrize(
    ("more", "why"), [({"proxy": "http://p.test:80"}, "proxy"), ({"dns": False}, "--no-dns"), ({}, None)]
)
def test_when_nothing_is_looked_up(more: dict[str, Any], why: str | None) -> None:
    said = names.not_looked_up(Target(url="https://own.test/", **more))
    assert why in said if why and said else said is None


def test_behind_a_proxy_of_our_own_names_are_looked_up() -> None:
    assert names.not_looked_up(Target(url="https://own.test/", proxy="http://127.0.0.1:1"), own_proxy=True) is None


def test_only_names_of_the_site_are_looked_up() -> None:
    urls = [
        "https://own.test/",
        "https://m.own.test/x",
        "https://t.example/",
        "http://127.0.0.1/",
        "https://own.test/2",
    ]
    record = visited("baseline", *(SentRequest(url, "GET", 1.0, "document") for url in urls))
    assert names.own_hosts([record], Target(url="https://own.test/")) == ["own.test", "m.own.test"]


def test_the_record_does_not_keep_the_visitors_address() -> None:
    assert Target(url="https://own.test/", visitor_ip="203.0.113.9").on_record().visitor_ip == "(given)"
