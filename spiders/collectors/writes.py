"""Who wrote which cookie or stored key or called which interface, and which timers a page waits for.

All from one script in every document.
"""

import json
import secrets
import time
from collections import defaultdict
from pathlib import Path

from spiders import bodies, limits, stacks
from spiders.protocol import Client, Json
from spiders.record import ScriptWrite, ToldBody, VisitorRecord

_SCRIPT = Path(__file__).parent / "scripts" / "recorder.js"
_SHORTEST_TIMER_MS = 200
_MOST_CALLS = 10_000_000


class WriteCollector:
    """Installs recorder.js under a binding name nobody can guess and takes its reports."""

    def __init__(self, record: VisitorRecord) -> None:
        self._record = record
        self._binding = "b" + secrets.token_hex(8)
        self._source = (
            _SCRIPT.read_text(encoding="utf-8")
            .replace("__BINDING__", self._binding)
            .replace("__EVENTS__", str(limits.EVENTS_PER_DOCUMENT))
            .replace("__LINE__", str(limits.KEY_CHARACTERS))
            .replace("__CALLS__", str(limits.CALLS_PER_DOCUMENT))
            .replace("__POSTED__", str(limits.POSTED_BYTES))
            .replace("__BODIES__", str(limits.BODIES_PER_DOCUMENT))
            .replace("__TIMER_FROM__", str(_SHORTEST_TIMER_MS))
            .replace("__TIMER_TO__", str(int(limits.FIRST_HORIZON * 1000)))
        )
        self._timers: dict[tuple[str, int, int], float] = {}
        self._intervals: dict[str, set[float]] = defaultdict(set)
        self._roots: dict[str, str] = {}
        self._workers: dict[str, str] = {}
        self._left = limits.BODIES_CHARACTERS
        self.closed_roots = False
        """Whether a script has made a shadow root that other scripts cannot look into."""

    def attached(self, client: Client, session: str, target: Json) -> None:
        """Install the script in documents and workers."""
        self._roots = client.roots
        if target["type"] not in ("page", "iframe"):
            self._workers[session] = str(target["targetId"])
            client.post("Runtime.enable", None, session)
            if list(self._workers.values()).count(str(target["targetId"])) > 1:
                return  # a service worker, attached by the browser and by its page: it has the script
            client.post("Runtime.addBinding", {"name": self._binding}, session)
            client.post("Runtime.evaluate", {"expression": self._source}, session)
            return
        client.post("Runtime.enable", None, session)
        client.post("Page.enable", None, session)
        client.post("Runtime.addBinding", {"name": self._binding}, session)
        client.post("Page.addScriptToEvaluateOnNewDocument", {"source": self._source, "runImmediately": True}, session)

    def event(self, session: str, method: str, params: Json) -> None:
        """Take a report of the script; what a page might send in its place is checked like any input."""
        if method == "Target.detachedFromTarget":
            self._workers.pop(params["sessionId"], None)
            self._timers = {key: due for key, due in self._timers.items() if key[0] != params["sessionId"]}
        if method != "Runtime.bindingCalled" or params.get("name") != self._binding:
            return
        try:
            message = json.loads(params["payload"])
            kind = message["kind"]
            if kind == "timer":
                key = (session, int(params["executionContextId"]), int(message["id"]))
                self._timers[key] = time.monotonic() + float(message["wait"]) / 1000
            elif kind == "closed":
                self.closed_roots = True
            elif kind == "interval":
                self._intervals[session].add(float(message["wait"]) / 1000)
            elif kind == "cleared":
                self._timers.pop((session, int(params["executionContextId"]), int(message["id"])), None)
            elif kind == "call":
                script = stacks.script(str(message["stack"]), str(message["href"])) or ""
                number = min(max(int(message["count"]), 1), _MOST_CALLS)
                visit = self._record.visit_in(self._roots.get(session))
                self._record.api_calls[str(message["api"])[:40], script, visit] += number
            elif kind == "body":
                self._told(str(message["url"]), bodies.told(message), float(message["at"]))
            elif kind in ("cookie", "local", "session", "indexeddb", "cache"):
                self._record.writes.append(
                    ScriptWrite(
                        kind,
                        str(message["line"]),
                        stacks.script(str(message["stack"]), str(message["href"])),
                        str(message["href"]),
                        time.time() * 1000,
                        self._record.visit_in(self._roots.get(session)),
                    )
                )
        except (ValueError, KeyError, TypeError, IndexError):
            return  # not a report of ours: the page called the binding itself

    def _told(self, url: str, text: str, moment: float) -> None:
        self._left -= len(text)
        if self._left > 0:
            self._record.told_bodies.append(ToldBody(url.split("#", maxsplit=1)[0], text, moment))

    def waits(self, page: str, until: float) -> bool:
        """Whether a timer that a page has set fires by a moment (of time.monotonic)."""
        now = time.monotonic()
        self._timers = {key: due for key, due in self._timers.items() if due > now}
        return any(due <= until and self._roots.get(key[0]) == page for key, due in self._timers.items())

    def longest_interval(self, page: str, most: float) -> float:
        """Seconds of the longest interval at which a page does something again and again, of those up to `most`."""
        its = (every for session, every in self._intervals.items() if self._roots.get(session) == page)
        return max((one for every in its for one in every if one <= most), default=0.0)

    def forget_timers(self, page: str) -> None:
        """A page was left: its timers are gone."""
        self._timers = {key: due for key, due in self._timers.items() if self._roots.get(key[0]) != page}
        for session in [session for session in self._intervals if self._roots.get(session) == page]:
            del self._intervals[session]
