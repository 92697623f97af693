"""Prints a report of ours to PDF with the browser that scans use."""

import asyncio
import os
from pathlib import Path

from playwright.async_api import Error, async_playwright

from scanner.model.errors import BrowserError
from spiders import browser, limits

_EDGE = "font:8px sans-serif;color:#555;width:100%;padding:0 16mm;display:flex;justify-content:space-between"
_HEADER = f'<div style="{_EDGE}"><span class="title"></span><span class="date"></span></div>'
_FOOTER = f'<div style="{_EDGE}"><span></span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>'


def print_page(page: Path, pdf: Path, *, explicit: str | None = None) -> None:
    """Print a local HTML file, its title above and the page's number below; raises BrowserError."""
    try:
        asyncio.run(asyncio.wait_for(_print(page.resolve().as_uri(), pdf, explicit), limits.PRINTING))
    except (Error, TimeoutError) as error:
        why = str(error).splitlines()[0] if str(error) else f"it took longer than {limits.PRINTING:g} s"
        raise BrowserError(f"{pdf.name} could not be printed: {why}.") from error


async def _print(address: str, pdf: Path, explicit: str | None) -> None:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(
            executable_path=browser.find(explicit),
            chromium_sandbox=not (hasattr(os, "geteuid") and os.geteuid() == 0),
            timeout=limits.BROWSER_START * 1000,
        )
        try:
            opened = await running.new_page(java_script_enabled=False)
            await opened.goto(address)
            await opened.pdf(
                path=pdf,
                format="A4",
                margin={"top": "18mm", "bottom": "18mm", "left": "14mm", "right": "14mm"},
                display_header_footer=True,
                header_template=_HEADER,
                footer_template=_FOOTER,
                print_background=True,
                outline=True,
                tagged=True,
            )
        finally:
            await running.close()
