"""report.html opened in a real browser: offline, on narrow screens, on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from scanner.model.result import Result
from spiders import browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(demo_result: Result, demo_folder: Path) -> Iterator[Page]:
    """The demo's report, opened."""
    assert demo_result.complete
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(browser.find()), args=["--no-sandbox"])
        opened = running.new_page(viewport={"width": 1280, "height": 900})
        opened.goto((demo_folder / "report.html").as_uri())
        yield opened
        running.close()


def test_it_asks_for_nothing_and_says_no_error(page: Page) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.reload()
    assert [url for url in asked if not url.startswith("file:")] == []
    assert said == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_sticks_out(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_every_finding_is_there_once(page: Page, demo_result: Result) -> None:
    assert page.locator("article.card").count() == len(demo_result.findings)
    titles = sorted(page.locator("article.card > h3").all_text_contents())
    assert titles == sorted(finding.title for finding in demo_result.findings)


def test_the_table_is_searched_filtered_and_sorted(page: Page, demo_result: Result) -> None:
    rows = page.locator("#flows tbody tr:visible")
    assert rows.count() == len(demo_result.flows)
    page.get_by_label("Search").fill("hotjar")
    assert rows.count() == 1
    page.get_by_label("Search").fill("")
    page.get_by_label("Verdict").select_option("clear")
    assert rows.count() == sum(flow.disclosure == "clear" for flow in demo_result.flows)
    page.get_by_label("Verdict").select_option("")
    page.get_by_role("button", name="Service").click()
    names = [name.strip() for name in page.locator("#flows tbody tr td:first-child b").all_text_contents()]
    assert names == sorted(names)


def test_paper_shows_what_is_folded_away(page: Page) -> None:
    assert page.locator("details").count()
    page.emulate_media(media="print")
    heights = page.eval_on_selector_all(
        "details .card", "cards => cards.map(card => card.getBoundingClientRect().height)"
    )
    assert min(heights) > 0
    page.emulate_media(media="screen")
