"""Rows: pages that strain the recording: one that calls recorded interfaces without end, one with 20,000 requests."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import apart
import table
import visits
from playwright.async_api import async_playwright

from scanner import pipeline
from scanner.demo import server
from scanner.model.target import Target
from spiders import browser
from spiders.session import Session
from spiders.tab import Tab

SITE, CALLS, REQUESTS = "heavy.test", 100_000, 20_000
_CALLS = {
    "listeners": "addEventListener('scroll', () => {})",
    "canvas text": "pen.measureText('m')",
    "timers": "clearTimeout(setTimeout(() => {}, 300))",
    "cookies": "document.cookie = 'a=1'",
    "storage": "localStorage.setItem('a', '1')",
}
_PAGE = """<!doctype html><title>Heavy</title><p>A page</p><script>
const pen = document.createElement("canvas").getContext("2d");
const rounds = COUNT / 5, began = performance.now();
for (let i = 0; i < rounds; i += 1) { CALLS }
document.title = String(performance.now() - began);
</script>"""
_MANY = """<!doctype html><title>Many</title><p>A page</p><script>
(async () => {
  for (let i = 0; i < COUNT; i += 50)
    await Promise.all(Array.from({ length: 50 }, (_, at) => fetch("/many?" + (i + at)).then((answer) => answer.text())));
  document.title = "done";
})();
</script>"""


def write(folder: Path) -> None:
    """Write the pages, below the host's folder."""
    site = folder / SITE
    site.mkdir()
    calls = "; ".join(_CALLS.values())
    (site / "index.html").write_text(_PAGE.replace("COUNT", str(CALLS)).replace("CALLS", calls), encoding="utf-8")
    (site / "many.html").write_text(_MANY.replace("COUNT", str(REQUESTS)), encoding="utf-8")
    (site / "policy.html").write_text("<!doctype html><title>Privacy policy</title><p>Privacy policy", encoding="utf-8")
    (site / "site.toml").write_text('[answers."/many"]\nbody = "ok"\n', encoding="utf-8")


def calling() -> float:
    """How long the calls take under recording over how long they take without."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        with server.running([Path(folder)]) as farm:
            return asyncio.run(_recorded(farm.proxy)) / asyncio.run(_bare(farm.proxy, "", wait=False))


async def _recorded(proxy: str) -> float:
    target = Target(url=f"https://{SITE}/", proxy=proxy, ignore_certificate_errors=True)
    program = browser.find()
    session = Session("baseline", target, program, browser.user_agent(browser.version(program), target))
    took: list[float] = []

    async def ask(tab: Tab) -> None:
        answer = await tab.client.call("Runtime.evaluate", {"expression": "document.title"}, tab.page_session)
        took.append(float(answer["result"]["value"]))

    async with async_playwright() as playwright:
        session.use(playwright)
        await session.visit(target.url, "page", then=ask)
        await session.close()
    return took[0]


async def _bare(proxy: str, path: str, *, wait: bool) -> float:
    """Milliseconds that a bare browser takes: for the calls, or (`wait`) until the page says that it is done."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=browser.find(), proxy={"server": proxy}, args=["--no-sandbox"]
        )
        page = await chromium.new_page(ignore_https_errors=True)
        began = time.perf_counter()
        await page.goto(f"https://{SITE}/{path}")
        if wait:
            await page.wait_for_function("document.title === 'done'", timeout=300_000)
        took = (time.perf_counter() - began) * 1000 if wait else float(await page.title())
        await chromium.close()
    return took


def many() -> tuple[float, float, float]:
    """A page with 20,000 requests: the scan beside a bare load, the Python side's memory, the share that was recorded."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as out:
        write(Path(folder))
        with apart.running(Path(folder)) as farm:
            target = Target(
                url=f"https://{SITE}/many.html",
                proxy=farm.proxy,
                ignore_certificate_errors=True,
                states=("baseline",),
                pages=1,
                policies=(f"https://{SITE}/policy.html",),
            )
            bare = asyncio.run(_bare(farm.proxy, "many.html", wait=True)) / 1000
            before = farm.arrived("/many")
            with visits.watched() as spent:
                began = time.perf_counter()
                result = pipeline.scan(target, Path(out), formats=("json",))
                took = time.perf_counter() - began
            arrived = farm.arrived("/many") - before
    return took / bare, spent.own_megabytes, sum("/many?" in one.url for one in result.requests) / arrived


def rows(rounds: int) -> Iterator[table.Row]:
    """All rows of this part."""
    yield table.row(f"a page that calls recorded interfaces {CALLS:,} times, beside a bare browser", calling, rounds)
    times, memories, shares = zip(*(many() for _ in range(max(1, rounds // 3))), strict=True)
    yield table.of(f"a scan of a page with {REQUESTS:,} requests, beside a bare load", times)
    yield table.of("its peak memory, the Python side alone (the page's server apart)", memories, unit="MB", aim=250)
    yield table.of("what it recorded of the requests that arrived", shares)
