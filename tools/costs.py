"""Measures what one scan costs on this machine and writes costs.json, from which scale.py reckons.

python tools/costs.py   (a browser is started; CPU seconds are counted, so that other work does not falsify them)
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text

from scanner.fleet import processes
from scanner.fleet.store import Store, create_empty, open_store, schema
from scanner.fleet.store.storing import store_scan
from scanner.fleet.store.tables import EvidenceFile
from scanner.model import codec
from scanner.model.result import Result

sys.path.append(str(Path(__file__).parent.parent / "tests"))
import databases  # the tests' own: a PostgreSQL for as long as it is needed
import stored

TARGET = Path(__file__).with_name("costs.json")
SITES = 50
AGAIN = 3
_LOOK = 0.1
_TICKS = os.sysconf("SC_CLK_TCK")


def of_scan(folder: Path) -> dict[str, float]:
    """CPU seconds and most memory of a scan of the demo with default settings; its files are left in `folder`."""
    mark = f"costs-{os.getpid()}"
    command = [sys.executable, "-m", "scanner.cli", "demo", "--out", str(folder), "--quiet"]
    spent, most = dict[str, float](), 0
    with subprocess.Popen(command, env={**os.environ, processes.MARK: mark}) as scan:
        while scan.poll() is None:
            for process in processes.marked(mark):
                if (seconds := _cpu(process)) is not None:
                    spent[processes.identity(process)] = seconds
            most = max(most, processes.memory(mark))
            time.sleep(_LOOK)
    if scan.returncode:
        raise SystemExit(f"the scan of the demo ended with {scan.returncode}")
    return {"scan_cpu_s": round(sum(spent.values()), 1), "scan_memory_mb": round(most / 1e6)}


def of_store(address: str, folder: Path, work: Path) -> dict[str, float]:
    """Bytes that a first scan of a site and a later one add to a database, and CPU seconds to store one."""
    store = open_store(address, str(work / "evidence"))
    result = codec.from_json((folder / "result.json").read_bytes(), Result)
    sites = [stored.site(store, f"www.site{number}.test") for number in range(SITES)]
    sizes, began = [_size(store)], time.process_time()
    for day in range(1 + AGAIN):
        moment = stored.BEGIN + timedelta(days=30 * day)
        one = replace(result, started_at=_iso(moment), finished_at=_iso(moment + timedelta(minutes=1)))
        (folder / "result.json").write_bytes(codec.to_json(one))
        for site in sites:
            if not store_scan(store, stored.running(store, site, day=30 * day), "t1", folder):
                raise SystemExit("a scan was not stored")
        sizes += [_size(store)] if day in (0, AGAIN) else []
    seconds = time.process_time() - began
    store.close()
    return {
        "first_bytes": round((sizes[1] - sizes[0]) / SITES),
        "again_bytes": round((sizes[2] - sizes[1]) / SITES / AGAIN),
        "store_cpu_s": round(seconds / SITES / (1 + AGAIN), 3),
    }


def of_evidence(folder: Path, work: Path) -> dict[str, float]:
    """Bytes that the files of one scan take in the evidence store, the result apart."""
    store = open_store(str(work / "one.db"), str(work / "one"))
    if not store_scan(store, stored.running(store, stored.site(store)), "t1", folder):
        raise SystemExit("the scan was not stored")
    with store.read() as session:
        every = session.scalar(select(func.sum(EvidenceFile.stored_size))) or 0
    digest = store.files.keep((folder / "result.json").read_bytes())
    store.close()
    return {"evidence_bytes": int(every) - digest.stored_size, "result_bytes": digest.stored_size}


def main() -> None:
    """Measure everything and write it down."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        folder = work / "scan"
        costs: dict[str, object] = {
            "date": datetime.now(UTC).date().isoformat(),
            "machine": f"{os.cpu_count()} cores ({_processor()}), {platform.system()}, Python {platform.python_version()}",
            **of_scan(folder),
            **of_evidence(folder, work),
            "sqlite": of_store(str(work / "many.db"), folder, work / "s"),
        }
        with databases.postgresql() as server:
            address = server.address(server.new())
            engine = create_empty(address)
            schema.upgrade(engine)
            engine.dispose()
            leader = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
            before = _cpu(leader, children=True)
            costs["postgresql"] = of_store(address, folder, work / "p")
            time.sleep(1)  # connections have ended and count among the server's children
            after = _cpu(leader, children=True)
            if before is None or after is None:
                raise SystemExit("the database server has ended")
            costs["postgresql"]["server_cpu_s"] = round((after - before) / SITES / (1 + AGAIN), 4)  # type: ignore[index]
    TARGET.write_text(json.dumps(costs, indent=2) + "\n", encoding="utf-8")
    print(TARGET.read_text(encoding="utf-8"))


def _cpu(process: int, *, children: bool = False) -> float | None:
    """CPU seconds of a process, and of its children that have ended; None when it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return sum(map(int, fields[11 : 15 if children else 13])) / _TICKS


def _size(store: Store) -> int:
    with store.read() as session:
        if store.is_sqlite:
            pages = session.scalar(text("PRAGMA page_count")) or 0
            free = session.scalar(text("PRAGMA freelist_count")) or 0
            return int((pages - free) * (session.scalar(text("PRAGMA page_size")) or 0))
        return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


if __name__ == "__main__":
    main()
