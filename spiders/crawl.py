"""Runs one scan's visits under Scrapy and turns what the visitors recorded into Evidence."""

import asyncio
import logging
import signal
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from playwright.async_api import async_playwright
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings

from scanner import __version__, services, settings
from scanner.model.evidence import Evidence, Failure, Tool
from scanner.model.progress import Progress, Watcher
from scanner.model.target import State, Target
from spiders import assembly, browser, jar, keys, limits
from spiders.journey import Journey
from spiders.masking import Mask
from spiders.session import Session
from spiders.site import SiteSpider

GATHERED = (
    "visits",
    "requests",
    "cookies",
    "storage",
    "api_calls",
    "typed",
    "forms",
    "policy_links",
    "consent",
    "documents",
)


def crawl(target: Target, out: Path, watch: Watcher) -> Evidence:
    """Visit the site as every visitor asked for; documents go below `out`.

    Ctrl-C, the deadline and a site that shows nothing end the crawl early; what was recorded is kept and marked.
    Raises BrowserError when no browser starts.
    """
    return asyncio.run(_Crawl(target, out, watch).run())


class _Crawl:
    def __init__(self, target: Target, out: Path, watch: Watcher) -> None:
        self._target, self._out = target, out
        self._watch = watch
        program = browser.find(target.browser)
        self._version = browser.version(program)
        self._agent = browser.user_agent(self._version, target)
        states: list[State] = ["baseline", *(state for state in target.states if state != "baseline")]
        self._sessions = {state: Session(state, target, program, self._agent) for state in states}
        if target.other_device and len(states) > 1:
            other = replace(target, device="mobile" if target.device == "desktop" else "desktop")
            self._sessions["device"] = Session("device", other, program, browser.user_agent(self._version, other))
        self._journey = Journey(target, out, watch, self._sessions, self._agent)
        self._interrupted = False
        self._late = False

    async def run(self) -> Evidence:
        """Visit, close every browser whatever happened, and assemble."""
        started = assembly.iso()
        self._watch(Progress(stage="browser"))
        async with async_playwright() as playwright:
            for session in self._sessions.values():
                session.use(playwright)
            try:
                await self._visit()
            finally:
                await asyncio.gather(*(session.close() for session in self._sessions.values()))
        return self._assemble(started)

    async def _visit(self) -> None:
        values = Settings()
        values.setmodule(settings)
        values.set("ROBOTSTXT_OBEY", self._target.robots)
        for name in ("scrapy", "twisted", "asyncio"):  # without a handler of their own they would print tracebacks
            logging.getLogger(name).addHandler(logging.NullHandler())
        runner = AsyncCrawlerRunner(values)
        crawling = asyncio.ensure_future(runner.crawl(SiteSpider, journey=self._journey))
        stop = asyncio.Event()
        stopped = asyncio.ensure_future(stop.wait())
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError, RuntimeError, ValueError):  # outside the main thread Ctrl-C goes elsewhere
            loop.add_signal_handler(signal.SIGINT, stop.set)
        try:
            await asyncio.wait(
                {crawling, stopped}, timeout=self._target.deadline_s, return_when=asyncio.FIRST_COMPLETED
            )
            if not crawling.done():
                self._interrupted, self._late = stop.is_set(), not stop.is_set()
                for session in self._sessions.values():
                    session.abort()
                await self._end(runner, crawling)
            else:
                await crawling
        finally:
            stopped.cancel()
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.remove_signal_handler(signal.SIGINT)
        if self._journey.fault:
            raise self._journey.fault

    async def _end(self, runner: AsyncCrawlerRunner, crawling: asyncio.Future[None]) -> None:
        """Stop the crawl in good order, or without it where that takes too long."""
        try:
            async with asyncio.timeout(limits.STOP):
                await runner.stop()
                await crawling
        except TimeoutError:
            crawling.cancel()

    def _assemble(self, started: str) -> Evidence:
        journey = self._journey
        records = [session.record for session in self._sessions.values() if session.record.visits]
        mask = Mask(services.load(), keep_values=self._target.keep_values)
        for session in self._sessions.values():
            if session.net_log:
                assembly.add_unseen(session.record, session.net_log)
        numbering = assembly.number(records)
        failures = [*assembly.failures(records), *self._own_failures()]
        return Evidence(
            tool=Tool(name="privacydiff", version=__version__, browser=self._version, user_agent=self._agent),
            target=self._target.on_record(),
            started_at=started,
            finished_at=assembly.iso(),
            complete=not (self._interrupted or self._late or journey.reason),
            gathered=GATHERED if not journey.reason else (),
            failures=tuple(failures),
            visits=assembly.visits(records, numbering, mask),
            requests=assembly.requests(records, numbering, mask),
            cookies=jar.cookies(records, numbering, mask),
            storage=keys.stored_keys(records, numbering, mask),
            api_calls=assembly.api_calls(records, numbering, mask),
            typed=assembly.typed(records, numbering),
            forms=assembly.forms(records, numbering),
            policy_links=journey.shelf.links,
            consent=journey.consent,
            documents=tuple(journey.shelf.documents),
            screenshots=assembly.screenshots(records, mask, self._out),
            interrupted=self._interrupted,
            reason=journey.reason,
        )

    def _own_failures(self) -> list[Failure]:
        if self._interrupted:
            return [
                Failure(
                    what="scan", where=self._target.url, why="it was interrupted; what was gathered until then is kept"
                )
            ]
        if self._late:
            why = f"it was not done within the deadline of {self._target.deadline_s:g} s; what was gathered until then is kept"
            return [Failure(what="scan", where=self._target.url, why=why)]
        return []
