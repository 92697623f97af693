"""What changed since an earlier scan, on the first screen and in its section; and the earlier scan that --since names."""

from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from report_results import finding, rich
from typer.testing import CliRunner

from reports import Look, as_html, as_json
from reports.language import language
from reports.page.changes import changes
from scanner.cli.application import app
from scanner.model.result import Result


def earlier() -> Result:
    """The rich result as it was three weeks before: one finding more, one less, one lighter."""
    _, _, denied, *others = rich().findings
    was = finding("undisclosed-cookie", "old_id", "medium", "old_id · set, in no list")
    gone = replace(rich(), started_at="2026-11-01T08:00:00Z", cookies=(), flows=rich().flows[1:])
    return replace(gone, findings=(replace(denied, severity="medium"), was, *others))


def test_causes_are_new_gone_or_heavier() -> None:
    found = changes(earlier(), rich(), language("en"))
    assert found
    assert found.since == "1 November 2026"
    assert [line.title for line in found.new] == ["Countwell · 1 request after refusal"]
    assert [line.title for line in found.gone] == ["old_id · set, in no list"]
    assert [line.level for line in found.changed] == ["medium → high"]
    told = dict(found.others)
    assert told["Services and what the policy says of them"] == ("Countwell: not there → named as used",)
    assert told["Cookies"] == ("new: cw_id (meadow.test)",)


def test_what_only_our_rules_changed_stands_apart() -> None:
    before = replace(rich(), tool=replace(rich().tool, rules="r0"), findings=rich().findings[1:])
    found = changes(before, rich(), language("en"))
    assert found
    assert not found.new
    assert [line.title for line in found.ours] == ["Countwell · 1 request after refusal"]
    html = unescape(as_html.render(rich(), Look(language="en", earlier=before)))
    assert "0 new, 0 gone, 0 heavier or lighter</a>; 1 more because a rule changed, not the site." in html


def test_the_first_screen_tells_it_and_leads_to_the_rest() -> None:
    first, _, rest = as_html.render(rich(), Look(language="lv", earlier=earlier())).partition("<nav")
    assert "Kopš apmeklējuma 2026. gada 1. novembrī:" in first
    assert '<a href="#changes">jaunas – 1, vairs nav – 1, mainījies nozīmīgums – 1</a>' in first
    assert 'id="changes"' in rest
    assert "#changes" not in as_html.render(rich(), Look(language="lv"))


def test_nothing_hostile_in_an_earlier_result_is_markup() -> None:
    text = "<script>alert(1)</script>\u202e"
    before = replace(rich(), findings=(finding("undisclosed-cookie", text, "high", text),))
    html = as_html.render(rich(), Look(language="en", earlier=before))
    assert "&lt;script&gt;alert(1)" in html
    assert "\u202e" not in html


def scans(folder: Path) -> tuple[Path, Path]:
    """Two folders with a result each, of the same site."""
    for name, result in (("before", earlier()), ("after", rich())):
        (folder / name).mkdir()
        as_json.write(result, folder / name)
    return folder / "before", folder / "after"


def test_report_takes_an_earlier_scan(tmp_path: Path) -> None:
    before, after = scans(tmp_path)
    given = ["report", str(after), "--since", str(before), "--format", "html", "--report-language", "en"]
    ended = CliRunner().invoke(app, given)
    assert ended.exit_code == 0, ended.output
    assert "What changed since the visit on 1 November 2026" in (after / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["report", "check"])
def test_an_earlier_scan_of_another_site_is_refused(command: str, tmp_path: Path) -> None:
    before, after = scans(tmp_path)
    as_json.write(replace(earlier(), target=replace(earlier().target, url="https://www.valley.test/")), before)
    ended = CliRunner().invoke(app, [command, str(after), "--since", str(before)])
    assert "is a scan of another site: https://www.valley.test/" in f"{ended.output} {ended.exception}"
    assert ended.exit_code != 0
