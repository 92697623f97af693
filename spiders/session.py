"""One visitor: a browser of its own with a fresh profile, everything recorded from before the first byte.

A browser a visitor, not a context a visitor: the net log, which alone sees beacons sent on leaving, then belongs to one
visitor as a whole, and nothing can be attributed to the wrong one.
"""

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Error, Page, Playwright

from scanner.model.errors import BrowserError
from scanner.model.evidence import Failure, VisitKind
from scanner.model.target import State, Target
from spiders import browser, isolated, limits, own_headers, reading
from spiders.collectors import cookies
from spiders.collectors.privacy_signal import PrivacySignal
from spiders.collectors.requests import RequestCollector
from spiders.collectors.routes import RouteCollector
from spiders.collectors.storage import StorageCollector
from spiders.collectors.writes import WriteCollector
from spiders.failures import NO_CERTIFICATE, explain
from spiders.netlog import NetLog
from spiders.protocol import CRASHED, GONE, Client, ProtocolError
from spiders.record import VisitorRecord, VisitRecord
from spiders.settling import until_quiet
from spiders.view import View

Task = Callable[["Session"], Awaitable[None]]
"""Something to do on the open page."""


class Session:
    """Opens pages one after the other as one visitor; `record` is what was seen."""

    def __init__(self, state: State, target: Target, program: Path, agent: str) -> None:
        self.state, self.target = state, target
        self.record = VisitorRecord(state)
        self.requests = RequestCollector(self.record, proxied=target.proxy is not None)
        self.writes = WriteCollector(self.record)
        self.storage = StorageCollector(self.record)
        self.client = Client([self.requests, self.writes, self.storage, RouteCollector(self.record)])
        if target.gpc:
            self.client.add(PrivacySignal())
        self.net_log: NetLog | None = None
        self._program, self._agent = program, agent
        self._running: browser.RunningBrowser | None = None
        self._starting: asyncio.Task[None] | None = None
        self._page: Page | None = None
        self._page_of_session: Page | None = None
        self._page_session: str | None = None
        self._playwright: Playwright | None = None
        self._current: asyncio.Task[None] | None = None
        self._aborted = False
        self._crashed = asyncio.Event()
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
        return again

    def abort(self) -> None:
        """Give up the visit under way; what it recorded stays."""
        self._aborted = True
        if self._current is not None:
            self._current.cancel()

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
        self._page = context.pages[0]

    async def visit(self, url: str, kind: VisitKind, *, then: Task | None = None, last: Task | None = None) -> View:
        """Open `url`, wait until it has settled, scroll, settle again, read everything.

        `then` runs once it has settled, `last` when it has been read. Never raises for a page that does not load: the View says why.
        """
        await self.prepare()
        if self.record.visits:
            await self.leave()
        started = time.time() * 1000
        visit = VisitRecord(len(self.record.visits), kind, url, started, final_url=url)
        visit.after_choice = self.record.choice_ms is not None
        self.record.visits.append(visit)
        view = View(visit)
        self._current = asyncio.ensure_future(self._see(view, then, last))
        try:
            if not self._aborted:
                await self._while_alive(self._current)
        except asyncio.CancelledError:
            if not self._aborted:
                raise
            view.failure = "the scan was stopped"
        except (Error, TimeoutError, ProtocolError) as error:
            view.failure = view.failure or explain(error)
        finally:
            self._current.cancel()
        view.certificate_asked = self.net_log is not None and self.net_log.asked_for_certificate(urlsplit(url).hostname)
        if view.failure:
            view.failure, visit.loaded = NO_CERTIFICATE if view.certificate_asked else view.failure, False
            self.failed("visit", url, view.failure)
        if not self.died:
            await self._read(url)
        visit.duration_ms = round(time.time() * 1000 - started)
        return view

    async def _while_alive(self, seeing: asyncio.Task[None]) -> None:
        ends = [asyncio.ensure_future(end.wait()) for end in (self.client.gone, self._crashed)]
        try:
            await asyncio.wait({seeing, *ends}, return_when=asyncio.FIRST_COMPLETED)
            if not seeing.done():
                raise ProtocolError(GONE if self.died else CRASHED)
            await seeing
        finally:
            for end in ends:
                end.cancel()

    async def _see(self, view: View, then: Task | None, last: Task | None) -> None:
        bound = self.target.timeout_s + limits.LOAD_EVENT + limits.SETTLE + limits.SCROLL + limits.FIRST_HORIZON
        async with asyncio.timeout(bound + (limits.CONSENT if then else 0) + (limits.TYPING if last else 0)):
            await self._load(await self._open_page(), view)
            if not view.failure:
                self.loaded.set()
                await self._settle(view)
                if then:
                    await then(self)
                if why := await reading.read(self.client, self.page_session, self.record, view):
                    self.failed("document", view.visit.url, why)
                if last:
                    await last(self)

    async def leave(self, *, last: bool = False) -> None:
        """Leave the page for about:blank. What it sends then is waited for on the `last` one.

        On all others the next page loads meanwhile: the net log has what is sent, and the record knows whose it is.
        """
        if self._page is None or self._page.is_closed():
            return
        try:
            async with asyncio.timeout(limits.CDP_ANSWER):
                await self._page.goto("about:blank")
            await asyncio.sleep(limits.LEAVE if last else limits.LAST_REPORTS)
        except (Error, TimeoutError):
            await self._drop_page()  # a page that does not yield cannot be left, only closed
        self.requests.forget_open()
        self.writes.forget_timers()
        await self._close_popups()

    async def close(self) -> None:
        """Leave, end the browser and join what arrived apart."""
        if self._starting is not None:
            await asyncio.wait({self._starting})
        if self._running is None:
            return
        try:
            async with asyncio.timeout(limits.STOP):
                await self.leave(last=True)
        except TimeoutError:
            self.failed("leaving", self.state, "the last page could not be left; what it sends then may be missing")
        await self.client.close()
        await self._running.close()
        if self.net_log:
            await self.net_log.finish(limits.BROWSER_CLOSE)
            if self.net_log.fault or not self.net_log.complete:
                self.failed("net log", self.state, self.net_log.fault or "its end was not reached")
        self.requests.finish()

    @property
    def page_session(self) -> str:
        """The protocol session of the page now open."""
        if self._page_session is None:
            raise ProtocolError("no page is open")
        return self._page_session

    async def _open_page(self) -> Page:
        if self._running is None:
            raise BrowserError("The browser has not been started.")
        self._crashed.clear()
        if self._page is None or self._page.is_closed():
            self._page = await self._running.context.new_page()
        if self._page is self._page_of_session and self._page_session:
            return self._page
        self._page.once("crash", lambda _: self._crashed.set())
        session = await self._running.context.new_cdp_session(self._page)
        target = (await session.send("Target.getTargetInfo"))["targetInfo"]["targetId"]
        await session.detach()
        self._page_of_session, self._page_session = self._page, self.client.pages.get(target)
        return self._page

    async def _load(self, page: Page, view: View) -> None:
        visit = view.visit
        try:
            response = await page.goto(visit.url, wait_until="commit", timeout=self.target.timeout_s * 1000)
        except Error as error:
            view.failure = explain(error)
            visit.final_url = page.url if page.url.startswith("http") else visit.url
            return
        if response is not None:
            visit.status = response.status
            visit.content_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
        try:
            await page.wait_for_load_state("load", timeout=limits.LOAD_EVENT * 1000)
        except Error:
            visit.settled = "limit"
        visit.final_url = page.url

    async def _settle(self, view: View) -> None:
        horizon = limits.FIRST_HORIZON if self.record.begins else limits.TIMER_HORIZON
        first = await until_quiet(self.requests, self.writes, limits.SETTLE, horizon)
        try:
            await isolated.run(
                self.client, self.page_session, "scroll.js", limits.SCROLL * 1000, wait=limits.SCROLL + 1
            )
        except isolated.ScriptError as error:
            self.failed("scroll", view.visit.url, str(error))
        second = await until_quiet(self.requests, self.writes, max(limits.SETTLE_AFTER_SCROLL, horizon), horizon)
        if "limit" in (first, second):
            view.visit.settled = "limit"

    async def _read(self, url: str) -> None:
        for name, collecting in (
            ("cookies", cookies.read(self.client, self.record)),
            ("storage", self.storage.read(self.client)),
        ):
            try:
                await collecting
            except (ProtocolError, TimeoutError) as error:
                self.failed(name, url, explain(error))

    async def _close_popups(self) -> None:
        assert self._running is not None
        popups = [page.close() for page in self._running.context.pages if page is not self._page]
        try:
            async with asyncio.timeout(limits.CDP_ANSWER):
                await asyncio.gather(*popups)
        except (Error, TimeoutError) as error:
            self.failed("popup", self.state, explain(error))

    async def _drop_page(self) -> None:
        assert self._running is not None
        stuck, self._page = self._page, None
        try:
            async with asyncio.timeout(limits.CDP_ANSWER):
                self._page = await self._running.context.new_page()
                if stuck is not None:
                    await stuck.close()
        except (Error, TimeoutError) as error:
            self.failed("page", self.state, f"a page that does not yield could not be closed: {explain(error)}")
        await asyncio.sleep(limits.LEAVE)

    async def picture(self, what: str) -> None:
        """Keep a picture of what the window shows now."""
        command = {"format": "jpeg", "quality": 60, "optimizeForSpeed": True}
        try:
            answer = await self.client.call("Page.captureScreenshot", command, self.page_session)
        except (ProtocolError, TimeoutError) as error:
            self.failed("picture", what, explain(error))
            return
        self.record.pictures.append((what, self.record.visits[-1].final_url, base64.b64decode(answer["data"])))

    def failed(self, what: str, where: str, why: str) -> None:
        """Note what could not be gathered."""
        self.record.failures.append(
            Failure(what=what, where=f"{where} ({self.state})" if where != self.state else where, why=why)
        )
