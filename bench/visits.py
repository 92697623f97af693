"""What a scan is measured against: Playwright alone, the same pages, the same rule for when a page has settled."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page, Request, async_playwright

from spiders import browser, limits

VISITORS = 3
_LOOK = 0.05
_TIMERS = """(() => {
  const due = new Map(), set = setTimeout, clear = clearTimeout;
  window.setTimeout = (task, wait, ...rest) => {
    const id = set((...given) => { due.delete(id); task(...given); }, wait, ...rest);
    if (wait >= 200 && wait <= HORIZON) due.set(id, performance.now() + wait);
    return id;
  };
  window.clearTimeout = (id) => { due.delete(id); clear(id); };
  window.untilTimers = (within) =>
    Math.max(0, ...[...due.values()].map((end) => (end - performance.now()) / 1000).filter((wait) => wait <= within));
})()""".replace("HORIZON", str(int(limits.FIRST_HORIZON * 1000)))
"""The rule knows the timers that a page has set; this is the least that tells them."""


async def visit(proxy: str | None, urls: list[str]) -> None:
    """Visit all pages as three visitors side by side, the first page once more for those who would choose.

    As in a scan, timers are waited for longer on a visitor's first page, and on the first after the choice.
    """
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=browser.find(), proxy={"server": proxy} if proxy else None, args=["--no-sandbox"]
        )

        async def visitor(number: int) -> None:
            context = await chromium.new_context(ignore_https_errors=True)
            await context.add_init_script(_TIMERS)
            page = await context.new_page()
            chooses = bool(number)
            for place, url in enumerate([*urls[:chooses], *urls]):
                await _see(page, url, limits.FIRST_HORIZON if place <= chooses else limits.TIMER_HORIZON)
            await context.close()

        await asyncio.gather(*(visitor(number) for number in range(VISITORS)))
        await chromium.close()


async def _see(page: Page, url: str, horizon: float) -> None:
    open_: set[Request] = set()
    last = [time.monotonic()]

    def begun(request: Request) -> None:
        open_.add(request)
        last[0] = time.monotonic()

    def ended(request: Request) -> None:
        open_.discard(request)
        last[0] = time.monotonic()

    async def quiet(bound: float) -> None:
        end = time.monotonic() + bound
        timers_until = time.monotonic() + horizon
        while time.monotonic() < end:
            if not open_ and time.monotonic() - last[0] >= limits.QUIET:
                wait = float(await page.evaluate("untilTimers", timers_until - time.monotonic()))
                if not wait:
                    return
                await asyncio.sleep(wait)
            await asyncio.sleep(_LOOK)

    page.on("request", begun)
    page.on("requestfinished", ended)
    page.on("requestfailed", ended)
    await page.goto(url, wait_until="load")
    await quiet(limits.SETTLE)
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await quiet(max(limits.SETTLE_AFTER_SCROLL, horizon))
    for name, listener in (("request", begun), ("requestfinished", ended), ("requestfailed", ended)):
        page.remove_listener(name, listener)  # type: ignore[arg-type]


@dataclass
class Spent:
    """What this process and all it started took while something ran (Linux)."""

    megabytes: float = 0.0
    """Their largest memory together (proportional set size)."""
    own_megabytes: float = 0.0
    """The largest memory of this process alone: the Python side."""
    seconds: float = 0.0
    """Processor time, as far as it was seen four times a second."""


@contextmanager
def watched() -> Iterator[Spent]:
    """Look at memory and processor time four times a second while something runs."""
    spent, stop = Spent(), threading.Event()
    before, after = _processor(), _processor()

    def look() -> None:
        while not stop.wait(0.25):
            spent.megabytes = max(spent.megabytes, sum(map(_memory, _ours())))
            spent.own_megabytes = max(spent.own_megabytes, _memory(os.getpid()))
            after.update(_processor())

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield spent
    finally:
        stop.set()
        thread.join()
        after.update(_processor())
        spent.seconds = sum(ticks - before.get(one, 0) for one, ticks in after.items()) / os.sysconf("SC_CLK_TCK")


def _ours() -> set[int]:
    """This process and all that it started, directly or not."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it ended meanwhile
    ours = {os.getpid()}
    while more := {one for one, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return ours


def _processor() -> dict[int, int]:
    """Ticks of processor time by process."""
    found = {}
    for process in _ours():
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found[process] = int(fields[11]) + int(fields[12])
    return found


def _memory(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
