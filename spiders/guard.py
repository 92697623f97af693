"""A proxy on loopback for hosted scans: it resolves names itself and connects to no private address, so none can be reached.

One connection carries one request or one tunnel; the address that was checked is the one connected to, so a name that
changes its answer in between gains nothing.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from urllib.parse import urlsplit

from scanner.model.evidence import Evidence, Failure, Request, Visit
from spiders import limits
from spiders.private import is_private

_HEAD = 64_000
_PIECE = 64_000
_STATUS = 403
_REFUSED = b"HTTP/1.1 403 Private network\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
REFUSED = "refused: it lies in a private network"
_UNREACHABLE = b"HTTP/1.1 502 Not reachable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Guard:
    """The running proxy: its address, and the hosts it refused."""

    def __init__(self) -> None:
        self.address = ""
        self.refused: dict[str, None] = {}
        self._plain: set[tuple[str, str]] = set()
        self._open: set[asyncio.Task[None] | None] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection; never raises for what the other side does."""
        task = asyncio.current_task()
        self._open.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, TimeoutError):
                await self._pass_on(reader, writer)
        finally:
            writer.close()
            self._open.discard(task)

    async def close(self) -> None:
        """Break off what is still open."""
        for task in (still := [one for one in self._open if one]):
            task.cancel()
        await asyncio.gather(*still, return_exceptions=True)
        await asyncio.sleep(0)  # transports say goodbye in the loop's next round

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        tunnel = method == "CONNECT"
        parts = urlsplit(f"//{target}" if tunnel else target)
        host, port = parts.hostname or "", parts.port or 80
        try:
            address = await _public_address(host, port)
        except OSError:
            writer.write(_UNREACHABLE)
            return
        if address is None:
            self.refused[host] = None
            if not tunnel:
                self._plain.add((host, parts.path or "/"))
            writer.write(_REFUSED)
            return
        try:
            far_reader, far_writer = await _connect(address, port)
        except (OSError, TimeoutError):
            writer.write(_UNREACHABLE)
            return
        if tunnel:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            far_writer.write(_origin_form(head, parts.path or "/", parts.query))
        try:
            await _both_ways(reader, writer, far_reader, far_writer)
        finally:
            far_writer.close()

    def tell(self, evidence: Evidence) -> Evidence:
        """What a scan recorded, with refusals called so in place of what the browser made of them."""
        requests = tuple(
            replace(one, status=None, failed=REFUSED) if self._stopped(one) else one for one in evidence.requests
        )
        dead = _dead_ends(replace(evidence, requests=requests))
        why = "it leads into a private network, and was refused"
        hosts = (Failure(what="request", where=host, why="it lies in a private network, and was refused") for host in self.refused)
        return replace(
            evidence,
            requests=requests,
            visits=tuple(replace(one, status=None, loaded=False) if one.id in dead else one for one in evidence.visits),
            failures=(*(replace(one, why=why) if _is_of(one, dead) else one for one in evidence.failures), *hosts),
            reason=f"{evidence.target.url} could not be opened: {why}." if evidence.reason and 0 in dead else evidence.reason,
        )

    def _stopped(self, request: Request) -> bool:
        parts = urlsplit(request.url)
        if (host := parts.hostname or "") not in self.refused:
            return False
        if request.status == _STATUS:  # our own answer, or the server's before its name changed its address
            return parts.scheme == "http" and (host, parts.path or "/") in self._plain
        return request.status is None and request.failed is not None


def _dead_ends(evidence: Evidence) -> dict[int, Visit]:
    """The visits whose own document was refused in the end, by id."""
    ways: dict[int, str] = {}  # where each document request began
    for one in evidence.requests:
        before = ways.get(one.redirected_from) if one.redirected_from is not None else None
        ways[one.id] = before or _bare(one.url)
    refused = {(one.visit, ways[one.id]) for one in evidence.requests if one.failed == REFUSED and one.resource_type == "document"}
    return {one.id: one for one in evidence.visits if (one.id, _bare(one.url)) in refused}


def _bare(url: str) -> str:
    """An address without query, whose values are hashed in the record of requests."""
    return url.partition("#")[0].partition("?")[0]


def _is_of(failure: Failure, visits: dict[int, Visit]) -> bool:
    return failure.what == "visit" and any(failure.where == f"{one.url} ({one.state})" for one in visits.values())


@asynccontextmanager
async def running() -> AsyncIterator[Guard]:
    """A guard on a free port of this machine, as long as it is needed."""
    guard = Guard()
    server = await asyncio.start_server(guard.serve, "127.0.0.1", 0, limit=_HEAD)
    guard.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        try:
            yield guard
        finally:
            await guard.close()


async def _public_address(host: str, port: int) -> str | None:
    """The address to connect to; None where any of a host's addresses is private. Raises OSError for an unknown host."""
    addresses = await _resolved(host, port)
    return None if any(map(is_private, addresses)) else addresses[0]


async def _resolved(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(limits.DNS):
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


async def _connect(address: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    async with asyncio.timeout(limits.GUARD_CONNECT):
        return await asyncio.open_connection(address, port)


def _origin_form(head: bytes, path: str, query: str) -> bytes:
    """A request for a proxy as the server itself is asked, to be answered on a connection of its own."""
    first, rest = head.split(b"\r\n", 1)
    method, _, version = first.split(b" ", 2)
    lines = [line for line in rest.split(b"\r\n") if line and not line.lower().startswith((b"proxy-", b"connection:"))]
    asked = path.encode("latin-1", "replace") + (b"?" + query.encode("latin-1", "replace") if query else b"")
    return b"\r\n".join([b" ".join((method, asked, version)), *lines, b"Connection: close", b"", b""])


async def _both_ways(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    far_reader: asyncio.StreamReader,
    far_writer: asyncio.StreamWriter,
) -> None:
    """Pass bytes on until the server has said all; when the browser goes first, its end is passed on too."""
    up = asyncio.create_task(_copy(reader, far_writer))
    try:
        await _copy(far_reader, writer)
    finally:
        up.cancel()


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError, RuntimeError):  # one end went while the other still sent
        while piece := await source.read(_PIECE):
            sink.write(piece)
            await sink.drain()
        if sink.can_write_eof():
            sink.write_eof()
