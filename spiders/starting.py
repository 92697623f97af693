"""Begins a crawl: what it is made of is imported while the browser's driver starts, which takes as long."""

import asyncio
import importlib
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

from playwright.async_api import async_playwright

from scanner.model.evidence import Evidence, Snapshot
from scanner.model.progress import Watcher
from scanner.model.target import Target
from spiders import browser, guard, private

if TYPE_CHECKING:
    from spiders.crawl import Crawl


_ROUNDS = 3
"""Of cancelling what is left when a crawl was broken off."""


class Reader(Protocol):
    """What else can be done, in threads, while pages are waited for."""

    def get_ready(self) -> None:
        """Called once all is imported that the visits need."""

    def read(self, snapshot: Snapshot) -> object:
        """Called for each document that is kept, unless its browser dies later; faults come up when it is read again."""


def crawl(target: Target, out: Path, watch: Watcher, reader: Reader) -> Evidence:
    """Visit the site as every visitor asked for; documents go below `out`.

    Ctrl-C, the deadline and a site that shows nothing end the crawl early; what was recorded is kept and marked.
    Raises BrowserError when no browser starts.
    """
    return asyncio.run(_crawl_whole(target, out, watch, reader))


async def _crawl_whole(target: Target, out: Path, watch: Watcher, reader: Reader) -> Evidence:
    """Crawl; a crawl that was broken off leaves tasks of Scrapy's, which set off further ones as they are cancelled."""
    try:
        return await _crawl(target, out, watch, reader)
    finally:
        for _ in range(_ROUNDS):
            left = asyncio.all_tasks() - {asyncio.current_task()}
            for task in left:
                task.cancel()
            if left:
                await asyncio.wait(left, timeout=1)


async def _crawl(target: Target, out: Path, watch: Watcher, reader: Reader) -> Evidence:
    """Crawl; a guarded target through a proxy of our own that reaches no private address, unless it names another proxy."""
    why = await private.refusal(target)
    program = browser.find(target.browser)
    asking = asyncio.ensure_future(asyncio.to_thread(browser.version, program))
    importing = asyncio.ensure_future(_import("spiders.crawl"))
    if why:
        return _made(await importing)(target, out, watch, program, await asking).refuse(why)
    runs = asyncio.ensure_future(_run_by(importing))
    ready = asyncio.ensure_future(_get_ready(reader, after=runs))
    async with async_playwright() as playwright:
        made = _made(await importing)
        if not target.guarded or target.proxy:
            evidence = await made(target, out, watch, program, await asking).run(playwright, runs, reader.read)
        else:
            async with guard.running() as barrier:
                guarded = replace(target, proxy=barrier.address)
                evidence = await made(guarded, out, watch, program, await asking, own_proxy=True).run(playwright, runs, reader.read)
            evidence = replace(barrier.tell(evidence), target=target.on_record())
    await ready
    return evidence


async def _import(name: str) -> ModuleType:
    return await asyncio.to_thread(importlib.import_module, name)


async def _run_by(first: "asyncio.Future[ModuleType]") -> ModuleType:
    """Import Scrapy after what the browser needs to start."""
    await first
    return await _import("spiders.running")


async def _get_ready(reader: Reader, after: "asyncio.Future[ModuleType]") -> None:
    await after
    await asyncio.to_thread(reader.get_ready)


def _made(module: ModuleType) -> "type[Crawl]":
    made: type[Crawl] = module.Crawl
    return made
