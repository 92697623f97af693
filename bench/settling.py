"""Measures what rules for when a page has settled miss, and what they cost; writes docs/settling.md and its picture.

python bench/settling.py
"""

import asyncio
import platform
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

import late_pages
import picture
from playwright.async_api import Browser, Page, Request, async_playwright

from scanner.demo.server import Farm, running
from scanner.model.target import Target
from spiders import browser, limits
from spiders.session import Session

DOCS = Path(__file__).parent.parent / "docs"
TOGETHER, TOGETHER_WAITING = 6, 16
OURS, FIRST = "as built", "as built, first page"
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


@dataclass
class Measured:
    """What one rule got of each page, and how long the pages took."""

    requests: set[str]
    cookies: set[str]
    seconds: dict[str, float]

    def lost(self, paths: Iterable[str], seen: set[str]) -> float:
        """The share of pages whose late request or cookie was not there in time."""
        wanted = list(paths)
        return sum(path not in seen for path in wanted) / len(wanted)


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
    target = Target(url=f"https://{late_pages.SITE}/", proxy=farm.proxy, ignore_certificate_errors=True)
    program = browser.find()
    agent = browser.user_agent(browser.version(program), target)
    async with async_playwright() as playwright:

        async def visitor() -> None:
            session = Session("baseline", target, program, agent)
            session.use(playwright)
            await session.prepare()
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


def _sent(farm: Farm) -> set[str]:
    return {_page_of(arrived.query) for arrived in farm.requests if arrived.path == "/sent"}


def _page_of(query: str) -> str:
    return parse_qs(query).get("page", [""])[0]


def measure() -> dict[str, Measured]:
    """What every rule misses."""
    found: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as folder:
        late_pages.write(Path(folder))
        for rule in RULES:
            with running([Path(folder)]) as farm:
                found[rule.name] = asyncio.run(by_rule(rule, farm))
            print(_line(rule.name, found[rule.name]))
        with running([Path(folder)]) as farm:
            found[OURS] = asyncio.run(as_built(farm, LATER))
        print(_line(OURS, found[OURS]))
        with running([Path(folder)]) as farm:
            found[FIRST] = asyncio.run(as_built(farm, EARLY))
        print(_line(FIRST, found[FIRST]))
    return found


def _late() -> list[str]:
    return [path for path in late_pages.paths() if path != "/idle"]


def _line(name: str, one: Measured) -> str:
    lost, cookies = (f"{one.lost(_late(), seen):.0%}" for seen in (one.requests, one.cookies))
    mean = sum(one.seconds.values()) / len(one.seconds)
    return f"| {name} | {lost} | {cookies} | {one.seconds['/idle']:.1f} | {mean:.1f} |"


def _by_kind(found: dict[str, Measured], names: Sequence[str]) -> list[str]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for path in _late():
        kinds[late_pages.paths()[path][0]].append(path)
    rows = [f"| what is late | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    for kind, paths in kinds.items():
        cells = [f"{sum(path in found[name].requests for path in paths)} of {len(paths)}" for name in names]
        rows.append(f"| {kind} | {' | '.join(cells)} |")
    return rows


def document(found: dict[str, Measured]) -> str:
    """The page of docs/."""
    delays = ", ".join(f"{delay:g}" for delay in late_pages.DELAYS)
    names = ["quiet 0.5 s, scroll, quiet", "quiet 2 s, scroll, quiet", OURS, FIRST, "20 s"]
    return "\n".join(
        [
            "# When a page counts as settled",
            "",
            f"Written by bench/settling.py ({platform.system()}, {browser.version(browser.find())}). {len(_late())} pages on loopback, each with one tracker that",
            f"sends one request and writes one cookie late, for one of {len(late_pages.KINDS)} reasons and after {delays} seconds. For every rule: what share",
            "was not there when the rule called the page settled, and how long pages took.",
            "",
            "![Share lost by seconds a page](images/settling.svg)",
            "",
            "| rule | requests lost | cookies lost | seconds, idle page | seconds, mean |",
            "|---|---|---|---|---|",
            *(_line(name, one) for name, one in found.items()),
            "",
            *_by_kind(found, names),
            "",
            "## The rule",
            "",
            f"The network is quiet for {limits.QUIET:g} s and no timer that the page has set fires within {LATER:g} s; then the page is scrolled to its end,",
            f"and the same again. A request without a sign of life for {limits.STALLED_REQUEST:g} s no longer counts; all is bounded ({limits.SETTLE:g} s before",
            f"scrolling, {limits.SETTLE_AFTER_SCROLL:g} s after).",
            "",
            "It is chosen for its place in the picture: a quiet time long enough to lose as little would cost every page that much,",
            "also those on which nothing is late; the rule costs an idle page half a second, and a page with timers what they",
            "say. What it misses is what says nothing of itself beforehand: clocks that look at intervals, timers of workers, answers",
            "that take longer than a request may be silent, and timers beyond the horizon.",
            "",
            f"On a visitor's first page, and on the first after the choice, the horizon is {EARLY:g} s: what is delayed there is delayed on",
            "every page, so that a tracker which starts late is seen by every visitor, and a slide show or a chat that opens by itself is",
            "waited for once and not on every page.",
            "",
        ]
    )


def main() -> None:
    """Measure, and write page and picture."""
    found = measure()
    (DOCS / "settling.md").write_text(document(found), encoding="utf-8")
    points = [
        picture.Point(name, sum(one.seconds.values()) / len(one.seconds), one.lost(_late(), one.requests))
        for name, one in found.items()
    ]
    (DOCS / "images" / "settling.svg").write_text(picture.scatter(points, OURS), encoding="utf-8")


if __name__ == "__main__":
    main()
