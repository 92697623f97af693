"""report.html by axe-core: no violation of WCAG 2.2 A and AA, light and dark, wide and narrow, in both languages.

Needs npm and its registry once; the package is kept in .cache/npm, and is never part of the project.
"""

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, sync_playwright
from report_results import rich

from reports import Look, as_html
from spiders import browser

pytestmark = pytest.mark.browser
CACHE = Path(__file__).parent.parent / ".cache" / "npm"
PACKAGE = "axe-core@4.10.3"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def axe() -> str:
    """The text of axe.min.js, fetched once."""
    archive = CACHE / f"{PACKAGE.replace('@', '-')}.tgz"
    if not archive.is_file():
        if shutil.which("npm") is None:
            pytest.skip("npm is not installed")
        CACHE.mkdir(parents=True, exist_ok=True)
        fetched = subprocess.run(
            ["npm", "pack", "--silent", "--pack-destination", CACHE, PACKAGE],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        if fetched.returncode:
            pytest.skip(f"npm could not fetch {PACKAGE}: {fetched.stderr.strip().splitlines()[-1:]}")
    with tarfile.open(archive) as files:
        member = files.extractfile("package/axe.min.js")
        assert member
        return member.read().decode()


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    """One browser for all tests here."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(browser.find()), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.parametrize(
    ("tag", "scheme", "width"), [("en", "light", 1280), ("lv", "dark", 1280), ("lv", "light", 320)]
)
def test_axe_finds_nothing(
    axe: str, running: Browser, tmp_path: Path, tag: str, scheme: Literal["light", "dark"], width: int
) -> None:
    file = tmp_path / "report.html"
    file.write_text(as_html.render(rich(), Look(language=tag)), encoding="utf-8")
    context = running.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate(axe)
    found = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)
    assert len(found["passes"]) > 20
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]] == []
    context.close()
