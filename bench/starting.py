"""Rows: what starting a command costs, in processor time of the process, beside an interpreter that does nothing."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import table

from scanner import demo, pipeline
from scanner.demo import server
from scanner.model.target import Target


def seconds(*arguments: str, folder: Path) -> float:
    """Processor seconds of one Python process; what it compiled before lies in `folder`."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = os.times()
    subprocess.run([sys.executable, *arguments], check=True, env=environment, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def rows(rounds: int) -> Iterator[table.Row]:
    """--help, and `check` and `report` on a saved scan."""
    with server.running([demo.folder()]) as farm, tempfile.TemporaryDirectory() as name:
        folder, scan = Path(name) / "compiled", str(Path(name) / "scan")
        target = Target(url=demo.SITE_URL, proxy=farm.proxy, ignore_certificate_errors=True, other_device=False)
        pipeline.scan(target, Path(scan), formats=("json",))
        program = ("-m", "scanner.cli")
        for title, arguments, aim in (
            ("`--help`, processor time", (*program, "--help"), 0.25),
            (
                "`check` of a saved scan as a command, processor time",
                (*program, "check", scan, "--format", "json", "--quiet"),
                0.5,
            ),
            (
                "`report` of it as a page, as a command, processor time",
                (*program, "report", scan, "--format", "html", "--quiet"),
                None,
            ),
        ):
            seconds(*arguments, folder=folder)  # compiles
            taken = [(seconds(*arguments, folder=folder), seconds("-c", "pass", folder=folder)) for _ in range(rounds)]
            yield table.of(title, [one for one, _ in taken], unit="s", aim=aim)
            yield table.of(f"{title}, beside an empty interpreter", [one / max(bare, 0.001) for one, bare in taken])
