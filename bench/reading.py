"""Rows: what is done without a browser, in processor time: reading policies, matching requests, writing the report."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import table

from reports import as_html
from scanner import demo, policy, services
from scanner.model import codec
from scanner.policy.patterns import fold

sys.path.append(str(Path(__file__).parent.parent / "tests"))
import report_results  # the tests' own: a result larger than any scan makes

REQUESTS = 10_000
_FILE = demo.folder() / "www.ozolkalns-galdnieki.test" / "privatuma-politika.html"


def _read(body: bytes, content_type: str) -> str:
    return policy.read(
        body,
        content_type=content_type,
        url="",
        catalogue=services.load(),
        retrieved_at="",
        found_by="",
        sha256="",
    ).text


def folding_ratio() -> float:
    """Seconds of reading a policy over seconds of folding its letters, the least any reader does."""
    body = _FILE.read_bytes()
    text = _read(body, "text/html")
    started = time.process_time()
    for _ in range(10):
        _read(body, "text/html")
    middle = time.process_time()
    for _ in range(10):
        fold(text)
    return (middle - started) / (time.process_time() - middle)


def policy_seconds() -> tuple[float, float]:
    """Seconds of reading a policy of 3,000 words once all is loaded, and how many times that eight times the text takes."""
    text = policy.extract(_FILE.read_bytes(), "text/html")
    long = text * (1 + 3000 // len(text.split()))
    taken = []
    for one in (long, long, long * 8):
        started = time.process_time()
        _read(one.encode(), "text/plain")
        taken.append(time.process_time() - started)
    return taken[1], taken[2] / taken[1]


def matching_seconds() -> float:
    """Seconds of matching 10,000 different requests against the whole catalogue: known hosts, unknown ones, measurements."""
    catalogue = services.load()
    known = [example.url for one in catalogue.services.values() for example in (*one.match, *one.no_match)]
    number, urls = 0, list(known[: REQUESTS // 2])
    while len(urls) < REQUESTS:
        number += 1
        urls.append(f"https://www.example{number}.lv/assets/app.{number}.js?v={number}")
        urls.append(
            f"https://www.google-analytics.com/g/collect?v=2&tid=G-ABC123&_p={number}&cid=12345.{number}&ul=lv&sr=1920x1080"
            "&uaa=x86&en=page_view&dl=https%3A%2F%2Fwww.example.lv%2F&dt=Example&_s=1&sct=1&seg=0"
        )
    started = time.process_time()
    for url in urls[:REQUESTS]:
        catalogue.match_url(url)
    return time.process_time() - started


def report_seconds() -> tuple[float, float]:
    """Seconds of laying out 500 services with 5,000 requests, and how many times that is writing the same as JSON."""
    large = report_results.large()
    started = time.process_time()
    as_html.render(large)
    middle = time.process_time()
    codec.to_json(large)
    return middle - started, (middle - started) / (time.process_time() - middle)


def rows(rounds: int) -> Iterator[table.Row]:
    """Policy, requests, report."""
    yield table.row("reading a policy, beside folding its letters", folding_ratio, rounds)
    read = [policy_seconds() for _ in range(rounds)]
    yield table.of("a policy of 3,000 words", [one for one, _ in read], unit="s", aim=0.3)
    yield table.of("a policy eight times as long, beside that", [one for _, one in read], aim=10)
    yield table.row("10,000 requests matched", matching_seconds, rounds, unit="s", aim=0.3)
    as_html.render(report_results.rich())
    laid_out = [report_seconds() for _ in range(rounds)]
    yield table.of("HTML report of 5,000 requests", [one for one, _ in laid_out], unit="s", aim=1)
    yield table.of("the same, beside writing it as JSON", [one for _, one in laid_out])
