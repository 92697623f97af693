"""The fault drill in small: no browser, short waits, both databases; `make drill` is the full one."""

import subprocess
import sys
from pathlib import Path
from typing import IO

import databases
import pytest
from drills import drill, quick_worker
from drills.drill import Plan
from stored import at

from scanner.model import codec


@pytest.mark.browser
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_every_due_run_leads_to_one_result_whatever_breaks(engine: str, tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    result.write_bytes(codec.to_json(at(0)))

    def worker(database: str, evidence: str, place: Path, log: IO[bytes]) -> "subprocess.Popen[bytes]":
        command = [sys.executable, quick_worker.__file__, database, evidence, str(result), "2"]
        return subprocess.Popen(command, env=drill.environment(place), stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    plan = Plan(sites=12, workers=3, every_s=1.5, restarts=(0.3, 0.6), disk_full=0.5, outage_s=1.0, limit_s=300)
    urls = [f"http://site{number}.test/" for number in range(plan.sites)]
    if engine == "sqlite":
        report = drill.drill(plan, worker, server=None, urls=urls)
    else:
        with databases.postgresql() as server:  # its own: it is stopped and started
            report = drill.drill(plan, worker, server=server, urls=urls)
    assert not report.faults, str(report)
    assert report.states == {"done": plan.sites}
    assert report.did, "nothing was broken"  # on a quick machine there is time for few faults
