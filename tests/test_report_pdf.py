"""report.pdf, printed by the browser that scans use."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from report_results import rich

from reports import Look, as_pdf
from spiders.printing import print_page

pytestmark = pytest.mark.browser


def test_the_pdf_has_text_page_numbers_and_bookmarks(tmp_path: Path) -> None:
    look = Look(language="en", print_page=print_page)
    (file,) = as_pdf.present(rich(), tmp_path, look)
    read = PdfReader(file)
    texts = [one.extract_text() for one in read.pages]
    whole = " ".join(" ".join(texts).split())
    assert f"1 / {len(texts)}" in texts[0]
    assert all("www.meadow.test" in text for text in texts)
    assert "The cookie cw_id is kept for 1 day." in whole
    assert "Whoever refuses expects to be left alone." in whole
    assert read.outline
