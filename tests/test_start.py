"""What starting a command loads: told by the modules that are there, not by seconds."""

import subprocess
import sys
from pathlib import Path

import pytest
from report_results import rich

from scanner.model import codec
from scanner.model.evidence import Evidence, Tool
from scanner.model.target import Target

BROWSER = ("scrapy", "twisted", "playwright", "aiohttp")
DRAWING = ("rich", "markdown_it", "pygments", "jinja2")
DATA = ("pandas", "numpy", "py3langid", "pypdf", "docx", "xlsxwriter", "pyarrow")
FLEET = ("sqlalchemy", "procrastinate", "psycopg", "alembic", "apprise", "prometheus_client")


def loaded(*arguments: str | Path) -> set[str]:
    """Top-level modules that are loaded at the end of a command, which has to succeed."""
    words = [str(one) for one in arguments]
    code = (
        "import sys; from scanner.cli.application import app\n"
        f"try: app({words!r})\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print('\\nLOADED', *{name.partition('.')[0] for name in sys.modules})"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("scan", "--help"), ("check", "--help")])
def test_help_loads_little(arguments: tuple[str, ...]) -> None:
    assert not loaded(*arguments) & {*BROWSER, *DRAWING, *DATA, *FLEET, "msgspec", "requests", "cryptography"}


def test_checking_again_loads_no_browser_and_no_tables(tmp_path: Path) -> None:
    evidence = Evidence(
        tool=Tool(name="privacydiff", version="0", browser="Chromium 1", user_agent="Mozilla"),
        target=Target(url="https://example.test/"), started_at="2026-11-24T10:00:00Z",
        finished_at="2026-11-24T10:01:00Z", complete=True, gathered=("visits",), failures=(),
    )  # fmt: skip
    (tmp_path / "evidence.json").write_bytes(codec.to_json(evidence))
    assert not loaded("check", tmp_path, "--format", "json", "--quiet") & {*BROWSER, *DRAWING, *DATA, *FLEET}


def test_reporting_loads_no_browser_and_no_tables(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_bytes(codec.to_json(rich()))
    assert not loaded("report", tmp_path, "--format", "html", "--quiet") & {*BROWSER, *DATA, *FLEET, "rich"}
