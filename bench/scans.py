"""Rows: a whole scan beside three bare visitors, by added latency; seconds and peak memory, alternating."""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import table
import visits

from scanner import demo, pipeline
from scanner.demo import server
from scanner.model.target import Target

PATHS = ("", "privatuma-politika", "sikdatnu-politika", "mebeles", "piegade", "par-mums", "kontakti")


def pair(delay_s: float) -> tuple[float, float]:
    """A whole scan over bare visits of the same pages by three visitors, settled by the same rule: seconds, peak memory."""
    urls = [demo.SITE_URL + path for path in PATHS]
    with server.running([demo.folder()]) as farm, tempfile.TemporaryDirectory() as folder:
        farm.delay_s = delay_s
        with visits.watched() as bare:
            started = time.perf_counter()
            asyncio.run(visits.visit(farm.proxy, urls))
            middle = time.perf_counter()
        target = Target(url=demo.SITE_URL, proxy=farm.proxy, ignore_certificate_errors=True, other_device=False)
        with visits.watched() as whole:
            again = time.perf_counter()
            pipeline.scan(target, Path(folder), formats=("json",))
            ended = time.perf_counter()
    return (ended - again) / (middle - started), whole.megabytes / bare.megabytes


def rows(rounds: int, latencies: Sequence[int]) -> Iterator[table.Row]:
    """One pair of rows for each added latency, in milliseconds."""
    for latency in latencies:
        times, memories = zip(*(pair(latency / 1000) for _ in range(rounds)), strict=True)
        yield table.of(f"a whole scan beside three bare visitors, {latency} ms added", times, aim=1.15)
        if latency == latencies[0]:
            yield table.of("its peak memory beside theirs, browsers included", memories)
