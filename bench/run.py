"""Measures speed as ratios against a reference in the same run: what a scan costs beside bare visits of the same pages."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from playwright.async_api import async_playwright

from scanner import demo, pipeline, policy, services
from scanner.demo import server
from scanner.model.target import Target
from scanner.policy.patterns import fold
from spiders import browser

ROUNDS = 3
PATHS = ("", "privatuma-politika", "sikdatnu-politika", "mebeles", "piegade", "par-mums", "kontakti")


async def bare(proxy: str) -> None:
    """Visit the same pages with Playwright alone, three times over, waiting for nothing but the network."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=browser.find(), proxy={"server": proxy}, args=["--no-sandbox"]
        )
        for _ in range(3):
            context = await chromium.new_context(ignore_https_errors=True)
            page = await context.new_page()
            for path in PATHS:
                await page.goto(demo.SITE_URL + path, wait_until="networkidle")
            await context.close()
        await chromium.close()


def scan_ratio() -> float:
    """Seconds of a whole scan (three visitors) over seconds of bare visits one after the other."""
    with server.running([demo.folder()]) as farm, tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        asyncio.run(bare(farm.proxy))
        middle = time.perf_counter()
        target = Target(url=demo.SITE_URL, proxy=farm.proxy, ignore_certificate_errors=True)
        pipeline.scan(target, Path(folder), formats=("json",))
        return (time.perf_counter() - middle) / (middle - started)


def reading_ratio() -> float:
    """Seconds of reading a policy over seconds of folding its letters, the least any reader does."""
    body = (demo.folder() / "www.ozolkalns-galdnieki.test" / "privatuma-politika.html").read_bytes()
    catalogue = services.load()

    def read() -> str:
        return policy.read(
            body, content_type="text/html", url="", catalogue=catalogue, retrieved_at="", found_by="", sha256=""
        ).text

    text = read()
    started = time.perf_counter()
    for _ in range(10):
        read()
    middle = time.perf_counter()
    for _ in range(10):
        fold(text)
    return (middle - started) / (time.perf_counter() - middle)


def main() -> None:
    """Print the median of each ratio."""
    print(f"reading a policy: {statistics.median(reading_ratio() for _ in range(ROUNDS)):.0f} × folding its letters")
    print(f"a whole scan: {statistics.median(scan_ratio() for _ in range(ROUNDS)):.2f} × bare visits of the same pages")


if __name__ == "__main__":
    main()
