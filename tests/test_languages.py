"""Words of consent dialogs in all languages, matched the same way by Python and by the script in the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from scanner import languages
from spiders import browser, isolated

BUTTONS = [
    ("Piekrītu", "accept"),
    ("Nepiekrītu", "reject"),
    ("Piekrist visām", "accept"),
    ("Noraidīt visas", "reject"),
    ("Tikai nepieciešamās", "necessary_only"),
    ("Sīkdatņu iestatījumi", "settings"),
    ("Saglabāt izvēli", "save"),
    ("ACCEPT ALL", "accept"),
    ("Reject all", "reject"),
    ("Принять все", "accept"),
    ("Отклонить", "reject"),
    ("Sutinku", "accept"),
    ("Nesutinku", "reject"),
    ("Nõustun", "accept"),
    ("Ei nõustu", "reject"),
    ("Alle akzeptieren", "accept"),
    ("Alle ablehnen", "reject"),
    ("Akceptuję", "accept"),
    ("Odrzuć wszystkie", "reject"),
    ("Hyväksy kaikki", "accept"),
    ("  Piekrītu! ", "accept"),
    ("Pie\u00adkrītu", "accept"),
    ("Pirkt", None),
    ("Piekrītu saņemt jaunumus e-pastā", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "kind"), BUTTONS)
def test_buttons(text: str, kind: str | None) -> None:
    assert languages.load().button(text) == kind


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A blank page."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(browser.find()), args=["--no-sandbox"])
        yield running.new_page()
        running.close()


@pytest.mark.browser
def test_the_script_in_the_page_agrees(page: Page) -> None:
    source = (isolated.SCRIPTS / "banner.js").read_text(encoding="utf-8").strip().removesuffix(";")
    for text, kind in BUTTONS:
        page.set_content("<div role=dialog>Vietne izmanto sīkdatnes ērtākai lietošanai.<button id=b></button></div>")
        page.evaluate("text => { document.getElementById('b').textContent = text; }", text)
        seen = page.evaluate(
            f"argument => ({source})(argument)", {"words": languages.load().for_script(), "press": None}
        )
        kinds = [button["kind"] for button in seen["buttons"]] if seen["found"] else []
        assert kinds == ([kind] if kind else []), text


@pytest.mark.parametrize(
    ("title", "text", "wall"),
    [
        ("Just a moment...", "", True),
        ("Attention Required! | Cloudflare", "", True),
        ("Mēbeles", "Galdnieku darbnīca", False),
        ("", "", False),
    ],
)
def test_walls_for_robots(title: str, text: str, wall: bool) -> None:
    assert languages.load().is_wall(title, text) == wall
