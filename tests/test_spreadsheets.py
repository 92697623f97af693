"""CSV files and workbooks opened in LibreOffice: hostile text stays text, filters survive.

That the header is frozen is tested on the file itself: without a window LibreOffice keeps no settings of the view. Needs LibreOffice Calc: `apt install libreoffice-calc-nogui` on Debian and Ubuntu.
"""

import csv
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from test_batch import of, outcome
from test_reports import HOSTILE, result

from reports import as_csv, as_xlsx, portfolio
from reports.tables import plain
from scanner.model.result import Result

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("soffice") is None, reason="LibreOffice is not installed: apt install libreoffice-calc-nogui"
    ),
]
FORMULAS = ["=1+1", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", ' =HYPERLINK("https://evil.example","x")', "＝1+1"]


def opened(file: Path, kind: str, out: Path) -> Path:
    """The file as LibreOffice saves it again in another format; a CSV is read as Excel's would be."""
    out.mkdir(exist_ok=True)
    reading = ["--infilter=CSV:44,34,76,1,,0,false,true,false"] if file.suffix == ".csv" else []
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", *reading, "--convert-to", kind, "--outdir", str(out), str(file)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    made = out / f"{file.stem}.{kind.partition(':')[0]}"
    assert made.is_file(), ended.stderr
    return made


def hostile() -> Result:
    """A finding for each hostile text."""
    one = result("x").findings[0]
    texts = [*FORMULAS, *HOSTILE]
    found = tuple(replace(one, subject=f"{place}", title=text, message=text) for place, text in enumerate(texts))
    return replace(result("=1+1"), findings=found)


def told(text: str) -> str:
    """A text as a cell of a CSV file holds it."""
    return str(as_csv.cell(text))


def test_csv_holds_text_only(tmp_path: Path) -> None:
    for file in as_csv.write(hostile(), tmp_path):
        if file.stem in ("findings", "cookies"):
            with ZipFile(opened(file, "ods", tmp_path / "out")) as sheet:
                content = sheet.read("content.xml").decode()
            assert "table:formula" not in content
            assert "xlink:href" not in content
    again = opened(tmp_path / "findings.csv", "csv", tmp_path / "again").read_text(encoding="utf-8")
    back = list(csv.DictReader(again.splitlines()))
    assert [row["title"] for row in back] == [told(one.title) for one in hostile().findings]


def test_a_workbook_holds_text_only_and_keeps_filters(tmp_path: Path) -> None:
    (file,) = as_xlsx.write(hostile(), tmp_path)
    again = opened(file, "xlsx", tmp_path / "out")
    book = openpyxl.load_workbook(again)
    for sheet in book:
        assert sheet.auto_filter.ref, sheet.title
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell.hyperlink for cell in cells if cell.hyperlink]
        assert {cell.value for cell in cells if cell.data_type == "f"} <= {"=TRUE()", "=FALSE()"}  # how it writes yes and no
    heads = [cell.value for cell in next(book["findings"].iter_rows())]
    titles = [row[heads.index("title")] for row in book["findings"].iter_rows(min_row=2, values_only=True)]
    assert titles == [plain(one.title) for one in hostile().findings]


def test_a_portfolio_opens_and_its_numbers_are_numbers(tmp_path: Path) -> None:
    site = outcome("https://a.test/", "high", "high")
    _, table, file = portfolio.write(of(site), (of(outcome("https://a.test/")),), tmp_path, "runs/1")
    book = openpyxl.load_workbook(opened(file, "xlsx", tmp_path / "out"))
    head, row = list(book["portfolio"].iter_rows(values_only=True))
    assert dict(zip(head, row, strict=True))["high"] == 2
    with ZipFile(opened(table, "ods", tmp_path / "out")) as sheet:
        assert 'office:value-type="float" office:value="2"' in sheet.read("content.xml").decode()
