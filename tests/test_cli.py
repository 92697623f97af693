"""The command line as a user meets it: exit codes, one clear sentence a fault, what each command prints."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.demo.server import Farm
from scanner.model.result import Result

PROGRAM = [sys.executable, "-m", "scanner.cli"]


def run(*arguments: str, folder: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run privacydiff as a process of its own."""
    surroundings = {**os.environ, "NO_COLOR": "1", "COLUMNS": "160", **environment}
    return subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, text=True, cwd=folder, env=surroundings, timeout=120, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["scan", "not an address"], "not a web address"),
        (["scan", "ftp://example.lv"], "https://"),
        (["scan", "https://user:secret@example.lv"], "password"),
        (["scan", "example.lv", "--pages", "0"], "--pages"),
        (["scan", "example.lv", "--states", "sideways"], "sideways"),
        (["scan", "example.lv", "--locale", "latvian"], "--locale"),
        (["scan", "example.lv", "--timezone", "Riga/Europe"], "--timezone"),
        (["scan", "example.lv", "--proxy", "nowhere"], "--proxy"),
        (["scan", "example.lv", "--header", "nothing"], "--header"),
        (["scan", "example.lv", "--policy", "missing.pdf"], "missing.pdf"),
        (["scan", "example.lv", "--storage-state", "missing.json"], "missing.json"),
        (["scan", "example.lv", "--format", "docx"], "docx"),
        (["scan", "example.lv", "--fail-on", "bad"], "bad"),
        (["check", "nowhere"], "nowhere"),
        (["report", "nowhere"], "nowhere"),
        (["policy", "nowhere.txt"], "nowhere.txt"),
        (["checks", "no-such-check"], "no-such-check"),
        (["services", "no-such-service"], "no-such-service"),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_2(arguments: list[str], words: str, tmp_path: Path) -> None:
    done = run(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_browser_that_is_not_there_is_status_4(tmp_path: Path) -> None:
    done = run("scan", "example.lv", "--browser", "/no/such/browser", folder=tmp_path)
    assert done.returncode == 4
    assert "/no/such/browser" in done.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("pages = 'five'\n", "line 1"),
        ("# settings\npagse = 5\n", "line 2"),
        ("pages = [1\n", "not valid TOML"),
        ("first_party = 'example.lv'\n", "first_party"),
    ],
)
def test_a_faulty_settings_file_names_the_line(content: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "privacydiff.toml").write_text(content, encoding="utf-8")
    done = run("scan", "example.lv", folder=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "privacydiff.toml" in done.stderr


@pytest.mark.parametrize("command", ["scan", "check", "report", "policy", "demo", "doctor", "checks", "services"])
def test_every_command_has_help(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_policy_prints_the_contract(tmp_path: Path) -> None:
    file = tmp_path / "policy.txt"
    file.write_text(
        "Mēs izmantojam sīkdatnes un Google Analytics. Personas datus glabājam 30 dienas.", encoding="utf-8"
    )
    done = run("policy", str(file), "--json")
    assert done.returncode == 0
    printed = json.loads(done.stdout)
    assert set(printed["document"]) == {"source", "language", "kinds", "sha256", "characters", "retrieved_at"}
    assert "vendor:google-analytics" in {claim["practice"] for claim in printed["claims"]}


def test_checks_and_services_explain_themselves() -> None:
    assert "undisclosed-service" in run("checks").stdout
    assert "Why it matters" in run("checks", "undisclosed-service").stdout
    assert "Hotjar" in run("services", "hotjar").stdout
    assert "google-analytics" in run("services", "--host", "www.google-analytics.com").stdout
    assert "meta-pixel" in run("services", "--cookie", "_fbp").stdout


@pytest.mark.browser
def test_recheck_and_report_without_a_browser(demo_result: Result, demo_folder: Path, tmp_path: Path) -> None:
    done = run("check", str(demo_folder), "--quiet", PRIVACYDIFF_BROWSER="/no/such/browser")
    assert done.returncode == 0, done.stderr
    done = run("report", str(demo_folder), "--out", str(tmp_path), "--format", "html")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "report.html").is_file()
    assert len(demo_result.findings) > 0


@pytest.mark.browser
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://no-such-host.test/", "could not be opened"),
        ("https://www.ozolkalns-galdnieki.test/nothing-here", "404"),
        ("https://www.ozolkalns-galdnieki.test/stils.css", "not a web page"),
    ],
)
def test_a_site_that_cannot_be_scanned_is_status_3(demo_farm: Farm, tmp_path: Path, url: str, words: str) -> None:
    done = run(
        "scan",
        url,
        "--proxy",
        demo_farm.proxy,
        "--ignore-certificate-errors",
        "--out",
        str(tmp_path),
        "--format",
        "json",
    )
    assert done.returncode == 3, done.stderr
    assert words in done.stdout
    assert words in json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))["reason"]
    assert "Traceback" not in done.stderr


@pytest.mark.browser
def test_fail_on_and_json(demo_farm: Farm, tmp_path: Path) -> None:
    done = run(
        "scan", "https://www.ozolkalns-galdnieki.test/", "--proxy", demo_farm.proxy, "--ignore-certificate-errors", "--pages", "1",
        "--states", "baseline", "--out", str(tmp_path), "--json", "--fail-on", "high",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["schema"] == 1
