"""Drives autoconsent (MPL-2.0, used unmodified): rules for hundreds of consent tools, run in an isolated world."""

import asyncio
import json
import re
import secrets
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckduckgo_autoconsent

from spiders import frames, isolated, limits
from spiders.protocol import Client, Json, ProtocolError

_WORLD = "consent"
RETRIES = 1
"""Looks after the first one for a consent tool, half a second apart: the page has settled, and shows no dialog yet."""
_CONFIG: Json = {
    "enabled": True,
    "autoAction": None,  # nothing is used before it is told to
    "enablePrehide": False,
    "enableCosmeticRules": False,  # hiding a dialog is no choice
    "enableGeneratedRules": True,
    "enableHeuristicDetection": False,
    "isMainWorld": False,
    "logs": dict.fromkeys(("lifecycle", "rulesteps", "detectionsteps", "evals", "errors", "messages", "waits"), False),
}


@dataclass(frozen=True, slots=True)
class Popup:
    """A dialog of a known consent tool, in one frame."""

    rule: str
    session: str
    context: int


class Autoconsent:
    """Looks for a known consent tool in the open page; used as an async context manager, one page a time."""

    def __init__(self, client: Client, page_session: str, *, retries: int = RETRIES) -> None:
        self._config = {**_CONFIG, "detectRetries": retries}
        self._client, self._page_session = client, page_session
        self._binding = "c" + secrets.token_hex(8)
        self._frames: dict[tuple[str, int], str] = {}
        self._undecided: set[tuple[str, int]] = set()
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._results: list[bool] = []
        self.popups: list[Popup] = []
        self.tools: list[str] = []
        """Names of the consent tools whose scripts are there, shown or not."""

    async def __aenter__(self) -> "Autoconsent":
        self._client.add(self)
        await self._inject()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._client.remove(self)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def found(self, wait: float) -> Popup | None:
        """The first dialog shown by a known tool, waiting at most `wait` seconds for one."""
        await self._until(lambda: bool(self.popups) or not self._undecided, wait)
        return self.popups[0] if self.popups else None

    async def use(self, choice: str) -> Popup | None:
        """Accept ("optIn") or refuse ("optOut") in the dialog; the last dialog used, or None where that failed.

        Some tools need several steps, each in a frame of its own.
        """
        last = None
        for _ in range(3):
            popup = await self.found(limits.CHOICE)
            if popup is None:
                break
            self._results.clear()
            self._tell(popup.session, popup.context, {"type": choice})
            await self._until(lambda: bool(self._results), limits.AUTOCONSENT)
            if not self._results or not self._results[0]:
                return None
            last = popup
            self.popups.remove(popup)
            await self._inject()
            if not await self.found(limits.QUIET):
                break
        return last

    def attached(self, client: Client, session: str, target: Json) -> None:
        """Frames that come later are looked at when the next step begins."""

    def event(self, session: str, method: str, params: Json) -> None:
        """Take a message of the engine in some frame."""
        if method != "Runtime.bindingCalled" or params.get("name") != self._binding:
            return
        place = (session, int(params["executionContextId"]))
        if place not in self._frames:
            return  # not a world of ours: only those hold the engine
        message = json.loads(params["payload"])
        kind = message["type"]
        if kind == "eval":
            task = asyncio.ensure_future(self._evaluate(place, message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif kind == "init":
            rules = _rules(str(message["url"]))
            self._tell(*place, {"type": "initResp", "rules": {"autoconsent": rules}, "config": self._config})
        elif kind == "cmpDetected":
            self.tools.append(str(message["cmp"]).lower())
        elif kind == "popupFound":
            self.popups.append(Popup(str(message["cmp"]).lower(), *place))
        elif kind in ("optInResult", "optOutResult"):
            self._results.append(bool(message["result"]))
        elif kind == "report" and message["state"]["lifecycle"] in ("nothingDetected", "openPopupDetected"):
            self._undecided.discard(place)
        self._news.set()

    async def _inject(self) -> None:
        """Start the engine in the page and in the frames laid over it, where it does not run yet."""
        known = set(self._frames.values())
        for frame in await frames.of_page(self._client, self._page_session):
            if frame.id in known or not await frames.stands_out(self._client, frame):
                continue
            binding = {"name": self._binding, "executionContextName": _WORLD}
            try:
                await self._client.call("Runtime.addBinding", binding, frame.session, wait=limits.SCRIPT)
                context = await isolated.world(self._client, frame.session, frame.id, _WORLD)
            except (ProtocolError, TimeoutError):
                continue  # the frame went away while it was prepared
            self._frames[frame.session, context] = frame.id
            self._undecided.add((frame.session, context))
            command = {"expression": _engine(self._binding), "contextId": context}
            self._client.post("Runtime.evaluate", command, frame.session)

    async def _evaluate(self, place: tuple[str, int], message: Json) -> None:
        """Run a snippet of the engine's among the page's scripts, as its rules ask for some tools."""
        session, _ = place
        context = self._client.contexts.get((session, self._frames[place]))
        value: Any = None
        if context is not None:
            command = {
                "expression": message["code"],
                "contextId": context,
                "awaitPromise": True,
                "returnByValue": True,
            }
            try:
                answer = await self._client.call("Runtime.evaluate", command, session, wait=limits.SCRIPT)
                value = answer.get("result", {}).get("value")
            except (ProtocolError, TimeoutError):
                value = False  # to the engine: this tool is not here
        self._tell(*place, {"type": "evalResp", "id": message["id"], "result": value})

    def _tell(self, session: str, context: int, message: Json) -> None:
        expression = f"autoconsentReceiveMessage({json.dumps(message)}) && undefined"
        self._client.post("Runtime.evaluate", {"expression": expression, "contextId": context}, session)

    async def _until(self, done: Any, wait: float) -> None:
        try:
            async with asyncio.timeout(wait):
                while not done():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return


def _engine(binding: str) -> str:
    relay = (
        f"globalThis.autoconsentSendMessage = (message) => {{ globalThis.{binding}(JSON.stringify(message)); "
        "return Promise.resolve(); };"
    )
    return f"{relay}\n{duckduckgo_autoconsent.bundle()}"


@cache
def _all_rules() -> list[tuple[re.Pattern[str] | None, Json]]:
    rules = json.loads(duckduckgo_autoconsent.rules_json())
    patterns = [(rule.get("runContext") or {}).get("urlPattern") for rule in rules]
    return [(re.compile(pattern) if pattern else None, rule) for pattern, rule in zip(patterns, rules, strict=True)]


def _rules(url: str) -> list[Json]:
    """The rules that can apply at an address: most of the thousand are for one site."""
    return [rule for pattern, rule in _all_rules() if pattern is None or pattern.search(url)]
