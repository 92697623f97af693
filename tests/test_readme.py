"""The README tells the truth: its output, commands, make targets, links, and what it says the program does not do."""

import io
import re
import shlex
from pathlib import Path
from typing import get_args

import pytest
from rich.console import Console
from typer.testing import CliRunner

import reports
from scanner.cli import terminal
from scanner.cli.application import app
from scanner.cli.options import SETTINGS, dashed
from scanner.model.findings import SEVERITIES, Confidence, Disclosure
from scanner.model.result import Result
from scanner.policy import patterns

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line[2:].split("#")[0].strip() for line in README.splitlines() if line.startswith("$ ")]
_WIDTH = 100


@pytest.mark.browser
def test_the_output_shown_is_the_demos(demo_result: Result, demo_folder: Path) -> None:
    """Request counts and times differ a little from run to run: digits are masked."""
    console = Console(file=io.StringIO(), width=_WIDTH, color_system=None)
    terminal.show_result(console, demo_result, demo_folder)
    assert isinstance(console.file, io.StringIO)
    real = console.file.getvalue().replace(str(demo_folder), "privacydiff-demo")
    shown = README.partition("<!-- demo -->\n```text\n")[2].partition("```")[0]
    assert _masked(shown) == _masked(real), f"put this into README.md:\n{real}"


def _masked(text: str) -> list[str]:
    """The words, sorted and without digits: how lines are broken depends on the length of numbers."""
    return sorted(re.sub(r"\d+", "#", text).split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shown_can_be_given(command: str) -> None:
    program, name, *rest = shlex.split(command)
    assert program == "privacydiff"
    words = [name, rest[0]] if name in {one.name for one in app.registered_groups} else [name]
    help_text = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "200"}).output
    for option in (word for word in rest if word.startswith("--")):
        assert option in help_text


def test_the_commands_that_need_no_site_do_what_is_said() -> None:
    for command in COMMANDS:
        arguments = shlex.split(command)[1:]
        if arguments[0] in ("checks", "services"):
            assert CliRunner().invoke(app, arguments).exit_code == 0, command


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", README))
    assert {"demo", "scan", "test", "bench"} <= named <= targets


def test_every_link_leads_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / link).is_file(), link


def test_every_option_named_is_a_setting() -> None:
    told = re.sub(r"^\$ .*$", "", README, flags=re.MULTILINE)  # those of commands shown are looked for in their help
    for option in re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", told):
        assert option in {*map(dashed, SETTINGS), "--host", "--since"}, option


def test_the_formats_named_are_those_there_are() -> None:
    sentence = README.partition("`--format` knows")[2].partition("always written")[0]
    assert set(re.findall(r"`(\w+)`", sentence)) == set(reports.formats())


def test_the_scales_are_those_of_the_model() -> None:
    for word in (*SEVERITIES, *get_args(Confidence), *get_args(Disclosure)):
        assert re.search(rf"\b{word}\b", README), word


def test_the_languages_that_are_read_are_those_named() -> None:
    names = {"lv": "Latvian", "en": "English", "ru": "Russian", "lt": "Lithuanian", "et": "Estonian", "de": "German"}
    sentence = re.search(r"It reads policies in ([^.]*) so far", README)
    assert sentence is not None
    assert set(re.findall(r"[A-Z]\w+", sentence[1])) == {names[tag] for tag in patterns.languages()}
