"""Sites of the store: what is put in comes out again, what cannot be used is told, spreadsheets run nothing."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select
from typer.testing import CliRunner

from scanner.cli import site_settings
from scanner.cli.application import app
from scanner.fleet.store import Store, open_store, sites
from scanner.fleet.store.sites_file import bare, guarded
from scanner.fleet.store.tables import Site
from scanner.model.errors import UsageError


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(database: str, *arguments: str, status: int = 0) -> str:
    """What a command prints; on standard error when it is to fail."""
    environment = {"PRIVACYDIFF_DATABASE": database, "PRIVACYDIFF_EVIDENCE": "evidence"}
    ended = CliRunner().invoke(app, list(arguments), env=environment)
    assert ended.exit_code == status, ended.output
    return ended.stderr if status else ended.stdout


def test_a_site_is_put_in_listed_edited_removed_and_put_in_again(database: str) -> None:
    assert run(database, "sites", "add", "www.example.lv", "--client", "A", "--tag", "shop", "--set", "pages=9") == "example.lv\n"
    assert run(database, "sites", "add", "example.lv/shop") == "example.lv-2\n"
    told = run(database, "sites", "add", "www.example.lv", "--client", "A", status=2)
    assert told == "https://www.example.lv/ is watched already: it is example.lv; `privacydiff sites edit` changes it.\n"
    run(database, "sites", "edit", "example.lv", "--schedule", "every 6 hours", "--tag", "lv", "--set", "states=baseline", "--unset", "pages", "--pause")
    (one,) = json.loads(run(database, "sites", "list", "--tag", "lv", "--json"))
    assert (one["schedule"], one["options"], one["paused"], one["client"]) == ("every 6 hours", {"states": ["baseline"]}, True, "A")
    assert "example.lv-2" in run(database, "sites", "list")
    run(database, "sites", "remove", "https://www.example.lv/")
    assert run(database, "sites", "list") == "example.lv-2  https://example.lv/shop\n"
    assert "removed" in run(database, "sites", "list", "--removed")
    run(database, "sites", "edit", "example.lv", "--no-tags", "--resume")
    assert json.loads(run(database, "sites", "list", "--client", "A", "--json"))[0]["tags"] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "ftp://example.lv"), "is not a web address"),
        (("add", "example.lv", "--schedule", "sometimes"), "“sometimes” is not a schedule"),
        (("add", "example.lv", "--set", "pages"), "write a setting and its value"),
        (("add", "example.lv", "--set", "pages=many"), "The setting pages many is not a whole number"),
        (("add", "example.lv", "--set", "pages=0"), "The setting pages 0 is out of range"),
        (("add", "example.lv", "--set", "header=Authorization: x"), "“header” is no setting that a site can have"),
        (("add", "example.lv", "--set", "proxy=http://u:p@h:1"), "The setting proxy holds a user name or password"),
        (("add", "example.lv", "--profile", "odd"), "odd"),
        (("add", "example.lv", "--tag", "a\x1bb"), "cannot be printed"),
        (("edit", "exampel.lv"), "There is no site “exampel.lv” in the store; did you mean example.lv?"),
        (("edit", "example.lv", "--unset", "pages"), "has no setting “pages”"),
        (("remove", "nothing-like-it"), "`privacydiff sites list` shows all."),
        (("import", "missing.csv"), "cannot be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_and_changes_nothing(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    file = str(tmp_path / "x.db")
    run(file, "sites", "add", "https://example.lv/start")
    before = run(file, "sites", "list", "--json")
    assert told in run(file, "sites", *arguments, status=2)
    assert run(file, "sites", "list", "--json") == before


def test_sites_come_back_as_they_went_out(database: str, tmp_path: Path) -> None:
    run(database, "sites", "add", "example.lv", "--client", "=HYPERLINK(1)", "--tag", "+a", "--tag", "b")
    run(database, "sites", "add", "example.ee", "--schedule", "weekly", "--set", "locale=et-EE", "--set", "pages=3")
    run(database, "sites", "add", "example.lt", "--client", "'=x", "--profile", "strict")
    before = run(database, "sites", "list", "--json")
    run(database, "sites", "export", "--out", "sites.csv")
    cells = [cell for row in csv.reader(io.StringIO((tmp_path / "sites.csv").read_text("utf-8-sig"))) for cell in row]
    assert not any(cell[:1] in ("=", "+", "-", "@") for cell in cells)
    assert run(database, "sites", "import", "sites.csv") == "0 sites put in, 3 brought up to the file.\n"
    assert run(database, "sites", "list", "--json") == before
    other = str(tmp_path / "other.db")
    assert run(other, "sites", "import", "sites.csv") == "3 sites put in, 0 brought up to the file.\n"
    assert run(other, "sites", "list", "--json") == before


def test_a_column_that_is_missing_changes_nothing_and_a_plain_list_will_do(tmp_path: Path) -> None:
    file = str(tmp_path / "x.db")
    run(file, "sites", "add", "example.lv", "--schedule", "weekly", "--tag", "a")
    Path("list.txt").write_text("# ours\nexample.lv\n\nexample.ee\n", encoding="utf-8")
    assert run(file, "sites", "import", "list.txt") == "1 site put in, 1 brought up to the file.\n"
    Path("list.csv").write_text("url,tags\nexample.lv,b;c\n", encoding="utf-8")
    run(file, "sites", "import", "list.csv")
    one = next(one for one in json.loads(run(file, "sites", "list", "--json")) if one["id"] == "example.lv")
    assert (one["schedule"], one["tags"]) == ("weekly", ["b", "c"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("url,colour\nexample.lv,red\n", "has the column “colour”"),
        ("url,url\na.lv,b.lv\n", "once each"),
        ("url,client\nexample.lv\n", "line 2: it has not as many values"),
        ("url,client\nexample.lv,A\nnot an address,B\n", "line 3: “not an address” is not a web address"),
        ("url,options\nexample.lv,pages=3\n", "are not JSON"),
        ("url,paused\nexample.lv,perhaps\n", "neither yes nor no"),
        ("id,url\nÄ,example.lv\n", "is no name for a site"),
        ("\n", "names no site"),
    ],
)
def test_a_fault_in_a_file_is_told_by_its_line_and_nothing_comes_in(tmp_path: Path, text: str, told: str) -> None:
    file = str(tmp_path / "x.db")
    Path("sites.csv").write_text(text, encoding="utf-8")
    assert told in run(file, "sites", "import", "sites.csv", status=2)
    assert run(file, "sites", "list") == "No sites.\n"


@given(st.text(max_size=20))
def test_a_guarded_cell_gives_its_text_back(text: str) -> None:
    assert bare(guarded(text)) == text.replace("\x00", "\ufffd")
    assert guarded(text)[:1] not in tuple("=+-@\t\r＝＋－＠")


def test_names_are_short_stable_and_differ(store: Store) -> None:
    with store.write() as session:
        addresses = ["https://www.example.lv/", "https://example.lv/", "https://xn--80ak6aa92e.com/", "http://[::1]:8080/", f"https://{'a' * 63}.{'b' * 63}.lv/"]
        names = [sites.put(session, sites.Wanted(url=url))[0].slug for url in addresses]
    assert names[:3] == ["example.lv", "example.lv-2", "xn--80ak6aa92e.com"]
    assert len(set(names)) == 5
    assert max(map(len, names)) <= 80


def test_the_next_scan_is_reckoned_anew_when_what_it_hangs_on_changes(store: Store) -> None:
    def changed(**what: Any) -> bool:
        with store.write() as session:
            site = session.scalars(select(Site)).one()
            site.next_due_at = site.created_at
            session.flush()
            sites.change(session, site, site_settings.wanted(**{"url": site.url, **what}))
            return site.next_due_at is None

    with store.write() as session:
        sites.put(session, sites.Wanted(url="https://example.lv/", tags=("a",)))
    assert not changed()
    assert not changed(tags=("a",))
    assert changed(tags=("b",))
    assert changed(client="A")
    assert changed(schedule="weekly")
    assert not changed(schedule="weekly")


def test_an_address_of_several_sites_asks_which(store: Store) -> None:
    with store.write() as session:
        for client in ("A", "B"):
            sites.put(session, sites.Wanted(url="https://www.example.lv/", client=client))
        session.scalars(select(Site).where(Site.client == "A")).one().slug = "first"
        session.flush()
        with pytest.raises(UsageError, match=r"several sites: say which: example\.lv-2, first"):
            sites.find(session, "https://www.example.lv/")


def test_many_sites_are_put_in_quickly(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "x.db"))
    wanted = [sites.Wanted(url=f"https://site{number}.test/", client=f"client {number % 7}") for number in range(1200)]
    with store.write() as session:
        asked: list[str] = []
        event.listen(session.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2]))
        assert sum(new for _, new in sites.put_all(session, [*wanted, wanted[0]])) == 1200
        assert sum(new for _, new in sites.put_all(session, wanted)) == 0
        assert sum(one.startswith("SELECT") for one in asked) < 30  # by hundreds, not one by one
    store.close()


def test_it_is_told_at_once_when_a_site_is_due(database: str) -> None:
    run(database, "sites", "add", "example.lv", "--schedule", "weekly on mon at 03:00")
    run(database, "sites", "add", "example.ee")
    scheduled, other = run(database, "sites", "list").splitlines()[::-1]
    assert re.search(r"  next \d{4}-\d\d-\d\d \d\d:\d\d$", scheduled)
    assert "next" not in other
    run(database, "schedule", "daily")
    assert run(database, "sites", "list").count("  next ") == 2
    run(database, "sites", "edit", "example.lv", "--schedule", "never")
    assert run(database, "sites", "list").count("  next ") == 1
