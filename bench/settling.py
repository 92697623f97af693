"""Measures what rules for when a page has settled miss, and what they cost; writes docs/settling.md and its picture.

python bench/settling.py [--only "as built" …]: the rules named are measured and printed, and nothing is written.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import late_pages
import picture
import settled_page
from playwright.async_api import Browser, Page, Playwright, Request, async_playwright
from settled_page import FIRST, HELD, OURS, Measured

from scanner.demo.server import Farm, running
from scanner.model.target import Target
from spiders import browser, limits
from spiders.session import Session

DOCS = Path(__file__).parent.parent / "docs"
TOGETHER, TOGETHER_WAITING = 6, 16
LATER, EARLY = limits.TIMER_HORIZON, limits.FIRST_HORIZON
_LOOK = 0.05
_TIMERS = """(() => {
  const due = new Map(), set = setTimeout, clear = clearTimeout;
  window.setTimeout = (task, wait, ...rest) => {
    const id = set((...given) => { due.delete(id); task(...given); }, wait, ...rest);
    if (wait >= 200) due.set(id, performance.now() + wait);
    return id;
  };
  window.clearTimeout = (id) => { due.delete(id); clear(id); };
  window.untilTimers = () => Math.max(0, ...[...due.values()].map((end) => end - performance.now())) / 1000;
})()"""


@dataclass(frozen=True)
class Rule:
    """Quiet for so long, timers of the page waited for up to so long, scrolled or not; or a fixed wait in all."""

    name: str
    quiet: float = 0.5
    horizon: float = 0.0
    scrolls: bool = True
    fixed: float = 0.0


RULES = (
    Rule("load", quiet=0.0, scrolls=False),
    Rule("network idle", scrolls=False),
    Rule("quiet 0.5 s, scroll, quiet"),
    Rule("quiet 1 s, scroll, quiet", quiet=1.0),
    Rule("quiet 2 s, scroll, quiet", quiet=2.0),
    Rule("quiet 5 s, scroll, quiet", quiet=5.0),
    Rule("timers ≤ 2 s, quiet 0.5 s, scroll, again", horizon=2.0),
    Rule("timers ≤ 5 s, quiet 0.5 s, scroll, again", horizon=5.0),
    Rule("timers ≤ 9 s, quiet 0.5 s, scroll, again", horizon=9.0),
    Rule("20 s", fixed=20.0),
)


async def by_rule(rule: Rule, farm: Farm) -> Measured:
    """Visit all pages with a browser that knows no more than the rule."""
    waits = rule.fixed or rule.quiet >= 2
    measured, places = Measured(set(), set(), {}), asyncio.Semaphore(TOGETHER_WAITING if waits else TOGETHER)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=browser.find(), proxy={"server": farm.proxy}, args=["--no-sandbox"]
        )

        async def one(path: str) -> None:
            async with places:
                await _visit(chromium, rule, path, farm, measured)

        await asyncio.gather(*(one(path) for path in late_pages.paths()))
        await chromium.close()
    return measured


async def _visit(chromium: Browser, rule: Rule, path: str, farm: Farm, measured: Measured) -> None:
    context = await chromium.new_context(ignore_https_errors=True)
    await context.add_init_script(_TIMERS)
    page = await context.new_page()
    began = time.monotonic()
    await _settle(page, rule, f"https://{late_pages.SITE}{path}.html")
    measured.seconds[path] = time.monotonic() - began
    if path in _sent(farm):
        measured.requests.add(path)
    if any(cookie.get("name") == "late" for cookie in await context.cookies()):
        measured.cookies.add(path)
    await context.close()
    farm.requests[:] = [arrived for arrived in farm.requests if _page_of(arrived.query) != path]


async def _settle(page: Page, rule: Rule, url: str) -> None:
    open_: set[Request] = set()
    last = [time.monotonic()]

    def moved(request: Request, *, begins: bool = False) -> None:
        (open_.add if begins else open_.discard)(request)
        last[0] = time.monotonic()

    page.on("request", lambda request: moved(request, begins=True))
    page.on("requestfinished", moved)
    page.on("requestfailed", moved)
    await page.goto(url, wait_until="load")
    if rule.fixed:
        await asyncio.sleep(rule.fixed / 2)
        await _scroll(page)
        await asyncio.sleep(rule.fixed / 2)
    elif rule.quiet:
        await _quiet(page, rule, open_, last)
        if rule.scrolls:
            await _scroll(page)
            await _quiet(page, rule, open_, last)


async def _quiet(page: Page, rule: Rule, open_: set[Request], last: list[float]) -> None:
    end = time.monotonic() + 2 * max(rule.quiet, rule.horizon, 2.5)
    timers_end = time.monotonic() + rule.horizon
    while (now := time.monotonic()) < end:
        frames = [frame for frame in page.frames if frame.url.startswith("http")]  # others do not answer yet
        wait = max([float(await frame.evaluate("untilTimers()")) for frame in frames])
        waits = wait and now + wait <= timers_end
        if not open_ and now - last[0] >= rule.quiet and not waits:
            return
        await asyncio.sleep(_LOOK)


async def _scroll(page: Page) -> None:
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await asyncio.sleep(0.1)


async def as_built(farm: Farm, horizon: float) -> Measured:
    """Visit all pages as a scan does, with one horizon for timers: the server says what came before each was left."""
    limits.FIRST_HORIZON = limits.TIMER_HORIZON = horizon
    measured, left = Measured(set(), set(), {}), list(late_pages.paths())
    program = browser.find()
    version = browser.version(program)
    async with async_playwright() as playwright:

        async def visitor() -> None:
            session = await _visitor(playwright, farm, program, version)
            while left:
                path = left.pop()
                began = time.monotonic()
                await session.visit(f"https://{late_pages.SITE}{path}.html", "page")
                measured.seconds[path] = time.monotonic() - began
                if path in _sent(farm):
                    measured.requests.add(path)
                if any(
                    str(one.get("path")).startswith((f"{path}.", f"{path}-")) for one in session.record.jar[-1].cookies
                ):
                    measured.cookies.add(path)
            await session.close()

        await asyncio.gather(*(visitor() for _ in range(4)))
    return measured


async def held(farm: Farm) -> Measured:
    """Visit each page as the first of five, the others idle, as one visitor: it stays open beside those that follow."""
    limits.FIRST_HORIZON, limits.TIMER_HORIZON = EARLY, LATER
    measured, left = Measured(set(), set(), {}), list(late_pages.paths())
    program = browser.find()
    version = browser.version(program)
    async with async_playwright() as playwright:

        async def visitors() -> None:
            while left:
                path = left.pop()
                session = await _visitor(playwright, farm, program, version)
                began = time.monotonic()
                await session.visit(f"https://{late_pages.SITE}{path}.html", "home")
                measured.seconds[path] = time.monotonic() - began
                idle = (session.visit(f"https://{late_pages.SITE}/idle.html?{number}", "page") for number in range(4))
                await asyncio.gather(*idle)
                await session.close()
                _take(measured, session, path)

        await asyncio.gather(*(visitors() for _ in range(TOGETHER // 2)))
    return measured


async def _visitor(playwright: Playwright, farm: Farm, program: Path, version: str) -> Session:
    """A visitor of the site of late pages, as a scan has one, with the browser started."""
    target = Target(url=f"https://{late_pages.SITE}/", proxy=farm.proxy, ignore_certificate_errors=True)
    session = Session("baseline", target, program, browser.user_agent(version, target))
    session.use(playwright)
    await session.prepare()
    return session


def _take(measured: Measured, session: Session, path: str) -> None:
    """What a visitor has on record of a page."""
    if any(request.url.endswith(f"/sent?page={path}") for request in session.record.requests):
        measured.requests.add(path)
    if any(cookie["name"] == "late" for reading in session.record.jar for cookie in reading.cookies):
        measured.cookies.add(path)


def _sent(farm: Farm) -> set[str]:
    return {_page_of(arrived.query) for arrived in farm.requests if arrived.path == "/sent"}


def _page_of(query: str) -> str:
    return parse_qs(query).get("page", [""])[0]


def measure(only: Sequence[str] = ()) -> dict[str, Measured]:
    """What every rule misses, or those named."""
    ways: dict[str, Callable[[Farm], Coroutine[Any, Any, Measured]]] = {
        rule.name: partial(by_rule, rule) for rule in RULES
    }
    ways |= {OURS: partial(as_built, horizon=LATER), FIRST: partial(as_built, horizon=EARLY), HELD: held}
    found: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as folder:
        late_pages.write(Path(folder))
        for name in only or ways:
            with running([Path(folder)]) as farm:
                found[name] = asyncio.run(ways[name](farm))
            print(settled_page.line(name, found[name]), flush=True)
    return found


def main() -> None:
    """Measure, and write page and picture."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="+", default=[])
    if only := parser.parse_args().only:
        print("\n".join(settled_page.by_kind(measure(only), only)))
        return
    found = measure()
    (DOCS / "settling.md").write_text(settled_page.document(found), encoding="utf-8")
    points = [
        picture.Point(name, sum(one.seconds.values()) / len(one.seconds), one.lost(settled_page.late(), one.requests))
        for name, one in found.items()
    ]
    (DOCS / "images" / "settling.svg").write_text(picture.scatter(points, OURS), encoding="utf-8")


if __name__ == "__main__":
    main()
