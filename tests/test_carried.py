"""What left the browser: found by its raw value in addresses and bodies, kept as kind and place only."""

import base64
import gzip
import hashlib
import json
import sys
import zlib
from collections.abc import Callable

import brotli
import pytest

from scanner.model.target import State, Target
from scanner.model.traces import Identifier
from spiders import bodies, carried
from spiders.addresses import Visitor
from spiders.record import Bait, JarReading, SentRequest, StoredKey, VisitorRecord, VisitRecord

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SITE = "https://shop.test/"
TARGET = Target(url=SITE)
CLIENT = "1584739201.1764166000"
KEY = "a91f-77c2e0b85d31"


def record(*requests: SentRequest, state: State = "baseline", cookie: str = f"GA1.1.{CLIENT}") -> VisitorRecord:
    """A visitor with an identifying cookie and key, an address typed in, and a page with some text."""
    made = VisitorRecord(state)
    visit = VisitRecord(0, "page", SITE + "boots?size=42", 0.0, final_url=SITE + "boots?size=42")
    visit.lines = ("Winter boots, lined with wool", "Sizes from 36 to 47 in stock", "Delivered within two days")
    made.visits = [visit]
    made.jar = [JarReading(0, 1.0, False, [{"name": "_ga", "value": cookie, "domain": ".shop.test"}])]
    made.stored = [StoredKey("local", SITE, "device", KEY if state == "baseline" else "b", 0, False)]
    made.baits = [Bait(0, "email", "mail", "bait0a1b2c3d@example.com", 1.0)]
    made.requests = list(requests)
    return made


def found(url: str, body: str | None = None, **more: object) -> list[tuple[str, str, str]]:
    """Kind, key and coding of all that one request carried."""
    request = SentRequest(url, "POST" if body else "GET", 2.0, "fetch", body=body, **more)  # type: ignore[arg-type]
    every = carried.find([record(request)], TARGET, Visitor(frozenset({"203.0.113.7"})))
    return [(one.kind, one.key, one.coding) for one in every.get(id(request), ())]


MAIL = "bait0a1b2c3d@example.com"
T = "https://t.example/c"


@pytest.mark.parametrize(
    ("url", "kind", "key", "coding"),
    [
        (f"{T}?cid={CLIENT}", "cookie_id", "cid", "plain"),
        (f"{T}?d={KEY}", "storage_id", "d", "plain"),
        (f"{T}/u/{KEY}/x.gif", "storage_id", "path", "plain"),
        (f"{T}?em=bait0a1b2c3d%40example.com", "email", "em", "plain"),
        (f"{T}?em={hashlib.sha256(MAIL.encode()).hexdigest()}", "email_hash", "em", "sha256"),
        (f"{T}?em={hashlib.md5(MAIL.encode()).hexdigest().upper()}", "email_hash", "em", "md5"),
        (f"{T}?x={base64.b64encode(json.dumps({'mail': MAIL}).encode()).decode()}", "email", "x", "base64"),
        (f"{T}?ip=203.0.113.7", "ip", "ip", "plain"),
        (f"{T}?dl=https%3A%2F%2Fshop.test%2Fboots%3Fsize%3D42", "page_url", "dl", "plain"),
        (f"{T}?sr=1366x900", "screen", "sr", "plain"),
        (f"{T}?w=1366&h=900", "screen", "width and height", "plain"),
        (f"{T}?p=PDF%20Viewer%2CChrome%20PDF%20Viewer", "plugins", "p", "plain"),
        (f"{T}?tz=Europe%2FRiga", "time_zone", "tz", "plain"),
    ],
)
def test_each_kind_is_found_in_an_address(url: str, kind: str, key: str, coding: str) -> None:
    assert (kind, key, coding) in found(url)


@pytest.mark.parametrize(
    "url",
    [
        f"{T}?v=2&t=pageview",
        f"{T}?dl=https%3A%2F%2Fshop.test%2F",
        f"{T}?sr=1920x1080&w=1366",
        f"{T}?ip=203.0.113.70",
        f"{SITE}c?cid={CLIENT}",
    ],
)
def test_what_is_no_trace_of_the_visitor_is_not(url: str) -> None:
    assert found(url) == []


def test_bodies_are_looked_through_and_members_named() -> None:
    body = json.dumps({"event": "view", "device_id": KEY, "page": "https://shop.test/boots?size=42"})
    assert {("storage_id", "device_id", "plain"), ("page_url", "page", "plain")} <= set(found(T, body))


def test_a_referrer_that_tells_the_page_counts() -> None:
    assert ("page_url", "referer", "plain") in found(T, None, referrer=SITE + "boots?size=42")
    assert found(T, None, referrer=SITE) == []


def test_a_body_that_holds_the_page_is_told() -> None:
    lines = record().visits[0].lines
    assert ("page_content", "body", "plain") in found(T, json.dumps({"nodes": [{"text": line} for line in lines]}))
    assert found(T, json.dumps({"title": lines[0]})) == []


def test_a_value_that_visitors_share_is_no_identifier() -> None:
    request = SentRequest(f"{T}?v={CLIENT}", "GET", 2.0, "fetch")
    both = [record(request), record(state="accept", cookie=f"GA1.1.{CLIENT}")]
    assert carried.find(both, TARGET, Visitor(frozenset())) == {}


def test_a_parameter_constant_for_a_visitor_and_different_between_them() -> None:
    records = []
    for state, value in (("baseline", "k3f9a7c1d5e2"), ("accept", "p8b2x6y4z1w7")):
        one = record(state=state)  # type: ignore[arg-type]
        one.visits.append(VisitRecord(1, "page", SITE, 1000.0, final_url=SITE))
        one.requests = [SentRequest(f"{T}?uu={value}&v=9a8b7c6d5e4f", "GET", time, "image") for time in (2.0, 1002.0)]
        records.append(one)
    every = carried.find(records, TARGET, Visitor(frozenset()))
    assert set(every.values()) == {(Identifier(kind="visitor_id", key="uu"),)}
    assert len(every) == 4


def test_compressed_bodies_are_unpacked_within_bounds() -> None:
    packed = base64.b64encode(gzip.compress(b'{"device":"x"}')).decode()
    assert bodies.posted({"postDataEntries": [{"bytes": packed}]}) == '{"device":"x"}'
    bomb = base64.b64encode(gzip.compress(b"0" * 50_000_000)).decode()
    assert len(bodies.posted({"postDataEntries": [{"bytes": bomb}]}) or "") <= 64_000
    assert bodies.posted({"postData": "a=1"}) == "a=1"
    assert bodies.posted({}) is None


def test_raw_deflate_is_unpacked() -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    told = json.dumps({"mail": MAIL, "again": [MAIL] * 3}).encode()
    packed = packer.compress(told) + packer.flush()
    assert bodies.unpacked(packed) == told
    assert bodies.unpacked(told) == told


@pytest.mark.parametrize(("pack", "declared"), [(brotli.compress, "br"), (brotli.compress, None), (zstd.compress, None)])
def test_bodies_in_brotli_and_zstandard_are_unpacked(pack: Callable[[bytes], bytes], declared: str | None) -> None:
    told = json.dumps({"events": [{"mail": MAIL, "client": CLIENT}] * 4}).encode()
    request = {"postDataEntries": [{"bytes": base64.b64encode(pack(told)).decode()}]}
    headers = {"headers": {"Content-Encoding": declared}} if declared else {}
    kinds = {kind for kind, _, _ in found(T, bodies.posted({**request, **headers}))}
    assert {"email", "cookie_id"} <= kinds


@pytest.mark.parametrize("pack", [brotli.compress, zstd.compress])
def test_bombs_in_brotli_and_zstandard_are_cut(pack: Callable[[bytes], bytes]) -> None:
    bomb = {"postDataEntries": [{"bytes": base64.b64encode(pack(b"0" * 50_000_000)).decode()}], "headers": {"content-encoding": "br"}}
    assert len(bodies.posted(bomb) or "") <= 64_000


@pytest.mark.parametrize("data", [b"plain text", b"\x28\xb5\x2f\xfdnot packed at all", bytes(range(256)), "žņēģ".encode(), b""])
def test_what_is_not_packed_stays_as_it_is(data: bytes) -> None:
    assert bodies.unpacked(data) == data
    assert bodies.unpacked(data, "br") == data


def test_a_body_told_by_its_document_is_in_writing_or_packed() -> None:
    assert bodies.told({"body": "a=1"}) == "a=1"
    assert bodies.told({"packed": base64.b64encode(gzip.compress(MAIL.encode())).decode()}) == MAIL


def test_texts_in_protocol_buffers_are_seen() -> None:
    def told(number: int, text: bytes) -> bytes:
        return bytes([number << 3 | 2, len(text)]) + text

    packed = told(1, b"\x08\x96\x01" + told(2, MAIL.encode())) + told(3, CLIENT.encode())
    request = {"postDataEntries": [{"bytes": base64.b64encode(packed).decode()}]}
    kinds = {kind for kind, _, _ in found(T, bodies.posted(request))}
    assert {"email", "cookie_id"} <= kinds
