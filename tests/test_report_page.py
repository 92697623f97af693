"""report.html opened in a real browser: offline, on narrow screens, on paper, with the keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from report_results import large, rich

from reports import Look, as_html
from spiders import browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    """One browser for all tests here."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(browser.find()), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def page(running: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The report on a result made in code, opened."""
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(as_html.render(rich(), Look(language="en")), encoding="utf-8")
    context = running.new_context(
        viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    opened = context.new_page()
    opened.goto(file.as_uri())
    yield opened
    context.close()


def test_it_asks_for_nothing_and_says_no_error(page: Page) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.reload()
    assert [url for url in asked if not url.startswith("file:")] == []
    assert said == []


@pytest.mark.parametrize("width", [320, 768, 1280, 2400])
def test_nothing_sticks_out(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.set_viewport_size({"width": 1280, "height": 900})


def test_every_finding_is_there_once(page: Page) -> None:
    titles = sorted(page.locator("article.card > :is(h3, h4)").all_text_contents())
    assert titles == sorted(finding.title for finding in rich().findings)


def test_the_table_is_searched_filtered_and_sorted(page: Page) -> None:
    rows = page.locator("#flows tbody tr:visible")
    assert rows.count() == 4
    page.get_by_label("Search").fill("countwell")
    assert rows.count() == 1
    assert page.get_by_role("status").text_content() == "shown: 1 of 4"
    page.get_by_label("Search").fill("")
    page.get_by_label("Verdict").select_option("incorrect")
    assert rows.count() == 1
    page.get_by_label("Verdict").select_option("")
    page.locator("select[data-key=states]").select_option("reject")
    assert rows.count() == 2
    page.locator("select[data-key=states]").select_option("")
    page.locator("select[data-key=severity]").select_option("critical")
    assert rows.count() == 1
    page.locator("select[data-key=severity]").select_option("")
    page.get_by_role("button", name="Service").click()
    names = [name.split("\n")[0] for name in page.locator("#flows tbody tr th").all_inner_texts()]
    assert names == sorted(names)


def test_a_quote_leads_to_its_place_in_the_policy(page: Page) -> None:
    page.locator("#flows cite a").first.click()
    place = page.url.partition("#")[2]
    assert page.locator(f"#{place}").is_visible()
    page.locator(f"#{place} + a.ref").first.click()
    assert page.url.partition("#")[2].startswith("finding-")


def test_a_finding_is_copied_as_text(page: Page) -> None:
    page.locator("#finding-service-after-reject-countwell > button.copy").click()
    page.locator("button.copy", has_text="Copied").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("Countwell · 1 request after refusal\n")
    assert "requests/10" in text


def test_everything_can_be_reached_with_the_keyboard(page: Page) -> None:
    page.reload()
    page.evaluate("history.replaceState(null, '', location.pathname)")
    page.reload()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None


def test_without_script_everything_is_there(running: Browser, page: Page) -> None:
    context = running.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(page.url.partition("#")[0])
    assert plain.locator("#flows tbody tr").count() == 4
    assert not plain.locator(".tools").is_visible()
    context.close()


def test_paper_shows_what_is_folded_away(page: Page) -> None:
    page.emulate_media(media="print")
    heights = page.eval_on_selector_all(
        "details .card", "cards => cards.map(card => card.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) > 0
    page.emulate_media(media="screen")


def test_a_large_report_filters_at_once(running: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(as_html.render(large(), Look(language="en")), encoding="utf-8")
    assert file.stat().st_size < 2_000_000
    opened = running.new_page()
    opened.goto(file.as_uri())
    spent = opened.evaluate(
        """() => { const field = document.querySelector("input[type=search]"); const start = performance.now();
        field.value = "service-42"; field.dispatchEvent(new Event("input", { bubbles: true }));
        document.body.getBoundingClientRect(); return performance.now() - start; }"""
    )
    assert opened.locator("#flows tbody tr:visible").count() == 11
    assert spent < 500
    opened.close()
