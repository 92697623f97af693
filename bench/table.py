"""One measurement a row; the table printed, written to bench/results/ with the machine, and shown with its history in docs/speed.md."""

import json
import os
import platform
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from scanner import __version__
from spiders import browser

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parent.parent / "docs" / "speed.md"
MARK = "<!-- measured -->"
_SHOWN = 6


@dataclass(frozen=True)
class Row:
    """A median with the least and the most of its rounds; `aim` is the most it should be, None where nothing is aimed at."""

    name: str
    value: float
    least: float
    most: float
    unit: str = "×"
    aim: float | None = None


def row(name: str, measure: Callable[[], float], rounds: int, *, unit: str = "×", aim: float | None = None) -> Row:
    """Measure so many times."""
    return of(name, [measure() for _ in range(rounds)], unit=unit, aim=aim)


def of(name: str, values: Sequence[float], *, unit: str = "×", aim: float | None = None) -> Row:
    """The row of what was measured."""
    kept = [float(f"{value:.3g}") for value in (statistics.median(values), min(values), max(values))]
    return Row(name, kept[0], kept[1], kept[2], unit, aim)


def line(one: Row) -> str:
    """One row as it is printed."""
    aim = f"{one.aim:g}" if one.aim is not None else ""
    mark = "" if one.aim is None else "met" if one.value <= one.aim else "missed"
    return f"| {one.name} | {one.value:g} {one.unit} | {one.least:g} to {one.most:g} | {aim} | {mark} |"


HEAD = "| what | median | least to most | aim | |\n|---|---|---|---|---|"


def keep(rows: Sequence[Row], rounds: int) -> Path:
    """Write the results of one run, and the page that shows all."""
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    file = RESULTS / f"{now:%Y%m%d-%H%M}.json"
    found = {
        "at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "version": __version__,
        "rounds": rounds,
        "machine": _machine(),
        "rows": [asdict(one) for one in rows],
    }
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    before, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    PAGE.write_text(f"{before}{MARK}\n{measured()}", encoding="utf-8")
    return file


def measured() -> str:
    """Each row as measured last, and the medians of the runs before it."""
    runs = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(RESULTS.glob("*.json"))][-_SHOWN:]
    if not runs:
        return ""
    last = runs[-1]
    latest = {one["name"]: line(Row(**one)) for run in runs for one in run["rows"]}
    lines = [f"Last on {last['at']}, {last['machine']}, {last['rounds']} rounds.", "", HEAD, *latest.values()]
    names = list(latest)
    lines += ["", "## History (medians)", "", f"| what | {' | '.join(run['at'][:16] for run in runs)} |"]
    lines.append("|---|" + "---|" * len(runs))
    for name in names:
        values = [next((f"{one['value']:g}" for one in run["rows"] if one["name"] == name), "") for run in runs]
        lines.append(f"| {name} | {' | '.join(values)} |")
    return "\n".join([*lines, ""])


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}, {browser.version(browser.find())}"
