"""`make drill`: the full drill with a real browser; prints its figures, and ends with 1 when something was lost."""

import argparse
import subprocess
import sys
from pathlib import Path
from typing import IO

sys.path.append(str(Path(__file__).parent.parent))

import databases
from drills import drill
from drills.drill import Plan

_QUICK = {  # one page, one visitor: the drill is about what breaks, not about what is seen
    "PRIVACYDIFF_STATES": "baseline",
    "PRIVACYDIFF_PAGES": "1",
    "PRIVACYDIFF_NO_TYPING": "true",
    "PRIVACYDIFF_NO_OTHER_DEVICE": "true",
    "PRIVACYDIFF_NO_DNS": "true",
}


def worker(database: str, evidence: str, place: Path, log: IO[bytes]) -> "subprocess.Popen[bytes]":
    """A worker as an operator starts it."""
    command = [sys.executable, "-m", "scanner.cli", "worker", "--database", database, "--evidence", evidence]
    command += ["--allow-private", "--log", "json"]
    return subprocess.Popen(
        command, env=drill.environment(place, **_QUICK), stdin=subprocess.DEVNULL, stdout=log, stderr=log
    )


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--sqlite", action="store_true", help="on SQLite in place of PostgreSQL")
    parser.add_argument("--every", type=float, default=25.0, help="seconds between two kills, on average")
    parser.add_argument("--limit", type=float, default=6600.0, help="seconds after which it is given up")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    plan = Plan(
        sites=given.sites, workers=given.workers, every_s=given.every, restarts=(0.3, 0.7), disk_full=0.5, outage_s=20.0,
        limit_s=given.limit, seed=given.seed,
    )  # fmt: skip
    with drill.served(given.sites) as urls:
        if given.sqlite:
            report = drill.drill(plan, worker, server=None, urls=urls)
        else:
            with databases.postgresql() as server:
                report = drill.drill(plan, worker, server=server, urls=urls)
    sys.stdout.write(f"{report}\n")
    sys.exit(bool(report.faults))


if __name__ == "__main__":
    main()
