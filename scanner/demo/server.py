"""A small internet on loopback: an HTTP(S) forward proxy that answers for every host itself, and notes what arrived.

Each CONNECT is answered with a certificate made on the spot. Hosts that no folder holds are refused, as if their names
did not resolve. Nothing ever leaves the machine.
"""

import asyncio
import base64
import hashlib
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from scanner.demo.certificates import Authority
from scanner.demo.hosts import Answer, Host

_WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455
_LONGEST_HEAD = 1 << 20
_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request that reached the server: the truth a record is held against."""

    time: float
    method: str
    scheme: str
    host: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    status: int


@dataclass
class Farm:
    """A running server: its proxy address and everything that arrived."""

    hosts: dict[str, Host]
    proxy: str = ""
    delay_s: float = 0.0
    """Added to every answer: what a distant server takes."""
    requests: list[Arrival] = field(default_factory=list)
    _authority: Authority = field(default_factory=Authority)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of the proxy; a client that goes away ends it quietly."""
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError, ValueError):
            await self._serve(reader, writer)
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        scheme, tunnel = "http", ""
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, address, _ = head[0].split(" ", 2)
            headers = {
                name.strip().lower(): value.strip()
                for name, _, value in (line.partition(":") for line in head[1:])
                if name
            }
            if method == "CONNECT":
                tunnel, scheme = address.rsplit(":", 1)[0].strip("[]"), "https"
                if tunnel not in self.hosts:
                    writer.write(b"HTTP/1.1 502 No such host\r\nContent-Length: 0\r\n\r\n")
                    await writer.drain()
                    return
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await writer.drain()
                asked = self.hosts[tunnel]
                await writer.start_tls(self._authority.context(tunnel, ask=asked.client_certificate, newest=asked.newest_tls))
                continue
            parts = urlsplit(address)
            host = tunnel or parts.hostname or headers.get("host", "").rsplit(":", 1)[0]  # asked without a proxy
            body = await _body(reader, headers)
            if not await self._answer(writer, method, scheme, host, parts.path or "/", parts.query, headers, body):
                return

    async def _answer(
        self,
        writer: asyncio.StreamWriter,
        method: str,
        scheme: str,
        host: str,
        path: str,
        query: str,
        headers: dict[str, str],
        body: bytes,
    ) -> bool:
        """Answer one request; whether the connection goes on."""
        arrived = time.time()
        if host not in self.hosts:
            writer.write(b"HTTP/1.1 502 No such host\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return False
        cookies = frozenset(pair.split("=", 1)[0].strip() for pair in headers.get("cookie", "").split(";"))
        answer, content = self.hosts[host].answer(path, cookies)
        if self.hosts[host].client_certificate == "answered":
            answer, content = Answer(status=400), b"<title>400</title><h1>No certificate was sent</h1>"
        if answer.tagged:
            answer, content = answer.for_tag(tag := headers.get("if-none-match")), b"" if tag else content
        self.requests.append(Arrival(arrived, method, scheme, host, path, query, headers, body, answer.status))
        if answer.drop:
            return False
        if headers.get("upgrade", "").lower() == "websocket":
            await _accept_websocket(writer, headers)
            return False
        await asyncio.sleep(self.delay_s + answer.delay_s)
        lines = [
            f"HTTP/1.1 {answer.status} -",
            f"Content-Type: {answer.content_type}",
            "Access-Control-Allow-Origin: *",
        ]
        lines += [f"{name}: {value}" for name, value in answer.headers.items()]
        lines += [f"Set-Cookie: {line}" for line in answer.set_cookie]
        if answer.gzip:
            lines.append("Content-Encoding: gzip")
        length = 1 << 30 if answer.never_ends else len(content)
        lines.append(f"Content-Length: {length}")
        writer.write("\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n")
        if method != "HEAD":
            await _send(writer, content, answer.drip_s)
        await writer.drain()
        if answer.never_ends:
            await asyncio.sleep(3600)
        return True


async def _send(writer: asyncio.StreamWriter, content: bytes, drip_s: float) -> None:
    if not drip_s:
        for start in range(0, len(content), _PIECE):
            writer.write(content[start : start + _PIECE])
            await writer.drain()
        return
    for byte in content:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(drip_s)


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    body = b""
    if headers.get("transfer-encoding", "").lower() == "chunked":
        while size := int((await reader.readline()).split(b";")[0], 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    return body


async def _accept_websocket(writer: asyncio.StreamWriter, headers: dict[str, str]) -> None:
    digest = hashlib.sha1((headers.get("sec-websocket-key", "") + _WEBSOCKET).encode(), usedforsecurity=False).digest()
    accept = base64.b64encode(digest).decode()
    head = f"HTTP/1.1 101 -\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
    writer.write(head.encode() + b"\x88\x02\x03\xe8")  # accepted, and closed in good order (1000)
    await writer.drain()


@asynccontextmanager
async def serve(folders: Sequence[Path], *, port: int = 0) -> AsyncIterator[Farm]:
    """A running server over the hosts in `folders` (each holds one folder a host)."""
    hosts = {place.name: Host(place) for folder in folders for place in sorted(folder.iterdir()) if place.is_dir()}
    farm = Farm(hosts)
    server = await asyncio.start_server(farm.serve, "127.0.0.1", port, limit=_LONGEST_HEAD)
    farm.proxy = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield farm
    finally:
        server.close()
        for task in asyncio.all_tasks():
            if getattr(task.get_coro(), "__qualname__", "") == "Farm.serve":
                task.cancel()


@contextmanager
def running(folders: Sequence[Path], *, port: int = 0) -> Iterator[Farm]:
    """The same, in a thread of its own, for code that is not asynchronous."""
    started: list[Farm] = []
    ready, done = threading.Event(), threading.Event()

    async def hold() -> None:
        async with serve(folders, port=port) as farm:
            started.append(farm)
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=lambda: asyncio.run(hold()), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield started[0]
    finally:
        done.set()
        thread.join(10)
