"""Rows: a whole scan beside three bare visitors, by added latency; seconds, processor time and peak memory, alternating."""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import table
import visits

from scanner import demo, pipeline
from scanner.demo import server
from scanner.model.target import Target

PATHS = ("", "privatuma-politika", "sikdatnu-politika", "mebeles", "piegade", "par-mums", "kontakti")


class Pair(NamedTuple):
    """A whole scan over bare visits of the same pages by three visitors, settled by the same rule; `seconds` is the scan's."""

    times: float
    processor: float
    memory: float
    seconds: float
    own_megabytes: float


def pair(delay_s: float) -> Pair:
    """Measure one scan and one round of bare visits."""
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
    return Pair(
        (ended - again) / (middle - started),
        whole.seconds / bare.seconds,
        whole.megabytes / bare.megabytes,
        ended - again,
        whole.own_megabytes,
    )


def rows(rounds: int, latencies: Sequence[int]) -> Iterator[table.Row]:
    """Two rows for each added latency, in milliseconds, and those that do not depend on it."""
    for latency in latencies:
        found = [pair(latency / 1000) for _ in range(rounds)]
        yield table.of(
            f"a whole scan beside three bare visitors, {latency} ms added", [one.times for one in found], aim=1.15
        )
        yield table.of(f"the scan itself, {latency} ms added", [one.seconds for one in found], unit="s")
        if latency == latencies[0]:
            yield table.of("its processor time beside theirs, browsers included", [one.processor for one in found])
            yield table.of("its peak memory beside theirs, browsers included", [one.memory for one in found])
            yield table.of(
                "its peak memory, the Python side alone", [one.own_megabytes for one in found], unit="MB", aim=250
            )
