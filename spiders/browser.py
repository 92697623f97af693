"""Finds, profiles and starts Chromium: one browser with a fresh profile for each visitor."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Error, Playwright, ViewportSize

from scanner.model.errors import BrowserError
from scanner.model.target import Target
from spiders import limits

CANDIDATES = (
    "/usr/lib/chromium/chromium",  # Debian's /usr/bin/chromium is a shell script that adds flags of its own
    "/usr/lib/chromium-browser/chromium-browser",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/opt/google/chrome/chrome",
    "/opt/microsoft/msedge/msedge",
)
COMMANDS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")

# Playwright's own list (a second --disable-features replaces the first) and, after it, pages that Debian's Chromium
# opens in every window, a feature that hides requests of sandboxed frames from the protocol, one by which two tabs with the
# same site share a process (a page that hangs or crashes would take the page beside it along), and one that takes the
# protocol away from a page before it has been left.
DISABLED_FEATURES = (
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,Translate,"
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,IsolateSandboxedIframes,ProcessPerSiteUpToMainFrameThreshold,RenderDocument"
)

# As of Chromium 156 Debian's build refuses third-party cookies unless the profile says otherwise.
PREFERENCES = {"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": False}}

DESKTOP = ViewportSize(width=1366, height=900)
MOBILE = ViewportSize(width=390, height=844)
_PORT_AND_PATH = 2
_LOOK = 0.02


def find(explicit: str | None = None) -> Path:
    """The browser to use: `explicit`, else PRIVACYDIFF_BROWSER, else an installed Chromium, Chrome or Edge, else Playwright's.

    Raises BrowserError with what to do when there is none.
    """
    wanted = explicit or os.environ.get("PRIVACYDIFF_BROWSER")
    if wanted:
        path = Path(wanted)
        if not path.is_file():
            raise BrowserError(f"There is no browser at {wanted}: give the path of a Chromium, Chrome or Edge program.")
        return path
    for candidate in CANDIDATES:
        if Path(candidate).is_file():
            return Path(candidate)
    for command in COMMANDS:
        if found := shutil.which(command):
            return Path(found)
    if own := _playwrights_own():
        return own
    raise BrowserError(
        "No browser was found: install Chromium (Debian: apt install chromium), run `playwright install chromium`, "
        "or set PRIVACYDIFF_BROWSER to the path of Chromium, Chrome or Edge."
    )


def _playwrights_own() -> Path | None:
    folders = {"linux": "~/.cache/ms-playwright", "darwin": "~/Library/Caches/ms-playwright"}
    root = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or folders.get(sys.platform, "~/.cache/ms-playwright"))
    names = ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*")
    found = [path for name in names for path in root.expanduser().glob(f"chromium-*/{name}")]
    return max(found, default=None)


def version(browser: Path) -> str:
    """What the browser calls itself, such as "Chromium 156.0.8078.79"."""
    try:
        run = subprocess.run(
            [browser, "--version"], capture_output=True, text=True, timeout=limits.BROWSER_START, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BrowserError(f"{browser} could not be started: {error}.") from error
    words = run.stdout.split()
    number = next((word for word in words if word[:1].isdigit()), "")
    if not number:
        raise BrowserError(
            f"{browser} does not say its version, so it is no Chromium that can be used: {run.stderr.strip()[:200]}"
        )
    return " ".join(words[: words.index(number) + 1])


def user_agent(browser_version: str, target: Target) -> str:
    """The user agent of the same browser with a window: sites show bots another page."""
    major = browser_version.rsplit(" ", 1)[-1].split(".", maxsplit=1)[0]
    if target.device == "mobile":
        system, tail = "Linux; Android 10; K", "Mobile Safari/537.36"
    else:
        system = "Macintosh; Intel Mac OS X 10_15_7" if sys.platform == "darwin" else "X11; Linux x86_64"
        tail = "Safari/537.36"
    return f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 {tail}"


@dataclass
class RunningBrowser:
    """A started browser: Playwright's view of it, its debugging address, and the folder to remove afterwards."""

    context: BrowserContext
    address: str
    folder: Path

    async def close(self) -> None:
        """End the browser and remove its profile; never raises for a browser that is already gone."""
        try:
            async with asyncio.timeout(limits.BROWSER_CLOSE):
                await self.context.close()
        except (Error, TimeoutError):  # gone already, or will not go: its folder goes all the same
            await asyncio.to_thread(_kill, self.folder)
        await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)


def new_folder() -> Path:
    """A fresh folder holding a profile that accepts third-party cookies."""
    folder = Path(tempfile.mkdtemp(prefix="privacydiff-browser-"))
    default = folder / "profile" / "Default"
    default.mkdir(parents=True)
    (default / "Preferences").write_text(json.dumps(PREFERENCES), encoding="utf-8")
    return folder


async def launch(
    playwright: Playwright, program: Path, target: Target, folder: Path, *, agent: str, net_log: Path
) -> RunningBrowser:
    """Start `program` on the profile in `folder` as the visitor `target` asks for; raises BrowserError."""
    mobile = target.device == "mobile"
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    try:
        context = await playwright.chromium.launch_persistent_context(
            folder / "profile",
            executable_path=program,
            headless=True,
            chromium_sandbox=not as_root,  # Chromium refuses to run as root with its sandbox on
            args=_arguments(target, agent, net_log),
            proxy={"server": target.proxy} if target.proxy else None,
            ignore_https_errors=target.ignore_certificate_errors,
            locale=target.locale,
            timezone_id=target.timezone,
            user_agent=agent,
            viewport=MOBILE if mobile else DESKTOP,
            is_mobile=mobile,
            has_touch=mobile,
            accept_downloads=False,
            timeout=limits.BROWSER_START * 1000,
        )
    except Error as error:
        shutil.rmtree(folder, ignore_errors=True)
        first = str(error).strip().splitlines()[0]
        raise BrowserError(
            f"{program} could not be started ({first}): `privacydiff doctor` tells what is missing."
        ) from error
    running = RunningBrowser(context, "", folder)
    try:
        running.address = await _address(folder / "profile" / "DevToolsActivePort")
    except TimeoutError as error:
        await running.close()
        raise BrowserError(f"{program} started and does not say where it listens: try another one with --browser.") from error
    return running


async def _address(port_file: Path) -> str:
    """The debugging address, which the browser writes down when it listens; raises TimeoutError."""
    end = time.monotonic() + limits.BROWSER_START
    while time.monotonic() < end:
        if len(lines := _lines(port_file)) == _PORT_AND_PATH:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        await asyncio.sleep(_LOOK)
    raise TimeoutError


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split() if file.is_file() else []


def _arguments(target: Target, agent: str, net_log: Path) -> list[str]:
    arguments = [
        f"--disable-features={DISABLED_FEATURES}",
        "--disable-blink-features=AutomationControlled",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-quic",
        f"--user-agent={agent}",
        f"--log-net-log={net_log}",
        "--net-log-capture-mode=IncludeSensitive",
        "--remote-debugging-port=0",
    ]
    if target.ignore_certificate_errors:
        arguments.append(
            "--ignore-certificate-errors"
        )  # service workers do not register with Playwright's option alone
    if target.proxy:  # calls of pages (WebRTC) would go round the proxy: their names and addresses are its business too
        arguments.append("--webrtc-ip-handling-policy=disable_non_proxied_udp")
    if target.proxy and (urlsplit(target.proxy).hostname or "") in ("127.0.0.1", "localhost", "::1"):
        arguments.append("--proxy-bypass-list=<-loopback>")  # a local proxy also stands for local hosts
    return arguments


def _kill(folder: Path) -> None:
    """Kill a browser that did not close, found by the profile folder that only it uses."""
    lock = folder / "profile" / "SingletonLock"
    try:
        process = int(str(lock.readlink()).rsplit("-", 1)[-1])
        os.kill(process, 9)
    except (OSError, ValueError):
        return  # no lock: the browser has ended
