"""A hosted scan in a real browser: whatever a page tries, nothing in a private network is reached, and the record says so."""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scanning import Scan, scan

from scanner.demo import server
from spiders import guard

pytestmark = pytest.mark.browser

HOST, TURNING, MIXED, INNER = "www.hosted.test", "turning.hosted.test", "mixed.hosted.test", "inner.hosted.test"
PUBLIC = {HOST: "93.184.216.34", TURNING: "93.184.216.35", MIXED: "93.184.216.36"}
"""Made-up answers of a name server; connections to them are led to the test's own servers."""

_PAGE = """<!doctype html><html lang=en><title>Hosted</title><p>Looks around where it should not.</p>
<img src="http://127.0.0.1:{port}/image"><img src="/to-inside">
<iframe src="https://{inner}:{port}/frame"></iframe>
<script>
  fetch("http://localhost:{port}/fetch", {{ mode: "no-cors" }});
  fetch("https://{inner}:{port}/name", {{ mode: "no-cors" }});
  fetch("https://[::ffff:127.0.0.1]:{port}/mapped", {{ mode: "no-cors" }});
  fetch("https://{mixed}/mixed", {{ mode: "no-cors" }});
  new WebSocket("wss://127.0.0.1:{port}/socket");
  navigator.sendBeacon("https://127.0.0.1:{port}/beacon", "x");
  open("http://127.0.0.1:{port}/popup");
  navigator.serviceWorker.register("/service.js");
  fetch("https://{turning}/first").then(() => fetch("https://{turning}:8443/second"));
  const peer = new RTCPeerConnection({{ iceServers: [{{ urls: "stun:127.0.0.1:{udp}" }}] }});
  peer.createDataChannel("x");
  peer.createOffer().then((offer) => peer.setLocalDescription(offer));
</script>"""
_SITE = """
[redirects]
"/to-inside" = "http://127.0.0.1:{port}/redirected"
"/moved" = "http://127.0.0.1:{port}/moved"
"""


@dataclass
class Inside:
    """What stands in the private network: counts who came."""

    port: int = 0
    udp: int = 0
    came: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def inside() -> Iterator[Inside]:
    """A server and a UDP socket on loopback that nobody should reach."""
    here = Inside()
    tcp, udp = socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    here.port, here.udp = tcp.getsockname()[1], udp.getsockname()[1]

    def listen() -> None:
        while True:
            try:
                connection, _ = tcp.accept()
            except OSError:
                return  # closed
            here.came.append(connection.recv(200).decode("latin-1"))
            connection.close()

    def hear() -> None:
        while True:
            try:
                udp.recvfrom(2000)
            except OSError:
                return
            here.came.append("udp")

    threads = [threading.Thread(target=one, daemon=True) for one in (listen, hear)]
    for thread in threads:
        thread.start()
    yield here
    tcp.shutdown(socket.SHUT_RDWR)
    tcp.close()
    udp.close()


@pytest.fixture(scope="module")
def hosted(inside: Inside, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scan]:
    """One guarded scan of a page that tries everything, and of an address that redirects inside."""
    folder = tmp_path_factory.mktemp("hosted")
    for host in PUBLIC:
        (folder / host).mkdir()
    words = {"port": inside.port, "udp": inside.udp, "inner": INNER, "turning": TURNING, "mixed": MIXED}
    (folder / HOST / "index.html").write_text(_PAGE.format(**words), encoding="utf-8")
    (folder / HOST / "calm.html").write_text("<title>Calm</title><p>Calm.", encoding="utf-8")
    (folder / HOST / "site.toml").write_text(_SITE.format(**words), encoding="utf-8")
    worker = f'fetch("https://127.0.0.1:{inside.port}/worker", {{ mode: "no-cors" }});'
    (folder / HOST / "service.js").write_text(worker, encoding="utf-8")
    (folder / TURNING / "first").mkdir()
    (folder / TURNING / "first" / "index.html").write_text("first", encoding="utf-8")
    asked: Counter[str] = Counter()

    async def resolved(host: str, port: int) -> list[str]:  # noqa: ARG001 (as the guard asks)
        asked[host] += 1
        if host == MIXED:
            return [PUBLIC[host], "127.0.0.1"]
        if host in (INNER, "localhost") or (host == TURNING and asked[host] > 1):
            return ["127.0.0.1"]
        return [PUBLIC.get(host, host)]

    with server.running([folder]) as farm, pytest.MonkeyPatch.context() as patch:
        proxy = urlsplit(farm.proxy).port or 0

        async def connect(address: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
            host = next(name for name, one in PUBLIC.items() if one == address)
            reader, writer = await asyncio.open_connection("127.0.0.1", proxy)
            if port == 443:
                try:
                    writer.write(f"CONNECT {host}:443 HTTP/1.1\r\n\r\n".encode())
                    await reader.readuntil(b"\r\n\r\n")
                except BaseException:
                    writer.close()
                    raise
            return reader, writer

        patch.setattr(guard, "_resolved", resolved)
        patch.setattr(guard, "_connect", connect)
        pages = ("/moved", "/calm")
        yield scan(farm, tmp_path_factory.mktemp("out"), HOST, *pages, proxy=None, guarded=True, dns=False)


def test_nothing_inside_was_reached(hosted: Scan, inside: Inside) -> None:
    assert hosted.result.complete
    assert inside.came == []


@pytest.mark.parametrize(
    "path", ["image", "redirected", "frame", "fetch", "name", "mapped", "mixed", "socket", "beacon", "popup", "worker", "second", "moved"]
)
def test_every_attempt_is_recorded_as_refused(hosted: Scan, path: str) -> None:
    found = [one for one in hosted.requests(f"/{path}") if one.host != HOST]
    assert found
    assert {(one.status, one.failed) for one in found} == {(None, guard.REFUSED)}


def test_a_name_that_turns_private_was_public_before(hosted: Scan) -> None:
    assert {one.status for one in hosted.requests("/first")} == {200}


def test_the_hosts_refused_are_listed(hosted: Scan) -> None:
    refused = {one.where for one in hosted.result.failures if one.what == "request"}
    assert refused >= {"127.0.0.1", "localhost", INNER, MIXED, TURNING}


def test_a_page_that_leads_inside_is_not_measured_and_the_next_one_is(hosted: Scan) -> None:
    moved = hosted.visit("/moved")
    assert not moved.loaded
    assert "private network" in hosted.why("visit", "/moved")
    assert hosted.visit("/calm").title == "Calm"


def test_a_start_that_leads_inside_says_so(inside: Inside, tmp_path: Path, hosted: Scan) -> None:
    assert hosted  # its name server still answers
    with server.running([]) as farm:
        seen = scan(farm, tmp_path, f"http://{INNER}:{inside.port}/", proxy=None, guarded=True, dns=False)
    assert "private network" in (seen.result.reason or "")
    assert inside.came == []
