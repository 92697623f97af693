"""Proves, piece by piece, that scans will work on this machine; every fault comes with how to mend it."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from playwright.async_api import async_playwright

from scanner.demo import server
from scanner.model.errors import BrowserError
from scanner.model.target import Target
from spiders import browser
from spiders.session import Session

_FREE_BYTES = 500_000_000
FIRST, THIRD = "site.test", "third-party.example"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: whether it is right, what was seen, and how to mend it if not."""

    name: str
    ok: bool
    detail: str
    mend: str = ""
    about_browser: bool = False


def diagnose(explicit: str | None = None) -> Iterator[Diagnosis]:
    """Look at Python, the browser, its sandbox, third-party cookies, the data folder and the disk."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Diagnosis("Python", sys.version_info >= (3, 11), version, "Install Python 3.11 or newer.")
    yield from _browser(explicit)
    yield _data_folder()
    free = shutil.disk_usage(tempfile.gettempdir()).free
    yield Diagnosis(
        "Disk",
        free > _FREE_BYTES,
        f"{free // 1_000_000} MB free in {tempfile.gettempdir()}",
        "Free at least 500 MB: every visitor gets a browser profile of its own there.",
    )


def _data_folder() -> Diagnosis:
    folder = Path(platformdirs.user_data_dir("privacydiff"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            return Diagnosis("Data folder", True, str(folder))
    except OSError as error:
        return Diagnosis("Data folder", False, f"{folder}: {error.strerror}", f"Make {folder} writable for your user.")


def _browser(explicit: str | None) -> Iterator[Diagnosis]:
    try:
        program = browser.find(explicit)
        version = browser.version(program)
    except BrowserError as error:
        yield Diagnosis("Browser", False, "none that can be used", str(error), about_browser=True)
        return
    yield Diagnosis("Browser", True, f"{version} at {program}", about_browser=True)
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    detail = "off, because Chromium cannot have one as root" if as_root else "on"
    yield Diagnosis("Sandbox", True, detail, about_browser=True)
    try:
        names = asyncio.run(_third_party_cookies(program, version))
    except BrowserError as error:
        yield Diagnosis("Start", False, "the browser did not start", str(error), about_browser=True)
        return
    yield Diagnosis(
        "Third-party cookies",
        "doctor" in names,
        "accepted: one was set by another host on a page served here" if "doctor" in names else "refused",
        "This browser refuses third-party cookies whatever its profile says: use another build of Chromium (--browser).",
        about_browser=True,
    )


async def _third_party_cookies(program: Path, version: str) -> set[str]:
    """Names of third-party cookies after a visit to a page on loopback that embeds a picture of another host."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_pages(folder)
        async with server.serve([folder]) as farm, async_playwright() as playwright:
            target = Target(url=f"https://{FIRST}/", proxy=farm.proxy, ignore_certificate_errors=True, timeout_s=15)
            session = Session("baseline", target, program, browser.user_agent(version, target))
            session.use(playwright)
            try:
                await session.visit(target.url, "home")
            finally:
                await session.close()
    return {
        str(cookie["name"])
        for reading in session.record.jar
        for cookie in reading.cookies
        if THIRD in str(cookie["domain"])
    }


def _write_pages(folder: Path) -> None:
    for host in (FIRST, THIRD):
        (folder / host).mkdir()
    (folder / FIRST / "index.html").write_text(
        f'<!doctype html><title>doctor</title><p>doctor</p><img src="https://{THIRD}/pixel.gif" alt="">',
        encoding="utf-8",
    )
    (folder / THIRD / "site.toml").write_text(
        '[answers."/pixel.gif"]\nstatus = 200\nbody = ""\ncontent_type = "image/gif"\n'
        'set_cookie = ["doctor=1; Path=/; Max-Age=60; Secure; SameSite=None"]\n',
        encoding="utf-8",
    )
