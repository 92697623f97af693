"""Start addresses in private networks: refused, with the reason, unless that was asked for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scanner import pipeline, reading
from scanner.model.errors import SiteError
from scanner.model.evidence import Evidence, Failure, Request, Tool, Visit
from scanner.model.target import Target
from spiders import guard, private


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://10.1.2.3:8080/", "http://[::1]/", "http://169.254.169.254/", "http://192.168.0.1/x", "http://localhost/"],
)  # fmt: skip
def test_private_addresses_are_refused(url: str) -> None:
    assert "--allow-private" in (asyncio.run(private.refusal(Target(url=url))) or "")
    assert asyncio.run(private.refusal(Target(url=url, allow_private=True))) is None


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("::ffff:127.0.0.1", True), ("64:ff9b::7f00:1", True), ("64:ff9b::a00:1", True), ("2002:7f00:1::", True), ("::10.0.0.1", True),
        ("fe80::1%eth0", True), ("fd00::1", True), ("100.64.0.1", True), ("0.0.0.0", True), ("224.0.0.1", True), ("ff02::1", True),
        ("::ffff:8.8.8.8", False), ("64:ff9b::808:808", False), ("2002:808:808::1", False), ("2606:4700::1111", False), ("8.8.8.8", False),
    ],
)  # fmt: skip
def test_an_address_that_stands_for_a_private_one_is_private(address: str, is_one: bool) -> None:
    assert private.is_private(address) == is_one


def test_public_addresses_are_not() -> None:
    assert asyncio.run(private.refusal(Target(url="http://8.8.8.8/"))) is None


def test_with_a_proxy_names_are_its_business_and_addresses_are_not() -> None:
    proxy = "http://proxy.test:8080"
    assert asyncio.run(private.refusal(Target(url="http://localhost/", proxy=proxy))) is None
    assert asyncio.run(private.refusal(Target(url="http://127.0.0.1/", proxy=proxy)))


def test_a_single_policy_lies_under_the_same_rule() -> None:
    with pytest.raises(SiteError, match="lies in a private network"):
        reading.read_policy("http://127.0.0.1:9/policy")


def test_a_refused_scan_leaves_a_result_that_says_why(tmp_path: Path) -> None:
    result = pipeline.scan(Target(url="http://127.0.0.1:9/"), tmp_path, formats=["json"])
    assert "lies in a private network (127.0.0.1)" in (result.reason or "")
    assert (result.complete, result.visits, result.gathered) == (False, (), ())
    assert (tmp_path / "result.json").is_file()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + head)
    await writer.drain()
    writer.close()


@asynccontextmanager
async def _server() -> AsyncIterator[int]:
    """A server on loopback that answers with what it was asked."""
    async with await asyncio.start_server(_answer, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


async def _through(barrier: guard.Guard, sent: Callable[[int], bytes]) -> bytes:
    """What comes back through a guard for a request to the server."""
    async with _server() as port, asyncio.timeout(5):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(barrier.address.rsplit(":", 1)[1]))
        writer.write(sent(port))
        answer = await reader.read()
        writer.close()
        return answer


def _guarded(exchange: Callable[[guard.Guard], Awaitable[bytes]]) -> tuple[bytes, list[str]]:
    async def run() -> tuple[bytes, list[str]]:
        async with guard.running() as barrier:
            return await exchange(barrier), list(barrier.refused)

    return asyncio.run(run())


def _plain(port: int) -> bytes:
    return f"GET http://localhost:{port}/a?b=1 HTTP/1.1\r\nHost: localhost\r\nProxy-Connection: keep-alive\r\n\r\n".encode()


def _tunnel(port: int) -> bytes:
    return f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\nGET /x HTTP/1.1\r\n\r\n".encode()


@pytest.mark.parametrize(("sent", "host"), [(_plain, "localhost"), (_tunnel, "127.0.0.1")])
def test_the_guard_connects_to_no_private_address(sent: Callable[[int], bytes], host: str) -> None:
    answer, refused = _guarded(lambda barrier: _through(barrier, sent))
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert refused == [host]


def test_the_guard_passes_on_what_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "is_private", lambda _: False)
    answer, refused = _guarded(lambda barrier: _through(barrier, _plain))
    assert b"GET /a?b=1 HTTP/1.1" in answer
    assert b"Proxy-" not in answer
    answer, _ = _guarded(lambda barrier: _through(barrier, _tunnel))
    assert answer.startswith(b"HTTP/1.1 200 Connection established")
    assert b"GET /x HTTP/1.1" in answer
    assert refused == []


def _asked(number: int, url: str, **more: object) -> Request:
    plain = {
        "id": number, "visit": 0, "state": "baseline", "url": url, "host": urlsplit(url).hostname or "", "method": "GET",
        "resource_type": "image", "time": "2026-11-22T08:00:00.000Z", "after_choice": False,
    }  # fmt: skip
    return Request(**{**plain, **more})  # type: ignore[arg-type]


def test_refusals_are_told_request_by_request() -> None:
    barrier = guard.Guard()
    barrier.refused = dict.fromkeys(("inner.test", "turning.test"))
    barrier._plain = {("inner.test", "/image")}
    start = "https://shop.test/"
    evidence = Evidence(
        tool=Tool(name="privacydiff", version="0", browser="", user_agent=""), target=Target(url=start), started_at="", finished_at="",
        complete=True, reason=f"{start} could not be opened: odd words.",
        visits=(
            Visit(id=0, state="baseline", kind="home", url=start, final_url=start, status=403, title=None, language=None, started_at="", duration_ms=1, settled="quiet"),
        ),
        failures=(Failure(what="visit", where=f"{start} (baseline)", why="odd words"), Failure(what="picture", where=start, why="gone")),
        requests=(
            _asked(0, start, status=302, resource_type="document"),
            _asked(1, "https://inner.test/", failed="net::ERR_TUNNEL_CONNECTION_FAILED", redirected_from=0, resource_type="document"),
            _asked(2, "http://inner.test/image?a=~0", status=403),
            _asked(3, "http://inner.test/other", status=403),
            _asked(4, "https://turning.test/first", status=200),
            _asked(5, "https://turning.test/second", failed="net::ERR_TUNNEL_CONNECTION_FAILED"),
            _asked(6, "https://elsewhere.test/", failed="net::ERR_TUNNEL_CONNECTION_FAILED"),
        ),
    )  # fmt: skip
    told = barrier.tell(evidence)
    assert [one.id for one in told.requests if one.failed == guard.REFUSED] == [1, 2, 5]
    assert [one.status for one in told.requests] == [302, None, None, 403, 200, None, None]
    assert [(one.what, "refused" in one.why) for one in told.failures] == [
        ("visit", True), ("picture", False), ("request", True), ("request", True),
    ]  # fmt: skip
    assert (told.visits[0].status, told.visits[0].loaded) == (None, False)
    assert told.reason == f"{start} could not be opened: it leads into a private network, and was refused."


@pytest.mark.parametrize("sent", [b"nonsense\r\n\r\n", b"CONNECT no-such-host.invalid:443 HTTP/1.1\r\n\r\n", b""])
def test_the_guard_survives_nonsense_and_unknown_hosts(sent: bytes) -> None:
    async def exchange(barrier: guard.Guard) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(barrier.address.rsplit(":", 1)[1]))
        writer.write(sent)
        writer.write_eof()
        async with asyncio.timeout(10):
            answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return answer

    answer, _ = _guarded(exchange)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 502 ")


def test_without_a_bundle_only_reports_are_left(tmp_path: Path) -> None:
    target = Target(url="http://127.0.0.1:9/")
    pipeline.scan(target, tmp_path / "with", formats=["json"])
    pipeline.scan(target, tmp_path / "without", formats=["json"], bundle=False)
    assert {file.name for file in (tmp_path / "with").iterdir()} == {"result.json", "evidence.json", "manifest.json"}
    assert {file.name for file in (tmp_path / "without").iterdir()} == {"result.json"}
