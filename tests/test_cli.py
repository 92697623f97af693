"""The command line: what it prints where, and with which exit status it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scanner import pipeline
from scanner.cli.application import app
from scanner.model.claims import PRACTICES
from scanner.model.result import Result

PROGRAM = Path(sys.executable).with_name("privacydiff")
POLICY = "<h1>Privātuma politika</h1><p>Mūsu vietne izmanto Google Analytics. Dati netiek nodoti trešajām personām.</p>"
COMMANDS = ("scan", "check", "report", "policy", "demo", "doctor", "checks", "services")


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of the program, called in this process."""
    ended = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, arguments, prog_name="privacydiff")
    return ended.exit_code, ended.stdout, ended.stderr


def call(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The installed program, run as a process of its own."""
    environment = {**os.environ, **more}
    return subprocess.run(
        [PROGRAM, *arguments], capture_output=True, text=True, timeout=120, check=False, env=environment
    )


def test_help_names_every_command() -> None:
    ended = call("--help")
    assert ended.returncode == 0
    assert all(f" {command} " in ended.stdout for command in COMMANDS)


@pytest.mark.parametrize("module", ["scrapy", "playwright", "pandas", "twisted", "jinja2", "msgspec"])
def test_help_imports_nothing_heavy(module: str) -> None:
    code = f"import sys, scanner.cli; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("command", ["scan", "check", "report", "policy", "demo", "checks", "services"])
def test_help_of_a_command_has_an_example(command: str) -> None:
    status, out, _ = run(command, "--help")
    assert status == 0
    assert "Example" in out
    assert f"privacydiff {command}" in out.partition("Example")[2]


def test_version() -> None:
    assert run("--version")[1].startswith("privacydiff ")


def test_shell_completion_offers_commands_and_values() -> None:
    asked = {"_PRIVACYDIFF_COMPLETE": "complete_bash", "COMP_WORDS": "privacydiff scan --fail-on ", "COMP_CWORD": "3"}
    assert call(**asked).stdout.split() == ["critical", "high", "medium", "low", "info"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["scan"], "Missing argument 'URL'. See privacydiff scan --help."),
        (["scan", "example.lv", "--pags", "3"], "No such option: --pags"),
        (["skan"], "No such command 'skan'"),
        (["scan", "not a site"], "“not a site” is not a web address"),
        (["scan", "example.lv", "--pages", "x"], "--pages x is not a whole number."),
        (["scan", "example.lv", "--format", "docx"], "--format docx is not known: there are csv, html, json"),
        (["scan", "example.lv", "--fail-on", "awful"], "--fail-on awful is not known: give critical, high, "),
        (["scan", "example.lv", "--config", "none.toml"], "none.toml does not exist"),
        (["check", "none"], "none holds no evidence.json"),
        (["report", "none"], "none does not exist"),
        (["policy", "none.html"], "none.html is not there"),
        (["policy", "ftp://example.lv/"], "“ftp://example.lv/” is not a web address"),
        (["services", "hotjar", "--cookie", "_ga"], "Ask for one thing at a time"),
        (["services", "none"], "There is no service “none”"),
        (["checks", "none"], "There is no check “none”"),
    ],
)
def test_wrong_usage_is_one_sentence_and_2(
    arguments: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, error = run(*arguments)
    assert (status, out) == (2, "")
    assert error.startswith(sentence)
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_called_without_anything_it_shows_its_help() -> None:
    status, out, error = run()
    assert status == 2
    assert "Usage: privacydiff" in out + error


def test_a_damaged_result_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text('{"schema": "one"}', encoding="utf-8")
    status, _, error = run("report", str(tmp_path))
    assert status == 2
    assert "result.json is not what was expected" in error


def test_a_bug_shows_its_place_only_when_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object, **__: object) -> Result:
        raise ZeroDivisionError("\x1b[2Jfrom a page")

    monkeypatch.setattr(pipeline, "recheck", broken)
    status, out, error = run("check", str(tmp_path))
    assert (status, out) == (70, "")
    assert "please report it" in error
    assert "Traceback" not in error
    assert "\x1b" not in error
    assert "Traceback" in run("check", str(tmp_path), "--verbose")[2]


def test_a_browser_that_is_not_there_ends_with_4(tmp_path: Path) -> None:
    ended = call("scan", "https://example.test", "--browser", tmp_path / "none", "--out", tmp_path / "out")
    assert ended.returncode == 4
    assert ended.stderr.startswith("There is no browser at ")
    assert "Traceback" not in ended.stderr


def test_a_folder_that_cannot_be_made_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = call("scan", "https://example.test", "--browser", sys.executable, "--out", tmp_path / "file" / "out")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "file" in ended.stderr


def test_policy_prints_the_claims_contract(tmp_path: Path) -> None:
    file = tmp_path / "policy.html"
    file.write_text(POLICY, encoding="utf-8")
    status, out, _ = run("policy", str(file), "--json", "--text")
    printed = json.loads(out)
    assert status == 0
    about = {"source", "language", "kinds", "sha256", "characters", "retrieved_at"}
    assert set(printed["document"]) == about | {"title", "date", "companies", "domains", "notes"}
    assert ("vendor:google-analytics", "asserted") in {(one["practice"], one["polarity"]) for one in printed["claims"]}
    for claim in printed["claims"]:
        assert printed["text"][claim["start"] : claim["end"]] == claim["quote"]
        assert claim["practice"] in PRACTICES or claim["practice"].startswith(("vendor:", "cookie:"))
    assert run("policy", str(file), "--text")[1] == printed["text"] + "\n"
    assert "Google Analytics" in run("policy", str(file))[1]


def test_a_policy_without_words_is_told(tmp_path: Path) -> None:
    (tmp_path / "policy.html").write_text("<p></p>", encoding="utf-8")
    status, out, error = run("policy", str(tmp_path / "policy.html"), "--json")
    assert status == 2
    assert json.loads(out)["claims"] == []
    assert "could not be read" in error


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["services"], ["google-analytics", "hotjar"]),
        (["services", "hotjar"], ["Hotjar Ltd.", "hotjar.com", "_hjSessionUser_*", "Sources"]),
        (["services", "--host", "static.hotjar.com"], ["hotjar", "Hotjar Ltd."]),
        (["services", "--host", "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123"], ["GTM-ABC123"]),
        (["services", "--cookie", "_hjSessionUser_12"], ["_hjSessionUser_*", "hotjar", "365 days"]),
        (["services", "which", "static.hotjar.com"], ["hotjar", "host hotjar.com with its sub-domains", "hotjar.toml"]),
        (["services", "which", "https://www.example.lv/matomo.php?idsite=1"], ["(matomo,", "any host", "not the host"]),
        (["services", "which", "www.googletagmanager.com/gtm.js?id=GTM-ABC123"], ["account GTM-ABC123"]),
        (["services", "which", "_ga_ABC123"], ["google-analytics", "cookie _ga_* on the site itself, for statistics"]),
        (["services", "which", "fbq"], ["Meta Pixel (meta-pixel,", "global variable fbq"]),
        (["checks"], ["undisclosed-service", "cookie-lifetime"]),
        (["checks", "cookie-lifetime"], ["What it checks", "Why it matters", "Limits", "How to fix", "Article"]),
    ],
)
def test_what_the_program_knows(arguments: list[str], words: list[str]) -> None:
    status, out, error = run(*arguments)
    assert (status, error) == (0, "")
    assert [word for word in words if word not in out] == []


@pytest.mark.parametrize("arguments", [["--host", "none.example"], ["--cookie", "none_of_ours"]])
def test_what_the_program_does_not_know(arguments: list[str]) -> None:
    status, out, error = run("services", *arguments)
    assert (status, out) == (1, "")
    assert error.startswith("No service file knows ")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["which", "none.example"], 1, "Neither a service file nor a list knows none.example."),
        (["which", "none_of_ours"], 1, "Neither a service file nor a list knows none_of_ours."),
        (["which"], 2, "the word which and"),
        (["hotjar", "_ga"], 2, "the word which and"),
    ],
)
def test_which_tells_what_it_cannot(arguments: list[str], status: int, words: str) -> None:
    ended, out, error = run("services", *arguments)
    assert (ended, out) == (status, "")
    assert words in error


def test_doctor_without_a_browser_ends_with_4(tmp_path: Path) -> None:
    ended = call("doctor", "--browser", tmp_path / "none")
    assert ended.returncode == 4
    assert "fault Browser" in ended.stdout
