"""The container files name only what the program has, run as nobody special, and leave the browser's sandbox on."""

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from scanner.cli.application import app
from scanner.cli.configuration import variable
from scanner.cli.options import SETTINGS

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE_TEXT = (ROOT / "compose.yaml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
PAGE = (ROOT / "docs" / "containers.md").read_text(encoding="utf-8")
OURS = [one for one in COMPOSE["services"].values() if one["image"] == "privacydiff"]
STEPS = [tuple(line.split(maxsplit=1)) for line in re.sub(r"\\\n", " ", DOCKERFILE).splitlines() if line[:1].isupper()]


def commands() -> list[list[str]]:
    """Every use of the program: the image's own, those of the services, those of the document."""
    (entry,) = (json.loads(rest) for word, rest in STEPS if word == "ENTRYPOINT")
    assert entry == ["privacydiff"]
    found = [json.loads(rest) for word, rest in STEPS if word == "CMD"]
    found += [one["command"] for one in OURS]
    found += [shlex.split(rest) for rest in re.findall(r"run --rm worker (.+?)(?:`|$)", PAGE, re.MULTILINE)]
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_and_option_is_there(words: list[str]) -> None:
    command: Any = typer.main.get_command(app)
    rest = list(words)
    while hasattr(command, "commands"):
        assert rest[0] in command.commands, words
        command = command.commands[rest.pop(0)]
    with command.make_context(words[0], rest) as context:  # fails on an option or a value that is none
        assert context.params


def test_every_variable_is_read() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "scanner").rglob("*.py"))
    named = set(re.findall(r"PRIVACYDIFF_[A-Z_]+", DOCKERFILE + COMPOSE_TEXT))
    assert named
    assert {one for one in named if f'"{one}"' not in source} <= {variable(name) for name in SETTINGS}


def test_nobody_special_runs_it() -> None:
    users = [rest for word, rest in STEPS if word == "USER"]
    assert users
    assert all(user.partition(":")[0] not in ("root", "0") for user in users)
    last = max(number for number, (word, _) in enumerate(STEPS) if word == "FROM")
    assert any(word == "USER" for word, _ in STEPS[last:])
    for service in COMPOSE["services"].values():
        assert not service.get("privileged")
        assert "user" not in service
        assert "cap_add" not in service
        assert all(mount.split(":")[0] in COMPOSE["volumes"] for mount in service["volumes"])
    for service in OURS:
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"]
        assert "no-new-privileges:true" in service["security_opt"]


def test_the_sandbox_stays_on_and_what_it_needs_is_allowed() -> None:
    assert "no-sandbox" not in DOCKERFILE + COMPOSE_TEXT
    assert "unconfined" not in COMPOSE_TEXT
    for service in OURS:
        (profile,) = (one.partition("=")[2] for one in service["security_opt"] if one.startswith("seccomp="))
        rules = json.loads((ROOT / profile).read_text(encoding="utf-8"))
        assert rules["defaultAction"] == "SCMP_ACT_ALLOW"
        refused = {name for rule in rules["syscalls"] for name in rule["names"]}
        assert not refused & {"clone", "clone3", "unshare", "chroot", "seccomp", "prctl"}
        assert refused >= {"mount", "setns", "bpf", "kexec_load", "init_module", "keyctl", "perf_event_open"}


def test_packages_come_by_hash_and_those_of_tests_go() -> None:
    runs = [rest for word, rest in STEPS if word == "RUN"]
    installs = [one for one in runs if one.startswith("pip install")]
    assert len(installs) == 2
    assert "--require-hashes -r requirements.lock" in installs[0]
    assert "--no-deps --no-build-isolation" in installs[1]
    (removed,) = (one for one in runs if one.startswith("pip uninstall"))
    group = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["dev"]
    assert {word for word in removed.split()[2:] if not word.startswith("-")} == {
        re.split(r"[>=\[]", one)[0] for one in group
    }


def test_secrets_are_files_of_their_own() -> None:
    assert set(COMPOSE["secrets"]) == {name for one in COMPOSE["services"].values() for name in one["secrets"]}
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert sent[0] == "*"
    for secret in COMPOSE["secrets"].values():
        folder = secret["file"].partition("/")[0]
        assert f"/{folder}/" in ignored
        assert f"!{folder}" not in sent
    for service in COMPOSE["services"].values():
        for name, value in service["environment"].items():
            assert not re.search(r"PASSWORD|SECRET|DATABASE", name) or name.endswith("_FILE"), name
            assert "://" not in value


def test_a_copied_source_is_sent_to_the_engine() -> None:
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()[1:]}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {*project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"], *project["project"]["license-files"]}
    assert needed | {"pyproject.toml", "requirements.lock", project["project"]["readme"]} == sent


def test_the_worker_is_given_what_it_may_use() -> None:
    worker = COMPOSE["services"]["worker"]
    words = worker["command"]
    number = {name: int(words[words.index(name) + 1]) for name in ("--concurrency", "--memory", "--metrics")}
    limit = int(worker["deploy"]["resources"]["limits"]["memory"].removesuffix("g")) * 1000
    assert number["--concurrency"] * number["--memory"] + 1000 <= limit
    assert f"127.0.0.1:{number['--metrics']}/health" in DOCKERFILE
    assert worker["deploy"]["replicas"] > 1
