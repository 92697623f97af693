"""Workers as an operator meets them: commands, what a scan is given, figures, logs, signals."""

import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from urllib.error import HTTPError

import pytest
import structlog
from drills import quick_worker
from queueing import Worker, due, eventually, rows, states
from stored import at
from typer.testing import CliRunner

from scanner.cli import hosting
from scanner.cli.application import app
from scanner.fleet import processes
from scanner.fleet.child import Child, Ended, Watch
from scanner.fleet.queue import care, health, log, metrics, planning, working
from scanner.fleet.queue.ledger import Claimed
from scanner.fleet.store import Store, open_store
from scanner.fleet.store.tables import Scan, Site
from scanner.model import codec
from scanner.model.errors import UsageError


def invoke(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200"})
    structlog.reset_defaults()  # a worker's log went to the runner's standard error, which is closed now
    return result.exit_code, result.output


@pytest.fixture
def held(tmp_path: Path) -> Store:
    """A SQLite store with two sites that are due."""
    store = open_store(str(tmp_path / "store.db"))
    due(store, "a.test", "b.test")
    return store


def test_the_queue_is_shown_and_steered(held: Store, tmp_path: Path) -> None:
    there = ("--database", str(tmp_path / "store.db"))
    assert invoke("queue", *there) == (0, "Nothing running or waiting or failed.\n")
    assert invoke("queue", "add", "a.test", "b.test", *there) == (0, "Scan 1 waits.\nScan 2 waits.\n")
    assert invoke("queue", "add", "a.test", *there)[1] == "a.test has a scan in the queue already.\n"
    assert invoke("queue", "cancel", "2", *there) == (0, "1 scan cancelled.\n")
    status, shown = invoke("queue", "--state", "waiting", "--state", "cancelled", "--json", *there)
    assert status == 0
    assert [(one["scan"], one["site"], one["state"]) for one in json.loads(shown)] == [
        (1, "a.test", "waiting"),
        (2, "b.test", "cancelled"),
    ]
    assert "cancelled by hand" in invoke("queue", "--state", "cancelled", *there)[1]
    assert invoke("queue", "retry", "2", *there) == (0, "1 scan to be tried again.\n")
    assert [row.reason for row in rows(held)] == [None, None]
    assert states(held) == ["waiting", "waiting"]
    for command in ("pause", "resume"):
        assert invoke("queue", command, *there) == (0, f"The queue {command}d.\n")
        assert invoke("queue", command, "a.test", *there) == (0, f"1 site {command}d.\n")
        assert (command == "pause") == health.look(held).paused
        with held.read() as session:
            assert [one.paused for one in session.query(Site).order_by(Site.id)] == [command == "pause", False]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["queue", "--state", "lost"], "--state lost is not known"),
        (["queue", "--limit", "0"], "--limit 0 is out of range"),
        (["queue", "cancel", "7"], "There is no scan 7"),
        (["queue", "retry"], "Say which scans"),
        (["queue", "add", "nobody.test"], "No site is called nobody.test"),
        (["queue", "add", "a.test", "--priority", "5000"], "--priority 5000 is out of range"),
        (["schedule", "sometimes"], "is not a schedule"),
        (["schedule", "weekly", "--client", "x", "--tag", "y"], "Give one of"),
        (["run", "--concurrency", "0"], "--concurrency 0 is out of range"),
        (["run", "--memory", "5"], "--memory 5 is too little"),
        (["run", "--log", "xml"], "--log xml is not known"),
        (["run", "--scan-user", "no-such-user"], "no such user"),
        (["worker", "--metrics", "here"], "is no place to serve at"),
    ],
)
def test_wrong_usage_is_told_in_one_sentence(arguments: list[str], told: str, held: Store, tmp_path: Path) -> None:
    held.close()
    status, output = invoke(*arguments, "--database", str(tmp_path / "store.db"))
    assert status == 2
    assert told in output
    assert len([line for line in output.splitlines() if '"' not in line and line.strip()]) == 1


def test_a_schedule_holds_for_a_client_unless_a_site_has_its_own(store: Store, database: str) -> None:
    due(store, "a.test", "b.test")
    with store.write() as session:
        one, other = session.query(Site).order_by(Site.id)
        one.client = other.client = "Example Ltd"
        one.schedule = None
    there = ("--database", database)
    assert invoke("schedule", "daily at 03:00", "--client", "Example Ltd", *there)[1].startswith("Holds for")
    assert invoke("schedule", *there)[1] == "client Example Ltd: daily at 03:00\n"
    assert planning.reckon(store) == 0, "it is reckoned at once, for people to see"
    with store.read() as session:
        one, other = session.query(Site).order_by(Site.id)
        assert one.next_due_at is not None
        assert other.next_due_at is not None
        assert (one.next_due_at.hour, one.next_due_at.minute) == (3, 0)
        assert other.next_due_at != one.next_due_at


def test_status_tells_what_is_not_well(store: Store, database: str) -> None:
    due(store, "a.test", ago=timedelta(hours=7))
    assert invoke("status", "--database", database)[0] == 0
    planning.enqueue_due(store, working.announcer(store))
    status, shown = invoke("status", "--json", "--database", database)
    seen = json.loads(shown)
    assert (status, seen["ok"], seen["waiting"]) == (1, False, 1)
    assert "is a worker running?" in seen["why"][0]
    assert invoke("status", "--late", "30000", "--database", database)[0] == 0
    with store.write() as session:
        row = session.query(Scan).one()
        row.state, row.token, row.worker = "running", "t", "elsewhere/1.1"
        row.heartbeat_at = datetime.now(UTC) - timedelta(minutes=5)
    status, shown = invoke("status", "--database", database)
    assert status == 1
    assert re.search(r"elsewhere/1\.1 holds 1 and has been silent for 3\d\d s", shown)


def test_figures_and_health_are_served(held: Store) -> None:
    figures = metrics.Figures(held)
    figures.observe("done", 12.0)
    server = metrics.serve("0", figures, held)
    address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        with urllib.request.urlopen(f"{address}/metrics") as answer:
            told = answer.read().decode()
        assert 'privacydiff_attempts_total{outcome="done"} 1.0' in told
        assert "privacydiff_sites 2.0" in told
        assert "privacydiff_database_up 1.0" in told
        with urllib.request.urlopen(f"{address}/health") as answer:
            assert json.loads(answer.read())["ok"] is True
        with pytest.raises(HTTPError, match="404"):
            urllib.request.urlopen(f"{address}/secrets")
    finally:
        server.shutdown()
        server.server_close()


def test_a_scan_gets_the_sites_settings_and_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "PRIVACYDIFF_DATABASE": "postgresql://u:hunter2@h/d",
        "AWS_SECRET_ACCESS_KEY": "hunter2",
        "PGPASSWORD": "hunter2",
    }
    for name, value in {**secrets, "PRIVACYDIFF_PAGES": "9", "PRIVACYDIFF_HEADER": "A: b"}.items():
        monkeypatch.setenv(name, value)
    given: dict[str, str] = {}
    monkeypatch.setattr(hosting, "Child", lambda *_, environment, **__: given.update(environment))
    options = {"page": ["https://a.test/x", "https://a.test/y"], "no_typing": True, "deadline": 60.0}
    claimed = Claimed(
        scan=1, token="t" * 32, slug="a.test", url="https://a.test/", attempt=1, profile="strict", options=options
    )
    _, deadline = hosting.starter()(claimed, tmp_path)
    assert "hunter2" not in str(given)
    assert deadline == 60
    assert given["PRIVACYDIFF_PAGE"] == "https://a.test/x\nhttps://a.test/y"
    assert {name: given[f"PRIVACYDIFF_{name}"] for name in ("PAGES", "PROFILE", "NO_TYPING", "GUARDED", "ALLOW_PRIVATE", "FORMAT")} == {
        "PAGES": "9", "PROFILE": "strict", "NO_TYPING": "true", "GUARDED": "true", "ALLOW_PRIVATE": "false", "FORMAT": "json",
    }  # fmt: skip
    bad = Claimed(scan=1, token="u", slug="a.test", url="https://a.test/", attempt=1, options={"allow_private": True})
    with pytest.raises(UsageError, match="no setting that a site can have"):
        hosting.starter()(bad, tmp_path)


def test_a_scan_as_another_user_has_that_users_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(hosting, "Child", lambda *_, **named: given.update(named))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "chown", lambda path, user: given.setdefault("given", []).append((path, user)))
    monkeypatch.setattr(subprocess, "run", lambda *_, **named: given.update(tried=named))
    monkeypatch.setenv("XDG_DATA_HOME", "/elsewhere/data")
    monkeypatch.setenv("PRIVACYDIFF_DATABASE", "postgresql://u:hunter2@h/d")
    who = pwd.getpwnam("nobody")
    claimed = Claimed(scan=1, token="t" * 32, slug="a.test", url="https://a.test/", attempt=1)
    hosting.starter(user="nobody")(claimed, tmp_path)
    assert (given["user"], given["environment"]["HOME"], given["environment"]["USER"]) == ("nobody", who.pw_dir, "nobody")
    assert (given["tried"]["user"], given["tried"]["env"]["HOME"]) == (who.pw_uid, who.pw_dir)
    assert given["given"] == [(tmp_path, "nobody"), (tmp_path / "t", "nobody")]
    assert "XDG_DATA_HOME" not in given["environment"]
    assert "hunter2" not in str(given)


def test_a_user_that_cannot_run_scans_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    monkeypatch.setattr(subprocess, "run", Mock(side_effect=PermissionError(13, "Permission denied")))
    with pytest.raises(UsageError, match="nobody: that user cannot run /nowhere/python"):
        hosting.starter(user="nobody")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(UsageError, match="only a worker of the superuser"):
        hosting.starter(user="nobody")


def test_what_a_scan_as_another_user_left_is_swept(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only the superuser scans as another user")
    for process in ("1.1", processes.identity(os.getpid())):
        folder = tmp_path / care.folder_name(process, "m" * 12)
        folder.mkdir()
        shutil.chown(folder, "nobody")
    care.sweep(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [folder.name]


def test_a_result_that_leads_elsewhere_is_none(held: Store, tmp_path: Path) -> None:
    """A scan as another user could otherwise have the worker read what that user may not."""
    (tmp_path / "secret").write_bytes(codec.to_json(at(0)))

    def body(_claimed: Claimed, place: Path, _watch: Watch) -> Ended:
        (place / "result.json").symlink_to(tmp_path / "secret")
        return Ended(0, "", "")

    Worker(held, tmp_path, body).work()
    assert [(row.state, row.reason) for row in rows(held)] == [("waiting", "the scan left no result (exit status 0)")] * 2


@pytest.mark.browser
def test_a_scan_of_a_private_address_is_refused(tmp_path: Path) -> None:
    """The scan itself, as a worker starts it; no browser is needed to refuse."""
    claimed = Claimed(scan=1, token="t" * 32, slug="a", url="http://127.0.0.1:9/", attempt=1, options={})
    scan, deadline = hosting.starter()(claimed, tmp_path)
    assert isinstance(scan, Child)
    ended = scan.wait(deadline)
    assert ended.status == 3
    assert "private network" in ended.words


def test_logs_carry_no_password_and_steer_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up(as_json=True)
    try:
        structlog.get_logger().info("x", why="postgresql://u:hunter2@h/d password=hunter2 \x1b[2J\u202e", scan=7)
    finally:
        structlog.reset_defaults()
    line = capsys.readouterr().err
    assert json.loads(line)["scan"] == 7
    assert "hunter2" not in line
    assert not {"\x1b", "\u202e"} & set(json.loads(line)["why"])


@pytest.mark.browser
@pytest.mark.parametrize("signals", [1, 2])
def test_a_worker_ends_in_good_order(signals: int, database: str, tmp_path: Path) -> None:
    """Asked once it finishes what runs, asked twice it gives it back."""
    store = open_store(database, str(tmp_path / "evidence"))
    due(store, *(f"site{number}.test" for number in range(40)))
    (tmp_path / "t").mkdir()
    result = tmp_path / "result.json"
    result.write_bytes(codec.to_json(at(0)))
    command = [sys.executable, quick_worker.__file__, database, str(tmp_path / "evidence"), str(result), "2"]
    environment = {**os.environ, "TMPDIR": str(tmp_path / "t"), "DRILL_SECONDS": "60" if signals == 2 else "1"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as worker:
        assert eventually(lambda: states(store).count("running") == 2, 60)
        worker.send_signal(signal.SIGTERM)
        if signals == 2:
            assert not eventually(lambda: worker.poll() is not None, 0.5)
            worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    after = states(store)
    assert "running" not in after
    assert after.count("waiting") == (40 if signals == 2 else 40 - after.count("done"))
    assert after.count("done") >= (2 if signals == 1 else 0)
    assert all(row.attempts == 0 for row in rows(store) if row.state == "waiting")
    assert list((tmp_path / "t").iterdir()) == []
    store.close()
