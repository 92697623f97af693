"""Fetches one policy document in a browser, without scanning its site."""

import asyncio
from dataclasses import replace
from pathlib import Path

from playwright.async_api import async_playwright

from scanner.model.errors import SiteError
from scanner.model.evidence import Snapshot
from scanner.model.target import Target
from spiders import browser, private
from spiders.documents import Shelf
from spiders.session import Session
from spiders.stop import Stop


def fetch_document(url: str, target: Target, out: Path) -> Snapshot:
    """Open `url` and keep what it shows below `out`; raises SiteError when it shows no document or lies in a private network, BrowserError."""
    return asyncio.run(_fetch(url, target, out))


async def _fetch(url: str, target: Target, out: Path) -> Snapshot:
    if why := await private.refusal(replace(target, url=url)):
        raise SiteError(why)
    program = browser.find(target.browser)
    agent = browser.user_agent(browser.version(program), target)
    session, shelf, stop = (
        Session("baseline", target, program, agent),
        Shelf(target, out, agent),
        Stop(url, "policy", "the command line"),
    )
    async with async_playwright() as playwright:
        session.use(playwright)
        try:
            view = await session.visit(url, "policy")
            await shelf.answered(stop, view)
        finally:
            await session.close()
    if not shelf.documents:
        why = (
            view.failure
            or f"it answered with HTTP status {view.visit.status} and {view.visit.content_type or 'no media type'}"
        )
        raise SiteError(f"{url} shows no policy to read: {why}.")
    return shelf.documents[0]
