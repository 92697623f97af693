"""Many small sites on loopback, each at an address of its own (Linux: all of 127.0.0.0/8 is this machine)."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PAGE = b"""<!doctype html><html lang="lv"><head><title>Veikals</title></head><body><h1>Veikals</h1>
<p>Tikai viena lapa, bez s\xc4\xabkdatn\xc4\x93m.</p><a href="/privatums">Priv\xc4\x81tuma politika</a></body></html>"""
POLICY = b"""<!doctype html><html lang="lv"><head><title>Priv\xc4\x81tuma politika</title></head><body><h1>Priv\xc4\x81tuma politika</h1>
<p>M\xc4\x93s neizmantojam s\xc4\xabkdatnes un neko nenododam tre\xc5\xa1aj\xc4\x81m person\xc4\x81m.</p></body></html>"""


@contextmanager
def sites(number: int) -> Iterator[list[str]]:
    """The addresses of so many sites, served as long as the context lasts."""
    hosts = [f"127.1.{place // 250}.{place % 250 + 1}" for place in range(number)]
    loop = asyncio.new_event_loop()
    ready, port = threading.Event(), [0]

    async def serve() -> None:
        server = await asyncio.start_server(_answer, hosts[0], 0)
        port[0] = server.sockets[0].getsockname()[1]
        if hosts[1:]:
            await asyncio.start_server(_answer, hosts[1:], port[0])
        ready.set()

    def run() -> None:
        loop.run_until_complete(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(30)
    yield [f"http://{host}:{port[0]}/" for host in hosts]
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        request = await reader.readuntil(b"\r\n\r\n")
        path = request.split(b" ", 2)[1]
        body = {b"/": PAGE, b"/privatums": POLICY}.get(path)
        status = b"200 OK" if body else b"404 Not Found"
        head = (
            b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
        )
        writer.write(head % (status, len(body or b"")) + (body or b""))
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError, IndexError):
        pass  # the browser was killed
    finally:
        writer.close()
