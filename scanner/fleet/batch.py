"""Scans a list of sites one after the other or beside each other, goes on after failures and where it was interrupted.

A batch's folder holds one folder a run (`runs/<time>/`) with one folder a site; `run.json` there says how far it is.
"""

import re
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from scanner.comparison import compare
from scanner.fleet.child import LOOK, Child, Ended
from scanner.model import codec
from scanner.model.comparison import FindingChange
from scanner.model.errors import UsageError
from scanner.model.portfolio import FoundThere, ListedSite, Run, SiteOutcome
from scanner.model.result import Result

RUN_FILE = "run.json"
RUNS = "runs"
_DONE = (0, 1)
_INTERRUPTED = 130

Watch = Callable[[int, int, SiteOutcome], None]
"""Told of each site that is through: how many are, of how many, and its outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a run left: its folder, its outcome, the finished runs before it (oldest first), whether it was stopped."""

    folder: Path
    run: Run
    before: tuple[Run, ...]
    interrupted: bool


def run(
    sites: tuple[ListedSite, ...],
    folder: Path,
    *,
    options: tuple[str, ...] = (),
    deadline_s: float,
    concurrency: int = 1,
    anew: bool = False,
    watch: Watch = lambda *_: None,
) -> Batch:
    """Scan every site as a process of its own with the given options of `scan`.

    A run that was interrupted is gone on with, unless `anew`: sites that are through are not scanned again. Ctrl-C ends
    the scans under way, which keep what they have and wait to be done again.
    """
    earlier = _earlier(folder)
    here, now = _begin(folder, sites, earlier, anew=anew)
    last = _last(earlier, here)
    pending = [place for place, one in enumerate(now.sites) if one.state == "waiting"]
    running: dict[Future[Ended], tuple[int, Child]] = {}
    with ThreadPoolExecutor(max_workers=concurrency) as pool, _on_ctrl_c() as stop:
        while (pending or running) and not stop.is_set():
            while pending and len(running) < concurrency:
                place = pending.pop(0)
                one = now.sites[place]
                shutil.rmtree(here / one.folder, ignore_errors=True)  # what a scan that was interrupted left
                since = [f"--since={last[one.site.url]}"] if one.site.url in last else []
                child = Child(one.site.url, here / one.folder, (*options, *since))
                running[pool.submit(child.wait, deadline_s)] = (place, child)
            ended, _ = wait(running, timeout=LOOK, return_when=FIRST_COMPLETED)
            for future in ended:
                place, _child = running.pop(future)
                outcome = _outcome(now.sites[place], future.result(), here, last)
                now = replace(now, sites=(*now.sites[:place], outcome, *now.sites[place + 1 :]))
                _save(here, now)
                watch(sum(one.state != "waiting" for one in now.sites), len(now.sites), now.sites[place])
        for _, child in running.values():
            child.interrupt()
        wait(running)
    interrupted = stop.is_set()
    if not interrupted and all(one.state != "waiting" for one in now.sites):
        now = replace(now, finished_at=_iso())
        _save(here, now)
    before = tuple(one for file, one in earlier.items() if file != here and one.finished_at)
    return Batch(folder=here, run=now, before=before, interrupted=interrupted)


@contextmanager
def _on_ctrl_c() -> Iterator[threading.Event]:
    """What Ctrl-C sets meanwhile: where it raises among the locks of other threads, it can leave one taken for ever."""
    stop = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _earlier(folder: Path) -> dict[Path, Run]:
    files = sorted((folder / RUNS).glob(f"*/{RUN_FILE}"))
    return {file.parent: codec.from_json(file.read_bytes(), Run, source=str(file)) for file in files}


def _last(earlier: dict[Path, Run], here: Path) -> dict[str, Path]:
    """The newest result of every site in the finished runs before this one, by address."""
    found = {}
    for folder, one in earlier.items():
        if folder != here and one.finished_at:
            for site in one.sites:
                file = folder / site.folder / "result.json"
                if site.state == "done" and file.is_file():
                    found[site.site.url] = file
    return found


def _begin(folder: Path, sites: tuple[ListedSite, ...], earlier: dict[Path, Run], *, anew: bool) -> tuple[Path, Run]:
    """The newest run where it was not finished, with the list as it is now; else a new one."""
    newest = max(earlier, default=None)
    if newest is not None and earlier[newest].finished_at is None and not anew:
        known = {one.site.url: one for one in earlier[newest].sites}
        names = {one.folder for one in earlier[newest].sites}
        fresh = _waiting(tuple(site for site in sites if site.url not in known), names)
        kept = [replace(known[site.url], site=site) if site.url in known else fresh[site.url] for site in sites]
        return newest, replace(earlier[newest], sites=tuple(kept))
    started = datetime.now(UTC)
    here = folder / RUNS / f"{started:%Y%m%d-%H%M%S}"
    try:
        here.mkdir(parents=True)
    except FileExistsError as error:
        raise UsageError(f"{here} is there already: another batch works in {folder}; give another --out.") from error
    now = Run(started_at=_iso(), finished_at=None, sites=tuple(_waiting(sites, set()).values()))
    _save(here, now)
    return here, now


def _waiting(sites: tuple[ListedSite, ...], names: set[str]) -> dict[str, SiteOutcome]:
    outcomes = {}
    for site in sites:
        host = re.sub(r"[^a-z0-9.-]", "_", (urlsplit(site.url).hostname or "site").lower())[:100]
        name, number = host, 2
        while name in names:
            name, number = f"{host}-{number}", number + 1
        names.add(name)
        outcomes[site.url] = SiteOutcome(site=site, folder=name)
    return outcomes


def _outcome(one: SiteOutcome, ended: Ended, here: Path, last: dict[str, Path]) -> SiteOutcome:
    if ended.status == _INTERRUPTED:
        return one
    file = here / one.folder / "result.json"
    failed = replace(one, state="failed", exit_status=ended.status, finished_at=_iso())
    if not file.is_file():
        killed = f"the scan was ended by signal {-ended.status}" if ended.status < 0 else ""
        return replace(
            failed, why=ended.killed or killed or ended.words or f"the scan left no result (exit status {ended.status})"
        )
    result = codec.from_json(file.read_bytes(), Result, source=str(file))
    if ended.status not in _DONE or result.reason:
        return replace(failed, why=result.reason or ended.words)
    return _figures(replace(failed, state="done", changes=_changes(last.get(one.site.url), result)), result)


def _changes(before: Path | None, result: Result) -> tuple[FindingChange, ...] | None:
    """What came, went or weighs otherwise among the findings that count."""
    if before is None:
        return None
    earlier = codec.from_json(before.read_bytes(), Result, source=str(before))
    counted = {(one.check, one.subject) for one in (*earlier.findings, *result.findings) if one.counts}
    every = compare(earlier, result).findings
    return tuple(one for one in every if one.fate != "unchanged" and (one.check, one.subject) in counted)


def _figures(one: SiteOutcome, result: Result) -> SiteOutcome:
    counted = [each for each in result.findings if each.counts]
    return replace(
        one,
        found=tuple(
            FoundThere(
                check=each.check,
                subject=each.subject,
                severity=each.severity,
                title=each.title,
                is_cause=each.cause is None,
            )
            for each in counted
        ),
        summary=result.summary,
        catalogue=result.tool.catalogue,
        rules=result.tool.rules,
        why=None if result.complete else "the scan is not complete",
    )


def _save(here: Path, now: Run) -> None:
    """Write run.json so that it is whole at any moment."""
    part = here / f"{RUN_FILE}.part"
    part.write_bytes(codec.to_json(now))
    part.replace(here / RUN_FILE)


def _iso() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
