"""Fetched lists: update over loopback, what stays in use when it fails, and what lists decide."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import check_cases
import pytest
from typer.testing import CliRunner

from scanner import facts, lists, services
from scanner.cli.application import app
from scanner.lists import Folder, fetch, trackerdb
from scanner.lists.offered import addresses, offered
from scanner.model.errors import UsageError

RULES = "[Adblock Plus 2.0]\n! Title: ours\n||counts.example^$third-party\n@@||counts.example/free/$third-party\n"
TABLE = (
    "ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data Controller,Portal,Wildcard match\n"
    "1,Rowan,Marketing,rowan_who,,Tells visitors apart,1 year,Rowan,,0\n"
    "2,Rowan,Analytics,rowan_seen_,,Counts,1 year,Rowan,,1\n"
    "3,Alder,Functional,side,alder.example (3rd party),Side of the page,1 year,Alder,,0\n"
    "4,Elm,Analytics,both,,One,1 year,Elm,,0\n"
    "5,Elm,Marketing,both,,Other,1 year,Elm,,0\n"
)
BOUNDS = fetch.Bounds(5.0, 100_000)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name in the library)
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server of these files on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with all lists, as a server has them."""
    folder = tmp_path / "server"
    folder.mkdir()
    for name in ("easyprivacy", "easylist"):
        (folder / name).write_text(RULES, encoding="utf-8")
    (folder / "open-cookie-database").write_text(TABLE, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty folder of lists."""
    return Folder(tmp_path / "data" / "lists")


def test_a_rule_is_named_as_it_stands_in_the_list(folder: Folder) -> None:
    rules = "!\n/gtm.js\n/gtm.min.js\n/count.js\n/counter.js\n"
    folder.keep("easyprivacy", rules.encode(), address="a", fetched_at="2026-01-01T00:00:00+00:00")
    told = lists.load(folder).request("https://other.example/count.js", "https://site.example/", "script")
    assert told is not None
    assert told.rule == "/count.js"


def test_without_a_list_nothing_is_said(folder: Folder) -> None:
    known = lists.load(folder)
    assert known.request("https://counts.example/", "https://site.example/", "script") is None
    assert known.cookie("rowan_who", "site.example") is None
    assert known.versions == ()


def test_lists_are_fetched_and_used(source: Path, folder: Folder) -> None:
    with served(source) as root:
        done = list(fetch.update(folder, {name: f"{root}/{name}" for name in offered()}, BOUNDS))
    assert [(one.list.id, one.entries, one.why) for one in done] == [
        ("easyprivacy", 2, None),
        ("easylist", 2, None),
        ("open-cookie-database", 5, None),
    ]
    known = lists.load(folder)
    told = known.request("https://a.counts.example/x.js", "https://site.example/", "script")
    assert told is not None
    assert (told.category, told.source) == ("analytics", "EasyPrivacy (||counts.example^$third-party)")
    assert known.request("https://counts.example/free/x.js", "https://site.example/", "script") is None
    assert known.request("https://other.example/x.js", "https://site.example/", "script") is None
    assert known.request("not an address", "https://site.example/", "script") is None
    assert len(known.versions) == 3


@pytest.mark.parametrize(
    ("name", "domain", "purpose"),
    [
        ("rowan_who", "site.example", "marketing"),
        ("rowan_seen_7", "site.example", "statistics"),
        ("side", ".www.alder.example", "preferences"),
        ("side", "site.example", None),
        ("both", "site.example", None),
        ("rowan", "site.example", None),
    ],
)
def test_cookies_of_the_database(folder: Folder, name: str, domain: str, purpose: str | None) -> None:
    folder.keep("open-cookie-database", TABLE.encode(), address="a", fetched_at="2026-01-01T00:00:00+00:00")
    found = lists.load(folder).cookie(name, domain)
    assert (found.purpose if found else None) == purpose


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<html>sign in</html>", "is not a list of rules"),
        (b"! nothing\n", "is empty"),
        (b"\xff\xfe\x00", "is not a text in UTF-8"),
        (b"!" + b"x" * 200_000, "is larger than 100000 bytes"),
        (None, "answered with status 404"),
    ],
)
def test_what_is_no_list_leaves_the_old_copy(source: Path, folder: Folder, body: bytes | None, why: str) -> None:
    folder.keep("easyprivacy", RULES.encode(), address="a", fetched_at="2026-01-02T00:00:00+00:00")
    if body is None:
        (source / "easyprivacy").unlink()
    else:
        (source / "easyprivacy").write_bytes(body)
    with served(source) as root:
        (done,) = fetch.update(folder, {"easyprivacy": f"{root}/easyprivacy"}, BOUNDS)
    assert done.why is not None
    assert done.why.endswith(why)
    assert done.kept == "2026-01-02"
    assert folder.read("easyprivacy") == RULES


def test_the_table_must_be_that_table(source: Path, folder: Folder) -> None:
    (source / "open-cookie-database").write_text("a,b\n1,2\n", encoding="utf-8")
    with served(source) as root:
        (done,) = fetch.update(folder, {"open-cookie-database": f"{root}/open-cookie-database"}, BOUNDS)
    assert (done.kept, done.why is not None and "not a table" in done.why) == (None, True)


def test_a_new_copy_takes_the_place_of_the_old(folder: Folder) -> None:
    folder.keep("easylist", b"! a\n||a.example^\n", address="a", fetched_at="2026-01-01T00:00:00+00:00")
    folder.keep("easylist", RULES.encode(), address="a", fetched_at="2026-01-02T00:00:00+00:00")
    assert folder.read("easylist") == RULES
    assert sorted(file.name for file in folder.path.iterdir()) == [folder.index().copies["easylist"].file, "index.json"]


def test_a_changed_copy_is_told(folder: Folder) -> None:
    copy = folder.keep("easylist", RULES.encode(), address="a", fetched_at="2026-01-01T00:00:00+00:00")
    (folder.path / copy.file).write_text("||site.example^", encoding="utf-8")
    with pytest.raises(UsageError, match="is not as it was fetched"):
        folder.verify()


def test_addresses_may_be_changed() -> None:
    assert all(one.startswith("https://") for one in addresses((), "x").values())
    assert addresses(("easylist=https://lists.example/a",), "x")["easylist"] == "https://lists.example/a"
    with pytest.raises(UsageError, match="there is no list “elm”"):
        addresses(("elm=https://lists.example/a",), "--list-address")
    with pytest.raises(UsageError, match="not NAME=ADDRESS"):
        addresses(("easylist=file:///etc/passwd",), "--list-address")


def test_the_command(source: Path, tmp_path: Path) -> None:
    environment = {"PRIVACYDIFF_DATA": str(tmp_path / "data"), "COLUMNS": "300", "TERM": "dumb"}
    with served(source) as root:
        changed = [f"--list-address={name}={root}/{name}" for name in offered()]
        done = CliRunner(env=environment).invoke(app, ["update", *changed])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "EasyPrivacy: 2 entries, licence" in done.stdout
    failed = CliRunner(env=environment).invoke(app, ["update", *changed])
    assert failed.exit_code == 1
    assert "EasyPrivacy was not fetched" in failed.stderr
    assert "stays in use" in failed.stderr
    assert lists.load(Folder(tmp_path / "data" / "lists")).cookie("rowan_who", "x.example")


def test_a_trackerdb_by_path(tmp_path: Path, folder: Folder) -> None:
    root = tmp_path / "trackerdb" / "db"
    (root / "patterns").mkdir(parents=True)
    (root / "organizations").mkdir()
    (root / "patterns" / "rowan_stats.eno").write_text(
        "name: Rowan Stats\ncategory: site_analytics\norganization: rowan\n\n--- domains\nrowan.example\n--- domains\n",
        encoding="utf-8",
    )
    (root / "organizations" / "rowan.eno").write_text("name: Rowan Ltd\ncountry: IE\n", encoding="utf-8")
    folder.name_trackerdb(root.parent)
    told = lists.load(folder).request("https://cdn.rowan.example/a.js", "https://site.example/", "script")
    assert told is not None
    assert (told.owner, told.country, told.category) == ("Rowan Ltd", "IE", "analytics")
    with pytest.raises(UsageError, match="is no Ghostery trackerdb"):
        trackerdb.read(tmp_path)
    folder.name_trackerdb(None)
    assert lists.load(folder).trackers == {}


GIVEN: dict[str, Any] = {
    "requests": [{"url": "https://a.counts.example/x.js", "on": ["home", "page"]}],
    "cookies": [
        {"name": "rowan_who", "lifetime_days": 300.0, "on": ["home", "rejected"]},
        {"name": "visitor_id", "lifetime_days": 300.0, "on": ["home", "rejected"], "looks_random": True},
        {"name": "side_panel", "on": ["home"]},
    ],
    "policy": "<h1>Privacy policy</h1><p>We collect your e-mail address to answer you.</p>",
    "language": "en",
    "consent": {"banner": True},
}


def test_where_a_list_decided_the_finding_names_it(folder: Folder) -> None:
    folder.keep("easyprivacy", RULES.encode(), address="a", fetched_at="2026-01-01T00:00:00+00:00")
    folder.keep("open-cookie-database", TABLE.encode(), address="a", fetched_at="2026-01-01T00:00:00+00:00")
    known = lists.load(folder)
    observations = facts.annotate(check_cases.evidence(GIVEN), services.load(), known)
    findings, _ = check_cases.judged(GIVEN, known)
    told = {cookie.name: (cookie.purpose, cookie.purpose_by) for cookie in observations.cookies}
    assert told == {
        "rowan_who": ("marketing", "list"),
        "visitor_id": ("statistics", "heuristic"),
        "side_panel": ("unknown", ""),
    }
    early = {one.subject: one for one in findings if one.check == "cookies-before-consent"}
    assert early["rowan_who"].confidence == "likely"
    assert "Open Cookie Database (Rowan)" in early["rowan_who"].message
    assert (early["visitor_id"].severity, early["visitor_id"].confidence) == ("medium", "possible")
    unknown = next(one for one in findings if one.check == "undisclosed-service" and one.subject == "counts.example")
    assert "EasyPrivacy (||counts.example^$third-party)" in unknown.message


def test_no_guess_makes_a_finding_heavier(folder: Folder) -> None:
    findings, _ = check_cases.judged(GIVEN, lists.load(folder))
    assert not [one for one in findings if "cookie" in one.check and one.confidence != "possible" and one.subject]
