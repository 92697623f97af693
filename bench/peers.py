"""Rows: one page scanned as a command, beside other tools that audit a page's cookies and trackers, installed apart.

`make bench-peers` installs them. They start their own Playwright's browser and know no proxy: peer.py gives them the
browser and the loopback site that ours gets as well.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import table

from scanner import demo
from scanner.demo import server
from spiders import browser

PYTHON = Path(__file__).parent.parent / ".venv-peers" / "bin" / "python"
_SHIM = Path(__file__).parent / "peer.py"
_TIMEOUT = 180


def ours(proxy: str, states: str) -> float:
    """Seconds of `privacydiff scan` for one page (and the policies it links to)."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--pages", "1", "--states", states, "--proxy", proxy, "--ignore-certificate-errors", "--no-other-device"]
        return _seconds(
            [sys.executable, "-m", "scanner.cli", "scan", demo.SITE_URL, *options, "--out", folder, "--format", "json"]
        )


def peer(name: str, proxy: str) -> float:
    """Seconds of another tool for the same page."""
    return _seconds([str(PYTHON), str(_SHIM), name, str(browser.find()), proxy, demo.SITE_URL])


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    run = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    if run.returncode not in (0, 1):  # 1: something was found
        raise AssertionError(f"{command[:4]} ended with {run.returncode}: {run.stderr[-400:]}")
    return time.perf_counter() - began


def rows(rounds: int) -> Iterator[table.Row]:
    """One row for each tool that is there; alternating."""
    if not PYTHON.is_file():
        return
    for title, name, states, aim in (
        ("one page in three states beside cookieradar", "cookieradar", "baseline,accept,reject", 0.35),
        ("one page without a choice beside leakwatch, which accepts", "leakwatch", "baseline", 0.8),
        ("one page in two states beside leakwatch, which accepts", "leakwatch", "baseline,accept", None),
    ):
        with server.running([demo.folder()]) as farm:
            pairs = [(ours(farm.proxy, states), peer(name, farm.proxy)) for _ in range(rounds)]
        yield table.of(title, [mine / its for mine, its in pairs], aim=aim)
