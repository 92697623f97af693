"""Commands that need a browser, or what one recorded: files, streams, exit status."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scanner import demo
from scanner.demo.server import Farm
from scanner.model.result import Result

pytestmark = pytest.mark.browser
PROGRAM = Path(sys.executable).with_name("privacydiff")


def call(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The installed program, run as a process of its own."""
    environment = {**os.environ, **more}
    return subprocess.run(
        [PROGRAM, *arguments], capture_output=True, text=True, timeout=120, check=False, env=environment
    )


def test_a_scan_as_a_process_of_its_own(demo_farm: Farm, tmp_path: Path) -> None:
    common: list[str | Path] = [
        "--proxy",
        demo_farm.proxy,
        "--ignore-certificate-errors",
        "--out",
        tmp_path,
        "--format",
        "json",
    ]
    small = [*common, "--pages", "1", "--states", "baseline"]
    ended = call("scan", demo.SITE_URL, *small, "--fail-on", "low", "--json")
    assert (ended.returncode, ended.stderr) == (1, "")
    assert json.loads(ended.stdout)["target"]["pages"] == 1
    assert json.loads((tmp_path / "result.json").read_text(encoding="utf-8")) == json.loads(ended.stdout)
    again = call("check", tmp_path, "--quiet")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://missing.test/", "could not be opened"),
        (f"{demo.SITE_URL}nothing-here", "404"),
        (f"{demo.SITE_URL}stils.css", "not a web page"),
    ],
)
def test_a_site_that_cannot_be_scanned_ends_with_3(address: str, words: str, demo_farm: Farm, tmp_path: Path) -> None:
    ended = call(
        "scan", address, "--proxy", demo_farm.proxy, "--ignore-certificate-errors", "--out", tmp_path, "--quiet"
    )
    assert (ended.returncode, ended.stdout) == (3, "")
    assert words in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))["reason"] in ended.stderr


def test_a_header_reaches_the_site_alone_and_stays_out_of_the_record(demo_farm: Farm, tmp_path: Path) -> None:
    before = len(demo_farm.requests)
    common: list[str | Path] = ["--proxy", demo_farm.proxy, "--ignore-certificate-errors", "--out", tmp_path]
    header = ["--header", "X-Audit: topsecret", "--pages", "1", "--states", "baseline", "--quiet"]
    assert call("scan", demo.SITE_URL, *common, *header).returncode == 0
    arrived = [one for one in demo_farm.requests[before:] if "Chrome" in one.headers.get("user-agent", "")]
    got = {one.host for one in arrived if one.headers.get("x-audit") == "topsecret"}
    assert got == {"www.ozolkalns-galdnieki.test"}
    assert {one.host for one in arrived} > got
    kept = [file for file in tmp_path.rglob("*") if file.is_file() and b"topsecret" in file.read_bytes()]
    assert kept == []
    assert json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))["target"]["headers"] == [["X-Audit", ""]]


def _pages(farm: Farm, since: int) -> set[str]:
    """The pages of the demo site that were asked for: their addresses have no ending."""
    site = urlsplit(demo.SITE_URL).hostname
    return {one.path for one in farm.requests[since:] if one.host == site and "." not in one.path}


def test_interrupted_it_keeps_what_it_has_and_ends_with_130(demo_farm: Farm, tmp_path: Path) -> None:
    before = len(demo_farm.requests)
    arguments: list[str | Path] = [
        "scan",
        demo.SITE_URL,
        "--proxy",
        demo_farm.proxy,
        "--ignore-certificate-errors",
        "--out",
        tmp_path,
    ]
    running = subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while len(_pages(demo_farm, before)) < 2 and running.poll() is None:  # a page is done when the next one is asked for
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    out, error = running.communicate(timeout=60)
    assert running.returncode == 130
    assert error == ""
    assert "Incomplete: it was interrupted" in out
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert (result["complete"], result["interrupted"]) == (False, True)
    assert result["requests"]


def test_reports_are_made_again(demo_result: Result, demo_folder: Path, tmp_path: Path) -> None:
    assert demo_result.findings
    ended = call("report", demo_folder, "--format", "html,csv", "--out", tmp_path / "again")
    assert ended.returncode == 0
    assert {Path(line).name for line in ended.stdout.splitlines()} >= {"report.html", "findings.csv", "result.json"}
    assert all(Path(line).is_file() for line in ended.stdout.splitlines())


def test_evidence_is_checked_again_without_a_browser(demo_result: Result, demo_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(demo_folder, tmp_path / "scan")
    ended = call("check", tmp_path / "scan", "--fail-on", "critical", PRIVACYDIFF_BROWSER=str(tmp_path / "none"))
    heavy = any(one.severity == "critical" and one.confidence != "possible" for one in demo_result.findings)
    assert ended.returncode == int(heavy)
    assert demo_result.findings[0].check in ended.stdout
    assert f"Open {tmp_path / 'scan' / 'report.html'}" in ended.stdout


def test_doctor_finds_this_machine_well() -> None:
    ended = call("doctor")
    assert ended.returncode == 0, ended.stdout
    assert [line[:2] for line in ended.stdout.splitlines()] == ["ok"] * len(ended.stdout.splitlines())
    assert "Third-party cookies" in ended.stdout
