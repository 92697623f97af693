"""Many sites: the list, the run that goes on, the portfolio."""

import csv
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from test_reports import HOSTILE

from reports import Brand, Look, portfolio
from scanner.cli.addresses import address
from scanner.demo.server import Farm
from scanner.fleet import site_list
from scanner.model import codec
from scanner.model.comparison import FindingChange
from scanner.model.errors import UsageError
from scanner.model.findings import Severity
from scanner.model.portfolio import FoundThere, ListedSite, Run, SiteOutcome


def read(folder: Path, text: str) -> tuple[ListedSite, ...]:
    file = folder / "sites"
    file.write_text(text, encoding="utf-8")
    return site_list.read(file, address)


def test_a_list_is_one_address_a_line(tmp_path: Path) -> None:
    sites = read(tmp_path, "# ours\nexample.lv\n\n  https://www.example.lt/sakums \nexample.lv\n")
    assert [site.url for site in sites] == ["https://example.lv/", "https://www.example.lt/sakums"]


def test_a_list_is_csv_with_client_and_tags(tmp_path: Path) -> None:
    sites = read(tmp_path, '\ufeffclient,url,tags\r\n"Bērzs, SIA",example.lv,"shop; lv"\r\n,example.ee,\r\n')
    assert sites[0] == ListedSite(url="https://example.lv/", client="Bērzs, SIA", tags=("shop", "lv"))
    assert sites[1] == ListedSite(url="https://example.ee/")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("example.lv\nnot an address\n", "line 2"),
        ("", "names no site"),
        ("url,clent\nexample.lv,x\n", "clent"),
        ("# first\nurl,client\nexample.lv\n", "line 3"),
        ("url,client\nexample.lv,x,y\n", "line 2"),
        ("url\nhttp://\n", "line 2"),
    ],
)
def test_a_fault_in_a_list_is_told_with_its_line(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=told):
        read(tmp_path, text)


def outcome(url: str, *levels: Severity, **more: object) -> SiteOutcome:
    found = tuple(
        FoundThere(check="undisclosed-service", subject=f"s{place}", severity=level, title=f"s{place}", is_cause=True)
        for place, level in enumerate(levels)
    )
    return replace(SiteOutcome(site=ListedSite(url=url), folder=url, state="done", found=found), **more)  # type: ignore[arg-type]


def of(*sites: SiteOutcome) -> Run:
    return Run(started_at="2026-01-05T10:00:00Z", finished_at="2026-01-05T11:00:00Z", sites=sites)


def test_the_worst_site_comes_first_and_what_could_not_be_scanned_last() -> None:
    failed = replace(outcome("https://a.test/"), state="failed", why="it did not answer")
    sites = of(
        failed, outcome("https://b.test/", "low"), outcome("https://c.test/", "high"), outcome("https://d.test/")
    )
    order = [row.outcome.site.url[8] for row in portfolio.ranked(sites, ())]
    assert order == ["c", "b", "d", "a"]


def test_what_is_new_and_gone_is_told_by_check_and_subject() -> None:
    before, now = of(outcome("https://a.test/", "high", "low")), of(outcome("https://a.test/", "high"))
    (row,) = portfolio.ranked(now, (before,))
    assert (row.new, row.gone, row.rules_differ, row.heavy) == ([], [("undisclosed-service", "s1")], False, (1, 1))
    (back,) = portfolio.ranked(before, (now,))
    assert (back.new, back.gone) == ([("undisclosed-service", "s1")], [])


def test_a_change_of_ours_is_marked() -> None:
    before, now = of(outcome("https://a.test/", rules="1")), of(outcome("https://a.test/", "high", rules="2"))
    (row,) = portfolio.ranked(now, (before,))
    assert row.rules_differ


def test_a_site_that_was_not_scanned_is_not_compared() -> None:
    before, now = of(outcome("https://a.test/", "high")), of(replace(outcome("https://a.test/"), state="failed"))
    (row,) = portfolio.ranked(now, (before,))
    assert (row.new, row.gone) == ([], [])


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_does_anything_in_a_portfolio(text: str, tmp_path: Path) -> None:
    one = replace(
        outcome("https://a.test/", why=text), site=ListedSite(url="https://a.test/", client=text, tags=(text,))
    )
    found = (FoundThere(check="undisclosed-cookie", subject=text, severity="high", title=text, is_cause=True),)
    html, *tables = portfolio.write(of(replace(one, found=found)), (of(one),), tmp_path, "runs/1")
    page = html.read_text(encoding="utf-8").split("</style>")[1].rsplit("<script>", 1)[0]
    assert "<script" not in page
    assert "<img" not in page
    assert not re.search(r"[\x00-\x09\x1b\u202e]", page)
    cells = [cell for row in openpyxl.load_workbook(tables[1]).active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert not [cell for cell in cells if cell.data_type == "f"]
    for row in csv.reader(tables[0].read_text(encoding="utf-8-sig").splitlines()):
        assert not [cell for cell in row if re.match(r"\s*[=+@\t]", cell)]


def test_a_portfolio_speaks_the_language_and_bears_the_brand(tmp_path: Path) -> None:
    failed = replace(outcome("https://b.test/"), state="failed", why="https://b.test/ showed an empty page.")
    look = Look(language="lv", brand=Brand(name="Bērzs", colour="#0a58a6", intro="Labdien!", contact="info@berzs.test"))
    html, *_ = portfolio.write(of(outcome("https://a.test/", "high"), failed), (), tmp_path, "runs/1", look)
    page = html.read_text(encoding="utf-8")
    assert '<html lang="lv">' in page
    assert "2026. gada 5. janvārī pārbaudīta 1 vietne; 1 neizdevās pārbaudīt." in page
    assert "https://b.test/ parādīja tukšu lapu." in page
    assert all(text in page for text in ("Bērzs", "--brand: #0a58a6", "Labdien!", "info@berzs.test"))


def test_what_both_results_show_goes_before_what_titles_suggest(tmp_path: Path) -> None:
    grew = FindingChange(check="undisclosed-service", subject="s0", fate="new", title="Tag · 3 requests, no statement found")
    ours = replace(grew, subject="s1", title="Pixel · 2 requests, no statement found", rule_changed=True)
    before, now = of(outcome("https://a.test/")), of(outcome("https://a.test/", "high", "high", changes=(grew, ours)))
    (row,) = portfolio.ranked(now, (before,))
    assert (row.new, row.gone) == ([("undisclosed-service", grew.title)], [])
    html, *_ = portfolio.write(now, (before,), tmp_path, "runs/1", Look(language="lv"))
    page = html.read_text(encoding="utf-8")
    assert "mainīta kārtula: Pixel · 2 pieprasījumi, apgalvojums nav atrasts" in page
    assert "jauni – 1, vairs nav – 0" in page


SITES = "url,client\nwww.meadow.test,Meadow\nmissing.test,Nobody\nwww.blank.test,Blank\n"


def program(website: Farm, folder: Path) -> list[str]:
    given = ["--proxy", website.proxy, "--ignore-certificate-errors", "--states", "baseline", "--pages", "1"]
    (folder / "sites.csv").write_text(SITES, encoding="utf-8")
    command = [sys.executable, "-m", "scanner.cli", "batch", str(folder / "sites.csv"), "--out", str(folder / "out")]
    return [*command, *given, "--format", "html"]


def last_run(folder: Path) -> tuple[Path, Run]:
    file = max((folder / "out" / "runs").glob("*/run.json"))
    return file.parent, codec.from_json(file.read_bytes(), Run)


@pytest.mark.browser
def test_a_batch_goes_on_after_failures_and_after_an_interruption(website: Farm, tmp_path: Path) -> None:
    first = subprocess.Popen(program(website, tmp_path), stderr=subprocess.PIPE, text=True)
    assert first.stderr is not None
    told = first.stderr.readline()
    first.send_signal(signal.SIGINT)
    assert told.startswith("1 of 3: https://www.meadow.test/")
    assert first.wait(60) == 130
    first.stderr.close()
    folder, stopped = last_run(tmp_path)
    assert stopped.finished_at is None
    assert stopped.sites[0].state == "done"
    assert stopped.sites[2].state == "waiting"
    made = (folder / "www.meadow.test" / "result.json").stat().st_mtime_ns

    again = subprocess.run(program(website, tmp_path), capture_output=True, text=True, check=False, env=os.environ)
    assert again.returncode == 3
    same, ended = last_run(tmp_path)
    assert same == folder
    assert ended.finished_at
    assert [one.state for one in ended.sites] == ["done", "failed", "failed"]
    assert "missing.test" in (ended.sites[1].why or "")
    assert "empty page" in (ended.sites[2].why or "")
    assert (folder / "www.meadow.test" / "result.json").stat().st_mtime_ns == made
    page = (tmp_path / "out" / "portfolio.html").read_text(encoding="utf-8")
    (link,) = re.findall(r'href="([^"]+/report\.html)"', page)
    assert (tmp_path / "out" / link).is_file()
    assert page.index("www.meadow.test") < page.index("missing.test")


def test_a_batch_without_a_usable_setting_scans_nothing(tmp_path: Path) -> None:
    (tmp_path / "sites").write_text("example.lv", encoding="utf-8")
    command = [sys.executable, "-m", "scanner.cli", "batch", "sites", "--pages", "0"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.returncode, list(tmp_path.iterdir())) == (2, [tmp_path / "sites"])
    assert "--pages" in ended.stderr
