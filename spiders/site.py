"""The Scrapy spider: which pages to visit in which order. Home page, every policy document, then pages for variety."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import scrapy
from protego import Protego
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from scanner.model.errors import BrowserError
from scanner.model.evidence import Failure, VisitKind
from scanner.model.target import State, Target
from spiders import home, limits, pages, policy_links
from spiders.ahead import ROBOTS
from spiders.journey import Journey
from spiders.policy_links import Link
from spiders.protocol import CRASHED
from spiders.session import Session
from spiders.stop import Stop
from spiders.urls import is_url
from spiders.view import View

_SITEMAP = re.compile(rb"<loc>\s*([^<\s]+)\s*</loc>", re.IGNORECASE)


class SiteSpider(scrapy.Spider):
    """Visits one site as every visitor asked for: the baseline finds the pages, the others follow beside it."""

    name = "site"

    def __init__(self, journey: Journey, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.journey = journey
        self.target: Target = journey.target
        self._sitemap_urls: list[str] = []
        self._sitemaps_left: list[str] = []
        self._sitemaps_read = 0
        self._mapped = asyncio.Event()
        """Set when the sitemaps have been read."""
        self._crashed: set[tuple[State, Stop]] = set()
        """Pages to visit once more: a renderer that crashed need not be the page's doing."""
        journey.follow, journey.glimpse = self._follow, self._glimpse

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """As Scrapy makes it; a fault of this program is not to pass for the end of the site."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.broke, signals.spider_error)
        return spider

    def broke(self, failure: TwistedFailure) -> None:
        """Keep the fault, which is raised once the crawl is over; nothing waits any longer for sitemaps."""
        self._mapped.set()
        self.journey.fault = self.journey.fault or failure.value

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """robots.txt, then the home page and, beside it, the sitemaps."""
        yield self._plain(urljoin(self.target.url, ROBOTS), self._robots, self._without_robots)

    def _robots(self, response: Response) -> Iterator[scrapy.Request]:
        listed: list[str] = []
        if response.status == 200:
            listed = [one for one in Protego.parse(response.body.decode("utf-8", "replace")).sitemaps if is_url(one)]
        yield from self._begin(listed)

    def _without_robots(self, _: TwistedFailure) -> Iterator[scrapy.Request]:
        """robots.txt did not answer: the site may still."""
        yield from self._begin([])

    def _begin(self, listed: list[str]) -> Iterator[scrapy.Request]:
        self._sitemaps_left = listed or [urljoin(self.target.url, "/sitemap.xml")]
        yield self._visit(self.journey.baseline, Stop(self.target.url, "home"))
        yield from self._next_sitemap()

    def _next_sitemap(self) -> Iterator[scrapy.Request]:
        while self._sitemaps_left and self._sitemaps_read < limits.SITEMAPS:
            url = self._sitemaps_left.pop(0)
            if self.journey.is_first_party(url):
                self._sitemaps_read += 1
                yield self._plain(url, self._sitemap, self._without_sitemap)
                return
        self._mapped.set()

    def _sitemap(self, response: Response) -> Iterator[scrapy.Request]:
        if response.status == 200:
            texts = (match.decode("utf-8", "replace").replace("&amp;", "&") for match in _SITEMAP.findall(response.body))
            found = [text for text in texts if is_url(text)]
            if b"<sitemapindex" in response.body[:2000]:
                self._sitemaps_left += found
            else:
                self._sitemap_urls += found
        yield from self._next_sitemap()

    def _without_sitemap(self, _: TwistedFailure) -> Iterator[scrapy.Request]:
        yield from self._next_sitemap()

    async def parse(self, response: Response) -> AsyncIterator[scrapy.Request]:
        """A visit is over: take note of what it showed, and go on with the same visitor."""
        session: Session = response.meta["session"]
        stop: Stop = response.meta["stop"]
        view: View = response.meta["view"]
        journey = self.journey
        if session is not journey.sessions[session.state]:
            return  # a page beside the one at which this visitor began anew
        if session.died and (first := await journey.again(session)):
            yield self._visit(journey.sessions[session.state], first)
            return
        if view.failure == CRASHED and (session.state, stop) not in self._crashed:
            self._crashed.add((session.state, stop))
            journey.over(session, stop)
            yield self._visit(session, stop)
            return
        await journey.visited(session, stop, view)
        if journey.reason:
            return
        if session is journey.baseline:
            await self._find(stop, view)
        for request in self._next(session):
            yield request

    async def _find(self, stop: Stop, view: View) -> None:
        """Look for policies on every page, and once, on the home page and in the sitemaps, for the pages to visit.

        What a page of another site links to, where an address led there, is not this site's policy.
        """
        if not self.journey.is_first_party(view.visit.final_url) and stop.kind != "policy":
            return
        links = [Link.from_page(link) for link in view.links]
        self.journey.found(view, stop, policy_links.find(links, view.visit.final_url))
        if stop.kind == "home" and not self.journey.planned:
            await self._mapped.wait()
            self.journey.plan_pages(
                pages.choose(
                    links,
                    self._sitemap_urls,
                    home=view.visit.final_url,
                    limit=max(self.target.pages - 1, 0),
                    first_party=self.journey.is_first_party,
                )
            )

    async def _glimpse(self, view: View) -> None:
        """Open further pages beside the first one, which is looked at further; a fault is kept as in a callback of Scrapy's."""
        if not self._mapped.is_set() or home.is_error(view.visit):
            return
        try:
            await self._find(Stop(view.visit.url, "home"), view)
            for request in self._next(self.journey.baseline):
                self.crawler.engine.crawl(request)
        except Exception as fault:
            self.journey.fault = self.journey.fault or fault
            raise

    def _refused(self, failure: TwistedFailure) -> Iterator[scrapy.Request]:
        request = failure.request  # type: ignore[attr-defined]
        session: Session = request.meta["session"]
        stop: Stop = request.meta["stop"]
        if isinstance(failure.value, BrowserError):
            self.journey.fault = failure.value
            return
        if session is not self.journey.sessions[session.state]:
            return
        if isinstance(failure.value, IgnoreRequest):
            why = "robots.txt does not allow it; use --no-robots for a site you are authorised to audit"
        else:
            why = str(failure.value) or type(failure.value).__name__
        self.journey.refused(session, stop)
        session.record.failures.append(Failure(what="visit", where=stop.url, why=why))
        if stop.kind == "home" and session is self.journey.baseline:
            self.journey.reason = f"{self.target.url} was not opened: {why}."
            return
        yield from self._next(session)

    def _next(self, session: Session) -> Iterator[scrapy.Request]:
        while (stop := self.journey.next_stop(session)) is not None:
            yield self._visit(session, stop)
        if session is self.journey.baseline:
            yield from self._others()

    def _others(self) -> Iterator[scrapy.Request]:
        for other in self.journey.others():
            while (further := self.journey.next_stop(other)) is not None:
                yield self._visit(other, further)

    def _follow(self) -> None:
        for request in self._others():
            self.crawler.engine.crawl(request)

    def _visit(self, session: Session, stop: Stop) -> scrapy.Request:
        self.journey.announce(session, stop)
        kind: VisitKind = stop.kind
        return scrapy.Request(
            stop.url,
            callback=self.parse,
            errback=self._refused,
            dont_filter=True,
            meta={
                "session": session,
                "stop": stop,
                "kind": kind,
                "watch": self.journey.watch_at(session, stop),
                "then": self.journey.task_at(session, stop),
                "last": self.journey.last_task_at(session, stop),
                "download_slot": session.state,
                "handle_httpstatus_all": True,
                "dont_obey_robotstxt": not self.target.robots,
            },
        )

    def _plain(self, url: str, callback: Any, errback: Any) -> scrapy.Request:
        return scrapy.Request(
            url,
            callback=callback,
            errback=errback,
            dont_filter=True,
            meta={
                "download_slot": f"plain {urlsplit(url).hostname}",
                "handle_httpstatus_all": True,
                "dont_obey_robotstxt": True,
            },
        )
