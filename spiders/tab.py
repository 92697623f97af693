"""One tab of a visitor's browser: the page that is open in it, and the steps of a visit to it."""

import asyncio
import base64
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from playwright.async_api import BrowserContext, Error, Page, Response

from scanner.model.evidence import Failure, Settled
from scanner.model.target import State, Target
from spiders import isolated, limits, reading
from spiders.collectors import cookies
from spiders.collectors.requests import RequestCollector
from spiders.collectors.storage import StorageCollector
from spiders.collectors.writes import WriteCollector
from spiders.failures import explain
from spiders.protocol import Client, ProtocolError
from spiders.record import VisitorRecord, VisitRecord
from spiders.settling import until_quiet
from spiders.view import View

_POLL = 0.01
Task = Callable[["Tab"], Awaitable[None]]
"""Something to do on an open page."""
Watch = Callable[["Tab"], Awaitable[bool]]
"""Something to do while a page settles; once it says True, the page counts as settled."""


@dataclass
class Visitor:
    """Who visits, and all that listens and writes down what the visitor's browser does."""

    state: State
    target: Target
    client: Client
    record: VisitorRecord
    requests: RequestCollector
    writes: WriteCollector
    storage: StorageCollector
    opening: int = 0
    """Windows that tabs are about to open: until it is known which they are, they look like those that nobody has opened."""
    windows: set[str] = field(default_factory=set)
    """Those that tabs have opened, by what the protocol calls their pages."""
    targets: WeakKeyDictionary[Page, str] = field(default_factory=WeakKeyDictionary)
    """What the protocol calls each page."""

    def failed(self, what: str, where: str, why: str) -> None:
        """Note what could not be gathered."""
        place = f"{where} ({self.state})" if where != self.state else where
        self.record.failures.append(Failure(what=what, where=place, why=why))


class Tab:
    """Opens pages one after the other; what happens in other tabs is none of its business."""

    def __init__(self, visitor: Visitor, context: BrowserContext, page: Page | None = None) -> None:
        self.visitor = visitor
        self.state, self.target, self.client = visitor.state, visitor.target, visitor.client
        self.record, self.requests, self.writes = visitor.record, visitor.requests, visitor.writes
        self.storage = visitor.storage
        self.failed = visitor.failed
        self.crashed = asyncio.Event()
        self._context, self._page = context, page
        self._page_of_session: Page | None = None
        self._page_session: str | None = None
        self._inherited: str | None = None
        self._visit: VisitRecord | None = None
        self.first = False

    @property
    def page_session(self) -> str:
        """The protocol session of the page now open."""
        if self._page_session is None:
            raise ProtocolError("no page is open")
        return self._page_session

    @property
    def visit(self) -> VisitRecord:
        """The visit to the page now open."""
        if self._visit is None:
            raise ProtocolError("no page was visited")
        return self._visit

    def begin(self, visit: VisitRecord, *, first: bool) -> None:
        """A visit begins; `first`: what is delayed on this page is delayed on every page, and waited for longer."""
        self._visit, self.first = visit, first

    async def load(self, view: View) -> None:
        """Open the page of the visit; the view says why, if that fails."""
        visit = view.visit
        page = await self._open_page()
        self.record.open[self.page_session] = visit.number
        try:
            response = await page.goto(visit.url, wait_until="commit", timeout=self.target.timeout_s * 1000)
        except Error as error:
            view.failure = explain(error)
            visit.final_url = page.url if page.url.startswith("http") else visit.url
            return
        _answered(visit, response)
        try:
            await page.wait_for_load_state("load", timeout=limits.LOAD_EVENT * 1000)
        except Error:
            visit.settled = "limit"
        visit.final_url = page.url

    async def see(self, view: View, then: Task | None, last: Task | None, watch: Watch | None) -> None:
        """Wait until the page has settled, scroll, settle again, read it; `then` comes before reading, `last` after it.

        `watch` goes on while the page settles, and may end that.
        """
        await self._settle_or(view, watch) if watch else await self._settle(view)
        if then:
            await then(self)
        if why := await reading.read(self.client, self.page_session, self.record, view):
            self.failed("document", view.visit.url, why)
        if last:
            await last(self)

    async def until_quiet(self, bound: float, horizon: float = limits.TIMER_HORIZON) -> Settled:
        """Wait until the page is quiet, at most `bound` seconds; timers of its own that fire within `horizon` are waited for."""
        return await until_quiet(self.requests, self.writes, self.page_session, bound, horizon)

    async def read_kept(self, url: str) -> None:
        """Read what the browser keeps now: cookies, and storage of the page's frames."""
        if self._page_session is None:
            return
        number = self.visit.number
        await self._keep("cookies", cookies.read(self.client, self.record, number), url)
        if not self.crashed.is_set():  # a crashed page has no storage to ask for
            await self._keep("storage", self.storage.read(self.client, self._page_session, number), url)

    async def leave(self) -> None:
        """Leave the page for about:blank, so that one that never yields does not hold up the next.

        What it sends then is not waited for here: the net log has it, and the record knows whose it is.
        """
        visit, self._visit = self._visit, None
        if visit is None or self._page is None or self._page.is_closed():
            return
        self.record.left.append((time.time() * 1000, visit.number))
        try:
            async with asyncio.timeout(limits.CDP_ANSWER):
                await self._page.goto("about:blank")
            await asyncio.sleep(limits.LAST_REPORTS)
        except (Error, TimeoutError):
            await self._drop_page()  # a page that does not yield cannot be left, only closed
        if self._page_session is None:
            return
        if self._inherited:
            self.client.post("Page.removeScriptToEvaluateOnNewDocument", {"identifier": self._inherited}, self._page_session)
            self._inherited = None
        self.requests.forget_open(self._page_session)
        self.writes.forget_timers(self._page_session)
        await self._close_popups(self._page_session)

    async def picture(self, what: str) -> None:
        """Keep a picture of what the window shows now."""
        command = {"format": "jpeg", "quality": 60, "optimizeForSpeed": True}
        try:
            answer = await self.client.call("Page.captureScreenshot", command, self.page_session)
        except (ProtocolError, TimeoutError) as error:
            self.failed("picture", what, explain(error))
            return
        self.record.pictures.append((what, self.visit.final_url, base64.b64decode(answer["data"])))

    async def _keep(self, what: str, reading: Awaitable[None], url: str) -> None:
        try:
            await reading
        except (ProtocolError, TimeoutError) as error:
            self.failed(what, url, explain(error))

    async def _open_page(self) -> Page:
        self.crashed.clear()
        if self._page is None or self._page.is_closed():
            self._page = await self._new_page()
        if self._page is self._page_of_session and self._page_session:
            return self._page
        self._page.once("crash", lambda _: self.crashed.set())
        target = await self._target_of(self._page)
        self._page_of_session, self._page_session = self._page, self.client.pages.get(target)
        await self._hand_on()
        return self._page

    async def _new_page(self) -> Page:
        """A page in a window of its own: for one behind another tab the browser fetches nothing ahead."""
        self.visitor.opening += 1
        try:
            page = await self._window()
            self.visitor.windows.add(await self._target_of(page))
        finally:
            self.visitor.opening -= 1
        return page

    async def _window(self) -> Page:
        try:
            async with asyncio.timeout(limits.CDP_ANSWER):
                made = await self.client.call("Target.createTarget", {"url": "about:blank", "newWindow": True})
                while True:
                    for page in self._context.pages:
                        if page.url == "about:blank" and await self._target_of(page) == made["targetId"]:
                            return page
                    await asyncio.sleep(_POLL)
        except (Error, ProtocolError, TimeoutError) as error:
            self.failed("window", self.state, explain(error))
            return await self._context.new_page()

    async def _target_of(self, page: Page) -> str:
        """The protocol's name of a page; asked for once, for it stays the same."""
        known = self.visitor.targets
        if page not in known:
            session = await self._context.new_cdp_session(page)
            known[page] = str((await session.send("Target.getTargetInfo"))["targetInfo"]["targetId"])
            await session.detach()
        return known[page]

    async def _hand_on(self) -> None:
        """Give a new tab the session storage that a page opened from another one would inherit."""
        stored = [key for key in self.record.stored if key.kind == "session"]
        latest = {key.origin: key.visit for key in stored}
        kept: dict[str, dict[str, str]] = {origin: {} for origin in latest}
        for key in stored:
            if key.visit == latest[key.origin]:
                kept[key.origin][key.key] = key.value
        if kept:
            source = _INHERIT.replace("KEPT", json.dumps({origin: list(one.items()) for origin, one in kept.items()}))
            command = {"source": source, "worldName": "inherited"}
            added = await self.client.call("Page.addScriptToEvaluateOnNewDocument", command, self.page_session)
            self._inherited = str(added["identifier"])

    async def _settle_or(self, view: View, watch: Watch) -> None:
        settling = asyncio.ensure_future(self._settle(view))
        watching = asyncio.ensure_future(watch(self))
        try:
            await asyncio.wait({settling, watching}, return_when=asyncio.FIRST_COMPLETED)
            if settling.done() or not await watching:
                await settling
        finally:
            for task in (settling, watching):
                task.cancel()
            await asyncio.gather(settling, watching, return_exceptions=True)

    async def _settle(self, view: View) -> None:
        horizon = limits.FIRST_HORIZON if self.first else limits.TIMER_HORIZON
        first = await self.until_quiet(limits.SETTLE, horizon)
        try:
            await isolated.run(
                self.client, self.page_session, "scroll.js", limits.SCROLL * 1000, wait=limits.SCROLL + 1
            )
        except isolated.ScriptError as error:
            self.failed("scroll", view.visit.url, str(error))
        second = await self.until_quiet(max(limits.SETTLE_AFTER_SCROLL, horizon), horizon)
        if "limit" in (first, second):
            view.visit.settled = "limit"

    async def _close_popups(self, page: str) -> None:
        """Close what the page opened, and what nobody is known to have opened."""
        orphans = not self.visitor.opening
        popups = [
            target
            for target, session in self.client.pages.items()
            for root in [self.client.roots.get(session)]
            if session != page and (root == page or (orphans and root not in self.record.open and target not in self.visitor.windows))
        ]
        closing = [self.client.post("Target.closeTarget", {"targetId": target}) for target in popups]
        if closing and (await asyncio.wait(closing, timeout=limits.CDP_ANSWER))[1]:
            self.failed("popup", self.state, "a window that the page opened could not be closed")

    async def _drop_page(self) -> None:
        stuck, self._page = self._page, None
        self.record.open.pop(self._page_session or "", None)
        try:
            async with asyncio.timeout(limits.CDP_ANSWER):
                self._page = await self._new_page()
                if stuck is not None:
                    await stuck.close()
        except (Error, TimeoutError) as error:
            self.failed("page", self.state, f"a page that does not yield could not be closed: {explain(error)}")
        await asyncio.sleep(limits.LEAVE)


_INHERIT = """(() => {
  try {
    const kept = KEPT[origin];
    if (kept && !sessionStorage.length) for (const [key, value] of kept) sessionStorage.setItem(key, value);
  } catch {
    // No storage here.
  }
})()"""


def _answered(visit: VisitRecord, response: Response | None) -> None:
    if response is None:
        return
    visit.status = response.status
    visit.content_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
