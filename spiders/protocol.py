"""A client of the Chrome DevTools Protocol beside Playwright: attaches to every target before its first byte."""

import asyncio
import itertools
import json
import re
from typing import Any, Protocol

import aiohttp

from scanner.model import codec
from scanner.model.errors import BrowserError
from spiders import limits

Json = dict[str, Any]
"""Protocol messages as they come; they are turned into dataclasses in the collectors and go no further."""

GONE = "the browser ended unexpectedly"
CRASHED = "the page made the browser's renderer crash"
_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # a surrogate in JSON

_SHARED = ("service_worker", "shared_worker")

AUTO_ATTACH: Json = {
    "autoAttach": True,
    "waitForDebuggerOnStart": True,
    "flatten": True,
    "filter": [
        {"type": "browser", "exclude": True},
        {"type": "tab", "exclude": True},
        {"type": "browser_ui", "exclude": True},
        {},
    ],
}


class Collector(Protocol):
    """What a collector offers the session; every method may do nothing."""

    def attached(self, client: "Client", session: str, target: Json) -> None:
        """A new target (page, frame, worker …) is paused: send commands, await nothing."""

    def event(self, session: str, method: str, params: Json) -> None:
        """A protocol event of an attached target."""


class Client:
    """One websocket to the browser; answers are futures, events go to the collectors in order."""

    def __init__(self, collectors: list[Collector]) -> None:
        self._collectors = collectors
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Json]] = {}
        self._outbox: asyncio.Queue[str] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []
        self.gone = asyncio.Event()
        """Set when the browser has closed the connection: it has ended."""
        self.pages: dict[str, str] = {}
        """Session of each open page target, by target id."""
        self.roots: dict[str, str] = {}
        """Session of the page that opened each session's target; none for workers that may serve several pages."""
        self.frames: dict[str, tuple[str, str]] = {}
        """Target id and parent session of each frame with a session of its own, by session."""
        self.contexts: dict[tuple[str, str], int] = {}
        """Execution context of the page's own scripts, by session and frame id."""

    async def connect(self, address: str) -> None:
        """Connect to a browser's debugging address and attach to everything in it, now and later."""
        self._http = aiohttp.ClientSession()
        try:
            self._socket = await self._http.ws_connect(address, max_msg_size=0, compress=0)
        except (aiohttp.ClientError, OSError) as error:
            await self._http.close()
            raise BrowserError(f"The browser's debugging address did not answer: {error}.") from error
        self._tasks = [asyncio.create_task(self._receive()), asyncio.create_task(self._send())]
        await self.call("Target.setAutoAttach", AUTO_ATTACH)

    def add(self, collector: Collector) -> None:
        """Send events to one more collector, for targets attached already as well."""
        self._collectors.append(collector)

    def remove(self, collector: Collector) -> None:
        """Send no more events to a collector."""
        self._collectors.remove(collector)

    def post(self, method: str, params: Json | None = None, session: str | None = None) -> asyncio.Future[Json]:
        """Send a command without waiting; the future holds its result, or a ProtocolError."""
        number = next(self._numbers)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        future.add_done_callback(_seen)
        if self.gone.is_set():
            future.set_exception(ProtocolError(GONE))
            return future
        self._waiting[number] = future
        message: Json = {"id": number, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        self._outbox.put_nowait(json.dumps(message))
        return future

    async def call(
        self, method: str, params: Json | None = None, session: str | None = None, *, wait: float = limits.CDP_ANSWER
    ) -> Json:
        """Send a command and wait for its result; raises TimeoutError or ProtocolError."""
        async with asyncio.timeout(wait):
            return await self.post(method, params, session)

    async def close(self) -> None:
        """Close the connection; the browser goes on."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._socket.close()
        await self._http.close()
        self._abandon()

    async def _send(self) -> None:
        while True:
            await self._socket.send_str(await self._outbox.get())

    async def _receive(self) -> None:
        async for message in self._socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self._take(_parsed(message.data))
        self.gone.set()
        self._abandon()

    def _take(self, message: Json) -> None:
        if "id" in message:
            future = self._waiting.pop(message["id"], None)
            if future and not future.done():
                if "error" in message:
                    future.set_exception(ProtocolError(message["error"].get("message", "unknown")))
                else:
                    future.set_result(message.get("result", {}))
            return
        method, params, session = message["method"], message["params"], message.get("sessionId", "")
        if method == "Target.attachedToTarget":
            self._attached(params["sessionId"], params["targetInfo"], session)
        elif method == "Target.detachedFromTarget":
            self.pages = {target: own for target, own in self.pages.items() if own != params["sessionId"]}
            self.frames.pop(params["sessionId"], None)
            self.contexts = {place: one for place, one in self.contexts.items() if place[0] != params["sessionId"]}
        elif method == "Runtime.executionContextCreated":
            context = params["context"]
            if (context.get("auxData") or {}).get("isDefault"):
                self.contexts[session, context["auxData"]["frameId"]] = context["id"]
        for collector in tuple(self._collectors):
            collector.event(session, method, params)

    def _attached(self, session: str, target: Json, parent: str) -> None:
        if target["type"] == "page":
            opener = self.pages.get(target.get("openerId", ""), session)
            self.pages[target["targetId"]], self.roots[session] = session, self.roots.get(opener, session)
        elif target["type"] == "iframe":
            self.frames[session] = (target["targetId"], parent)
        if target["type"] not in ("page", *_SHARED) and parent in self.roots:
            self.roots[session] = self.roots[parent]
        for collector in self._collectors:
            collector.attached(self, session, target)
        self.post("Target.setAutoAttach", AUTO_ATTACH, session)
        if target["type"] == "page" and target.get("openerId"):
            asyncio.get_running_loop().call_later(limits.POPUP, self._let_go, session)
        else:
            self.post("Runtime.runIfWaitingForDebugger", None, session)

    def _let_go(self, session: str) -> None:
        """Let a window go on that a page has opened, without the focus that Playwright has given it by now.

        Chromium's renderer dies when such a window goes to another site while it pretends to have the focus (156).
        """
        for enabled in (True, False):  # what this session has not switched on, it does not switch off
            self.post("Emulation.setFocusEmulationEnabled", {"enabled": enabled}, session)
        self.post("Runtime.runIfWaitingForDebugger", None, session)

    def _abandon(self) -> None:
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(ProtocolError(GONE))
        self._waiting.clear()


class ProtocolError(Exception):
    """The browser refused a command, or has gone."""


def _parsed(text: str) -> Json:
    """A message with half characters replaced: pages write them, cutting texts makes them, no file can hold them."""
    message: Json = _whole(json.loads(text)) if _HALF.search(text) else codec.plain_json(text)
    return message


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {_whole(name): _whole(one) for name, one in value.items()}
    return value


def _seen(future: asyncio.Future[Json]) -> None:
    """Mark the exception of a command nobody waits for as seen: a target may go before it answers."""
    if not future.cancelled():
        future.exception()
