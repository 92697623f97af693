"""Reckons what many sites need, from the costs measured in costs.json, and writes the tables of docs/scale.md.

python tools/scale.py           (tools/costs.py measures the costs anew)
"""

import heapq
import json
import math
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COSTS = Path(__file__).with_name("costs.json")
PAGE = Path(__file__).parent.parent / "docs" / "scale.md"
SIZES = (1_000, 100_000, 10_000_000)
MONTH = 30 * 86_400
SIMULATED = 20_000
"""Sites of one simulated day at most: more say nothing new."""

ASSUMED: dict[str, tuple[float, str]] = {
    "CPU_FACTOR": (3, "A real site takes so many times the CPU of the demo site: it has more and larger pages."),
    "EVIDENCE_FACTOR": (30, "A real site leaves so many times the evidence: pictures of long pages weigh most."),
    "DATABASE_FACTOR": (2, "A real site leaves so many times the rows, and so large a result."),
    "SCAN_SECONDS": (120, "Seconds a real scan takes on average; most of them waiting."),
    "SPREAD": (0.6, "Times of scans are log-normal with this sigma, and none is longer than 600 s."),
    "EGRESS_MB": (20, "Megabytes fetched a scan: 4 visits of a first page of 2.6 MB, 12 of later ones at 0.8 MB."),
    "TRIES": (1.05, "Scans begun for each that is stored."),
    "UTILISATION": (0.6, "Share of the cores and of the places for scans that is used on average."),
    "RESULTS_KEPT": (12, "Scans kept a site (prune --keep 12)."),
    "EVIDENCE_KEPT": (3, "Scans a site of which evidence is kept (--keep-evidence 3)."),
    "CORES": (8, "Cores of one worker machine."),
    "MEMORY_GB": (32, "Memory of one worker machine."),
    "DATABASE_GB": (500, "A database that one server keeps, backs up and migrates without special care."),
    "EVIDENCE_GB": (2000, "Evidence that one disk or folder keeps."),
    "LINK_MBIT": (1000, "Line of one site of machines."),
    "SERVER_CORES": (8, "Cores of one database server."),
}
"""What was not measured: a value, and what it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What so many sites a month need, on PostgreSQL."""

    sites: int
    scans_an_hour: float
    cores: float
    places: int
    memory_gb: float
    machines: int
    database_gb: float
    sqlite_gb: float
    server_cores: float
    evidence_gb: float
    results_gb: float
    egress_gb: float
    egress_mbit: float


def assumed(name: str) -> float:
    """An assumption's value."""
    return ASSUMED[name][0]


def need(sites: int, costs: dict[str, Any]) -> Need:
    """What it takes to scan so many sites once a month, evenly spread."""
    scans = sites * assumed("TRIES")
    used = assumed("UTILISATION")
    server = costs["postgresql"]
    cpu = costs["scan_cpu_s"] * assumed("CPU_FACTOR") + server["store_cpu_s"]
    cores = scans * cpu / MONTH / used
    places = math.ceil(scans * assumed("SCAN_SECONDS") / MONTH / used)
    memory = places * costs["scan_memory_mb"] / 1000
    return Need(
        sites=sites,
        scans_an_hour=scans / MONTH * 3600,
        cores=cores,
        places=places,
        memory_gb=memory,
        machines=math.ceil(max(cores / assumed("CORES"), memory / assumed("MEMORY_GB"))),
        database_gb=_database(sites, server),
        sqlite_gb=_database(sites, costs["sqlite"]),
        server_cores=scans * server["server_cpu_s"] * assumed("DATABASE_FACTOR") / MONTH / used,
        evidence_gb=sites * costs["evidence_bytes"] * assumed("EVIDENCE_FACTOR") * assumed("EVIDENCE_KEPT") / 1e9,
        results_gb=sites * costs["result_bytes"] * assumed("DATABASE_FACTOR") * assumed("RESULTS_KEPT") / 1e9,
        egress_gb=scans * assumed("EGRESS_MB") / 1000,
        egress_mbit=scans * assumed("EGRESS_MB") * 8 / MONTH,
    )


def _database(sites: int, cost: dict[str, float]) -> float:
    later = assumed("RESULTS_KEPT") - 1
    return sites * (cost["first_bytes"] + later * cost["again_bytes"]) * assumed("DATABASE_FACTOR") / 1e9


def shares(one: Need) -> dict[str, float]:
    """How much of one ordinary piece of each kind it takes; the first above 1 must be more than one."""
    return {
        "one worker machine's cores": one.cores / assumed("CORES"),
        "one worker machine's memory": one.memory_gb / assumed("MEMORY_GB"),
        "one database's size": one.database_gb / assumed("DATABASE_GB"),
        "one database server's cores": one.server_cores / assumed("SERVER_CORES"),
        "one folder of evidence": (one.evidence_gb + one.results_gb) / assumed("EVIDENCE_GB"),
        "one line": one.egress_mbit / assumed("LINK_MBIT"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How long scans waited for a place in a simulated day, in seconds."""

    half: float
    most: float
    last: float
    busy: float


def day(sites: int, places: int, *, at_once: bool) -> Day:
    """A day's share of the sites in so many places, due evenly through the day or all at its beginning."""
    chance = random.Random(0)
    count = max(1, round(sites * assumed("TRIES") / 30))
    if count > SIMULATED:
        places, count = max(1, round(places * SIMULATED / count)), SIMULATED
    sigma = assumed("SPREAD")
    middle = math.log(assumed("SCAN_SECONDS")) - sigma * sigma / 2
    dues = [0.0] * count if at_once else sorted(chance.uniform(0, 86_400) for _ in range(count))
    free, waits, busy, end = [0.0] * places, list[float](), 0.0, 0.0
    for due in dues:
        begins = max(due, heapq.heappop(free))
        takes = min(600.0, chance.lognormvariate(middle, sigma))
        heapq.heappush(free, begins + takes)
        waits.append(begins - due)
        busy, end = busy + takes, max(end, begins + takes)
    waits.sort()
    return Day(half=waits[count // 2], most=waits[count * 99 // 100], last=end, busy=busy / places / 86_400)


def tables(costs: dict[str, Any]) -> dict[str, str]:
    """Each table of the document by its name."""
    needs = [need(sites, costs) for sites in SIZES]
    rows = [
        ("scans begun an hour", [_round(one.scans_an_hour) for one in needs]),
        ("scans at the same time", [f"{one.places:,}" for one in needs]),
        ("cores of workers", [_round(one.cores) for one in needs]),
        ("memory of workers, GB", [_round(one.memory_gb) for one in needs]),
        ("worker machines", [f"{one.machines:,}" for one in needs]),
        ("database on PostgreSQL, GB", [_round(one.database_gb) for one in needs]),
        ("the same on SQLite, GB", [_round(one.sqlite_gb) for one in needs]),
        ("cores of the database server for storing", [_round(one.server_cores) for one in needs]),
        ("evidence, GB", [_round(one.evidence_gb) for one in needs]),
        ("results, GB", [_round(one.results_gb) for one in needs]),
        ("fetched from sites a month, GB", [_round(one.egress_gb) for one in needs]),
        ("the same on average, Mbit/s", [_round(one.egress_mbit) for one in needs]),
    ]
    parts = [(name, [_round(value) for value in (shares(one)[name] for one in needs)]) for name in shares(needs[0])]
    parts.append(("**first to give way**", [_first(shares(one)) for one in needs]))
    parts.append(
        ("**first that more workers do not help**", [_first(dict([*shares(one).items()][2:])) for one in needs])
    )
    days = [[day(one.sites, one.places, at_once=at_once) for one in needs] for at_once in (False, True)]
    waits = [
        ("evenly: half of the scans wait less than, s", [_round(one.half) for one in days[0]]),
        ("evenly: 99 % wait less than, s", [_round(one.most) for one in days[0]]),
        ("evenly: share of the places in use", [f"{one.busy:.0%}" for one in days[0]]),
        ("a day's share due at once: through after, hours", [_round(one.last / 3600) for one in days[1]]),
    ]
    head = ["sites a month", *(f"{sites:,}" for sites in SIZES)]
    return {
        "costs": _costs(costs),
        "assumptions": _table(["name", "value", "meaning"], [(f"`{name}`", [f"{value:g}", why]) for name, (value, why) in ASSUMED.items()]),
        "needs": _table(head, rows),
        "shares": _table(head, parts),
        "waits": _table(head, waits),
    }  # fmt: skip


def _first(parts: dict[str, float]) -> str:
    return max(parts, key=lambda name: parts[name])


def _costs(costs: dict[str, Any]) -> str:
    lite, server = costs["sqlite"], costs["postgresql"]
    rows = [
        ("CPU of one scan, browsers included, s", [f"{costs['scan_cpu_s']:g}"]),
        ("its most memory, MB", [f"{costs['scan_memory_mb']:,}"]),
        ("evidence of one scan, compressed, kB", [_round(costs["evidence_bytes"] / 1000)]),
        ("its result, compressed, kB", [_round(costs["result_bytes"] / 1000)]),
        ("a site's first scan in SQLite / PostgreSQL, kB", [_pair(lite, server, "first_bytes", 1000)]),
        ("a later scan, kB", [_pair(lite, server, "again_bytes", 1000)]),
        ("CPU of a worker to store one, ms", [_pair(lite, server, "store_cpu_s", 0.001)]),
        ("CPU of the PostgreSQL server for it, ms", [_round(server["server_cpu_s"] * 1000)]),
    ]
    return f"Measured on {costs['date']}: {costs['machine']}.\n\n" + _table(["the demo site", "cost"], rows)


def _pair(lite: dict[str, float], server: dict[str, float], name: str, unit: float) -> str:
    return f"{_round(lite[name] / unit)} / {_round(server[name] / unit)}"


def _table(head: list[str], rows: list[tuple[str, list[str]]]) -> str:
    lines = [head, ["---"] * len(head), *([name, *values] for name, values in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _round(value: float) -> str:
    """Two figures that count: more would pretend to know."""
    if not value:
        return "0"
    digits = 1 - math.floor(math.log10(abs(value)))
    return f"{round(value, digits):,.{max(0, digits)}f}"


def filled(page: str, costs: dict[str, Any]) -> str:
    """The document with its tables written anew, each between its own two comments."""
    for name, table in tables(costs).items():
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, found, rest = page.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise SystemExit(f"docs/scale.md has no place for the table {name}")
        page = f"{before}{begin}\n\n{table}\n\n{end}{after}"
    return page


def main() -> None:
    """Write the document anew."""
    costs = json.loads(COSTS.read_text(encoding="utf-8"))
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), costs), encoding="utf-8")


if __name__ == "__main__":
    main()
