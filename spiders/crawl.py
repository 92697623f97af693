"""Runs one scan's visits under Scrapy and turns what the visitors recorded into Evidence."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urljoin

from playwright.async_api import Playwright

from scanner import __version__, services
from scanner.model.errors import BrowserError
from scanner.model.evidence import Evidence, Failure, Snapshot, Tool
from scanner.model.progress import Progress, Watcher
from scanner.model.target import State, Target
from scanner.model.traces import Transport
from spiders import (
    addresses,
    answers,
    assembly,
    browser,
    carried,
    consent_strings,
    har,
    jar,
    keys,
    limits,
    names,
    opt_out_strings,
)
from spiders.ahead import ROBOTS
from spiders.journey import Journey
from spiders.masking import Mask
from spiders.record import VisitorRecord
from spiders.session import Session

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
    "address_echoes",
    "report_endpoints",
    "cache_identifiers",
    "consent_strings",
    "opt_out_strings",
)


class Crawl:
    """One scan's visits by all its visitors."""

    def __init__(
        self, target: Target, out: Path, watch: Watcher, program: Path, version: str, *, own_proxy: bool = False
    ) -> None:
        self._own_proxy = own_proxy
        self._target, self._out = target, out
        self._watch = watch
        self._version = version
        self._agent = browser.user_agent(self._version, target)
        states: list[State] = ["baseline", *(state for state in target.states if state != "baseline")]
        self._sessions = {state: Session(state, target, program, self._agent) for state in states}
        if target.other_device and len(states) > 1:
            other = replace(target, device="mobile" if target.device == "desktop" else "desktop")
            self._sessions["device"] = Session("device", other, program, browser.user_agent(self._version, other))
        self._journey = Journey(target, out, watch, self._sessions, self._agent)
        self._interrupted = False
        self._late = False
        self._transport: Transport | None = None
        self._names: names.Names | None = None
        self._unnamed: str | None = None
        """Why no names are looked up."""

    def refuse(self, why: str) -> Evidence:
        """Visit nothing, and say why."""
        self._journey.reason = why
        return self._assemble(assembly.iso())

    async def run(
        self, playwright: Playwright, running: Awaitable[ModuleType], read: Callable[[Snapshot], object]
    ) -> Evidence:
        """Visit, close every browser whatever happened, and assemble.

        `running` is spiders.running, which may still be imported; `read` is called in a thread for each document kept.
        """
        reading: list[asyncio.Future[object]] = []
        self._journey.shelf.kept = lambda document: reading.append(asyncio.ensure_future(asyncio.to_thread(read, document)))
        started = assembly.iso()
        self._watch(Progress(stage="browser"))
        for session in self._sessions.values():
            session.use(playwright)
        try:
            await self._visit(running)
            looking = asyncio.ensure_future(self._look_beside())
        finally:
            await asyncio.gather(*(session.close() for session in self._sessions.values()))
        await looking
        if self._names:
            await self._names.look_up(self._records())  # of hosts that were asked while the pages were left
        await asyncio.gather(*reading, return_exceptions=True)
        evidence = self._assemble(started)
        return replace(evidence, har=har.write(evidence, self._out)) if evidence.requests else evidence

    async def _look_beside(self) -> None:
        """Find out what no visit tells: how http:// is answered, and which names stand behind the site's hosts."""
        if self._journey.reason or self._interrupted:
            return
        finding_out = asyncio.ensure_future(answers.transport(self._target, self._records()))
        self._unnamed = names.not_looked_up(self._target, own_proxy=self._own_proxy)
        if not self._unnamed:
            self._names = names.Names(self._target)
            await self._names.look_up(self._records())
        self._transport = await finding_out

    def _records(self) -> list[VisitorRecord]:
        return [session.record for session in self._sessions.values() if session.record.visits]

    async def _visit(self, running: Awaitable[ModuleType]) -> None:
        preparing = asyncio.ensure_future(self._prepare())
        self._journey.ahead.begin(urljoin(self._target.url, ROBOTS))
        runner, crawling = (await running).begin(self._journey, robots=self._target.robots)
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
            preparing.cancel()
            stopped.cancel()
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.remove_signal_handler(signal.SIGINT)
        if self._journey.fault:
            raise self._journey.fault

    async def _prepare(self) -> None:
        """Start the baseline's browser while robots.txt is read, the followers' while its first page settles."""
        followers = [one for one in self._sessions.values() if one.state in ("accept", "reject")]
        with suppress(BrowserError):  # told by the visit that needs the browser
            await self._journey.baseline.prepare()
            await self._journey.baseline.loaded.wait()
            await asyncio.gather(*(one.prepare() for one in followers))

    async def _end(self, runner: Any, crawling: asyncio.Future[None]) -> None:
        """Stop the crawl in good order, or without it where that takes too long."""
        try:
            async with asyncio.timeout(limits.STOP):
                await runner.stop()
                await crawling
        except TimeoutError:
            crawling.cancel()

    def _assemble(self, started: str) -> Evidence:
        journey = self._journey
        records = self._records()
        mask = Mask(services.load(), keep_values=self._target.keep_values)
        for session in self._sessions.values():
            if session.net_log:
                assembly.add_unseen(session.record, session.net_log)
            session.record.count_routes()
        numbering = assembly.number(records)
        failures = [*assembly.failures(records), *self._not_named(), *self._own_failures()]
        visitor = addresses.known(records, self._target)
        gathered = [*GATHERED, *(["transport"] if self._transport else []), *(["aliases"] if self._names and self._names.known else [])]
        return Evidence(
            tool=Tool(name="privacydiff", version=__version__, browser=self._version, user_agent=self._agent),
            target=self._target.on_record(),
            started_at=started,
            finished_at=assembly.iso(),
            complete=not (self._interrupted or self._late or journey.reason),
            gathered=tuple(gathered) if not journey.reason else (),
            failures=tuple(failures),
            visits=assembly.visits(records, numbering, mask),
            requests=assembly.requests(records, numbering, mask, carried.find(records, self._target, visitor)),
            cookies=jar.cookies(records, numbering, mask),
            storage=keys.stored_keys(records, numbering, mask),
            api_calls=assembly.api_calls(records, numbering, mask),
            typed=assembly.typed(records, numbering),
            forms=assembly.forms(records, numbering),
            policy_links=journey.shelf.links,
            consent=journey.consent,
            documents=tuple(journey.shelf.documents),
            screenshots=assembly.screenshots(records, mask, self._out),
            address_echoes=addresses.echoes(records, numbering, mask, visitor),
            report_endpoints=answers.report_endpoints(records, mask),
            cache_identifiers=answers.cache_identifiers(records, mask),
            aliases=tuple(self._names.aliases) if self._names else (),
            consent_strings=consent_strings.find(records, numbering),
            held_addresses=assembly.held_addresses(records, numbering),
            opt_out_strings=opt_out_strings.find(records, numbering),
            transport=self._transport,
            interrupted=self._interrupted,
            reason=journey.reason,
        )

    def _not_named(self) -> list[Failure]:
        faults = [self._unnamed] if self._unnamed else self._names.faults if self._names else []
        return [Failure(what="aliases", where=self._target.url, why=fault) for fault in faults]

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
