"""Cookies that a dialog lists without a table: blocks, terms, list items; and lists that are none."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from scanner import languages
from spiders import browser
from spiders.isolated import SCRIPTS

pytestmark = pytest.mark.browser

ROWS = [("_ga", "Statistika", "2 gadi"), ("PHPSESSID", "Sesija", "līdz aizvēršanai"), ("cc_cookie", "Izvēle", "6 mēneši")]
ITEMS = "".join(f"<li><b>{name}</b><span>{purpose}</span><span>{time}</span></li>" for name, purpose, time in ROWS)
TERMS = "".join(f"<dt>{name}</dt><dd>{purpose}</dd><dd>{time}</dd>" for name, purpose, time in ROWS)
LABELLED = "".join(
    f"<div class=row><i>Nosaukums:</i><span>{name}</span><i>Mērķis:</i><span>{purpose}</span><i>Termiņš:</i><span>{time}</span></div>"
    for name, purpose, time in ROWS
)
CARDS = "".join(f"<section class=card><h5>{name}</h5><p>{purpose}</p><p>{time}</p></section>" for name, purpose, time in ROWS)
HEADED = f"<div><h4>Sīkdatnes</h4><div>{LABELLED}</div></div>"
MENU = "<ul><li><a href=#a>Par mums</a><span>Kas esam</span></li><li><a href=#b>Kontakti</a><span>Kur esam</span></li></ul>"
PURPOSES = "<div><h4>Statistika</h4><p>Mēra apmeklējumu.</p></div><div><h4>Reklāma</h4><p>Rāda reklāmas.</p></div>"
BARE = "<ul><li>_ga</li><li>PHPSESSID</li></ul>"
WORDS = "<ul><li><b>Statistika</b><span>Mēra.</span></li><li><b>Marketing</b><span>Rāda.</span></li><li><b>google.com</b><span>Mēra.</span></li></ul>"
MOSTLY_OTHER = "<ul><li><b>_ga</b><span>Statistika</span></li>" + "<li><b>Vārds</b><span>Teksts</span></li>" * 4 + "</ul>"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(browser.find()), args=["--no-sandbox"])
        yield running
        running.close()


def _tables(chromium: Browser, inner: str) -> list[dict[str, object]]:
    """What the dialog of a page is said to list."""
    page = chromium.new_page()
    page.set_content(
        f"<!doctype html><html lang=lv><body><p>Veikals.</p><div role=dialog style='position:fixed;bottom:0'>"
        f"<p>Mēs izmantojam sīkdatnes, lai vietne darbotos.</p>{inner}<button>Piekrītu</button><button>Noraidīt</button></div>"
    )
    source = (SCRIPTS / "dialogs.js").read_text(encoding="utf-8").strip().removesuffix(";")
    (box,) = page.evaluate(f"() => ({source})({json.dumps({'words': languages.load().for_script(), 'frame': False})})")
    page.close()
    tables: list[dict[str, object]] = box["tables"]
    return tables


@pytest.mark.parametrize(
    "inner", [f"<ul>{ITEMS}</ul>", f"<dl>{TERMS}</dl>", f"<div>{CARDS}</div>", f"<div>{LABELLED}</div>"], ids=["items", "terms", "cards", "labels"]
)
def test_lists_of_cookies_are_read_row_by_row(chromium: Browser, inner: str) -> None:
    (table,) = _tables(chromium, inner)
    rows = [[cell for cell in row if not str(cell).endswith(":")] for row in table["rows"]]  # type: ignore[attr-defined]
    assert rows == [list(row) for row in ROWS]


def test_the_heading_above_names_the_list(chromium: Browser) -> None:
    (table,) = _tables(chromium, HEADED)
    assert table["section"] == "Sīkdatnes"


@pytest.mark.parametrize("inner", [MENU, PURPOSES, BARE, WORDS, MOSTLY_OTHER, f"<ul>{ITEMS[: ITEMS.index('</li>')]}</li></ul>"], ids=["menu", "purposes", "names alone", "words", "mostly other", "one"])
def test_other_lists_are_no_lists_of_cookies(chromium: Browser, inner: str) -> None:
    assert _tables(chromium, inner) == []
