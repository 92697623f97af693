"""One visitor: a browser of its own with a fresh profile, everything recorded from before the first byte.

A browser a visitor, not a context a visitor: the net log, which alone sees beacons sent on leaving, then belongs to one
visitor as a whole, and nothing can be attributed to the wrong one.
"""

import asyncio
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Error, Playwright

from scanner.model.errors import BrowserError
from scanner.model.evidence import VisitKind
from scanner.model.target import State, Target
from spiders import browser, limits, own_headers
from spiders.collectors.privacy_signal import PrivacySignal
from spiders.collectors.requests import RequestCollector
from spiders.collectors.routes import RouteCollector
from spiders.collectors.storage import StorageCollector
from spiders.collectors.writes import WriteCollector
from spiders.failures import NO_CERTIFICATE, explain
from spiders.netlog import NetLog
from spiders.protocol import CRASHED, GONE, Client, ProtocolError
from spiders.record import VisitorRecord, VisitRecord
from spiders.tab import Tab, Task, Visitor, Watch
from spiders.view import View

STOPPED = "the scan was stopped"


class Session:
    """Opens pages as one visitor, some side by side in tabs; `record` is what was seen."""

    def __init__(self, state: State, target: Target, program: Path, agent: str) -> None:
        self.state, self.target = state, target
        self.record = VisitorRecord(state)
        self.requests = RequestCollector(self.record, proxied=target.proxy is not None)
        self.writes = WriteCollector(self.record)
        storage = StorageCollector(self.record)
        self.client = Client([self.requests, self.writes, storage, RouteCollector(self.record)])
        if target.gpc:
            self.client.add(PrivacySignal())
        self.net_log: NetLog | None = None
        self._visitor = Visitor(state, target, self.client, self.record, self.requests, self.writes, storage)
        self._program, self._agent = program, agent
        self._running: browser.RunningBrowser | None = None
        self._starting: asyncio.Task[None] | None = None
        self._playwright: Playwright | None = None
        self._tabs: list[Tab] = []
        self._free: list[Tab] = []
        self._one_loads = asyncio.Lock()
        self._current: set[asyncio.Task[None]] = set()
        self._aborted = False
        self._held: Tab | None = None
        self._held_until = 0.0
        self._holds = True
        self.loaded = asyncio.Event()
        """Set when the first page has loaded, and the visitor waits for it to settle."""

    def use(self, playwright: Playwright) -> None:
        """Hand over the Playwright that starts the browser, which happens with the first visit."""
        self._playwright = playwright

    @property
    def died(self) -> bool:
        """Whether the browser has ended by itself; nothing more can be visited."""
        return self.client.gone.is_set()

    def anew(self) -> "Session":
        """The same visitor with nothing seen yet, in a browser that is still to start."""
        again = Session(self.state, self.target, self._program, self._agent)
        again._playwright = self._playwright
        again._holds = False  # a page that was open then may have been the one that ended the browser
        return again

    def abort(self) -> None:
        """Give up the visits under way; what they recorded stays."""
        self._aborted = True
        for task in self._current:
            task.cancel()

    async def prepare(self) -> None:
        """Start the browser, unless that was begun before; the visit that comes first waits for it. Raises BrowserError."""
        self._starting = self._starting or asyncio.ensure_future(self._start())
        await asyncio.shield(self._starting)

    async def _start(self) -> None:
        if self._playwright is None:
            raise BrowserError("The session was not given Playwright.")
        folder = browser.new_folder()
        net_log = NetLog(folder)
        self._running = await browser.launch(
            self._playwright, self._program, self.target, folder, agent=self._agent, net_log=net_log.path
        )
        self.net_log = net_log
        context = self._running.context
        await self.client.connect(self._running.address)
        if self.target.storage_state:
            await context.set_storage_state(self.target.storage_state)
        if self.target.headers:
            await own_headers.send(context, self.target)
        self._tabs = [Tab(self._visitor, context, context.pages[0])]
        self._free = list(self._tabs)

    async def visit(
        self, url: str, kind: VisitKind, *, then: Task | None = None, last: Task | None = None, watch: Watch | None = None
    ) -> View:
        """Open `url`, wait until it has settled, scroll, settle again, read everything.

        `watch` runs while it settles, `then` once it has settled, `last` when it has been read. Never raises for a page that does not load: the View says
        why. Visits side by side have a tab each; one page loads at a time, and those before it settle meanwhile.
        """
        await self.prepare()
        tab = self._free.pop() if self._free else self._new_tab()
        try:
            async with self._one_loads:
                if self._aborted:
                    return View(VisitRecord(len(self.record.visits), kind, url, time.time() * 1000), failure=STOPPED)
                view = self._begin(tab, url, kind)
                await self._while_alive(tab, view, tab.load(view), self.target.timeout_s + limits.LOAD_EVENT + limits.CDP_ANSWER)
            started = view.visit.started_ms
            if not view.failure:
                self.loaded.set()
                bound = limits.SETTLE + limits.SCROLL + limits.FIRST_HORIZON
                bound += (limits.CONSENT if then else 0) + (limits.TYPING if last else 0)
                await self._while_alive(tab, view, tab.see(view, then, last, watch), bound)
            view.certificate_asked = self.net_log is not None and self.net_log.asked_for_certificate(urlsplit(url).hostname)
            if view.failure:
                view.failure = NO_CERTIFICATE if view.certificate_asked else view.failure
                view.visit.loaded = False
                self.failed("visit", url, view.failure)
            if not self.died:
                await tab.read_kept(url)
            view.visit.duration_ms = round(time.time() * 1000 - started)
            if not self.died and not self._hold(tab, view):
                await tab.leave()
        finally:
            if tab is not self._held:
                self._free.append(tab)
        if time.monotonic() > self._held_until:
            await self._let_go()
        return view

    def _hold(self, tab: Tab, view: View) -> bool:
        """Keep a first page open beside those that follow, no choice being made any more: what comes late is seen without waiting."""
        done = self.state == "baseline" or (view.visit.after_choice and self.state in ("accept", "reject"))
        if not (self._holds and done and tab.first) or self._held or view.failure:
            return False
        self._held, self._held_until = tab, time.monotonic() + limits.HELD
        return True

    async def _let_go(self) -> None:
        """Read once more what the page held open has kept, and leave it."""
        tab, self._held = self._held, None
        if tab is None or self.died:
            return
        if tab.crashed.is_set():
            self.failed("page", tab.visit.url, f"{CRASHED} after it had been read")
        else:
            await tab.read_kept(tab.visit.url)
        await tab.leave()
        self._free.append(tab)

    def _new_tab(self) -> Tab:
        assert self._running is not None  # there was a first one
        tab = Tab(self._visitor, self._running.context)
        self._tabs.append(tab)
        return tab

    def _begin(self, tab: Tab, url: str, kind: VisitKind) -> View:
        visits = self.record.visits
        visit = VisitRecord(len(visits), kind, url, time.time() * 1000, final_url=url)
        visit.after_choice = self.record.choice_ms is not None
        tab.begin(visit, first=not any(one.loaded for one in visits) or visit.after_choice > visits[-1].after_choice)
        visits.append(visit)
        return View(visit)

    async def _while_alive(self, tab: Tab, view: View, doing: Coroutine[Any, Any, None], bound: float) -> None:
        """Do a part of a visit, at most `bound` seconds and only while browser and page live; the view says what went wrong."""
        task = asyncio.ensure_future(doing)
        ends = [asyncio.ensure_future(end.wait()) for end in (self.client.gone, tab.crashed)]
        self._current.add(task)
        try:
            if self._aborted:
                task.cancel()
            async with asyncio.timeout(bound):
                await asyncio.wait({task, *ends}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise ProtocolError(GONE if self.died else CRASHED)
            await task
        except asyncio.CancelledError:
            if not self._aborted:
                raise
            view.failure = STOPPED
        except (Error, TimeoutError, ProtocolError) as error:
            view.failure = view.failure or explain(error)
        finally:
            self._current.discard(task)
            for one in (task, *ends):
                one.cancel()

    async def close(self) -> None:
        """Leave, end the browser and join what arrived apart."""
        if self._starting is not None:
            await asyncio.wait({self._starting})
        if self._running is None:
            return
        try:
            async with asyncio.timeout(limits.STOP):
                await self._let_go()
                await asyncio.gather(*(tab.leave() for tab in self._tabs))
                await asyncio.sleep(max(self.record.left[-1][0] / 1000 + limits.LEAVE - time.time(), 0) if self.record.left else 0)
        except TimeoutError:
            self.failed("leaving", self.state, "the last page could not be left; what it sends then may be missing")
        await self.client.close()
        await self._running.close()
        if self.net_log:
            await self.net_log.finish(limits.BROWSER_CLOSE)
            if self.net_log.fault or not self.net_log.complete:
                self.failed("net log", self.state, self.net_log.fault or "its end was not reached")
        self.requests.finish()

    def failed(self, what: str, where: str, why: str) -> None:
        """Note what could not be gathered."""
        self._visitor.failed(what, where, why)
