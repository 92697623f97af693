"""Measures speed as ratios against a reference in the same run: what a scan costs beside bare visits of the same pages."""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import visits

from reports import as_html
from scanner import demo, pipeline, policy, services
from scanner.demo import server
from scanner.model import codec
from scanner.model.target import Target
from scanner.policy.patterns import fold

sys.path.append(str(Path(__file__).parent.parent / "tests"))
import report_results  # the tests' own: a result larger than any scan makes

ROUNDS = 3
PATHS = ("", "privatuma-politika", "sikdatnu-politika", "mebeles", "piegade", "par-mums", "kontakti")


def scan_ratio() -> tuple[float, float]:
    """A whole scan over bare visits of the same pages by three visitors, settled by the same rule: seconds, peak memory."""
    urls = [demo.SITE_URL + path for path in PATHS]
    with server.running([demo.folder()]) as farm, tempfile.TemporaryDirectory() as folder:
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


def reading_ratio() -> float:
    """Seconds of reading a policy over seconds of folding its letters, the least any reader does."""
    body = (demo.folder() / "www.ozolkalns-galdnieki.test" / "privatuma-politika.html").read_bytes()
    catalogue = services.load()

    def read() -> str:
        return policy.read(
            body, content_type="text/html", url="", catalogue=catalogue, retrieved_at="", found_by="", sha256=""
        ).text

    text = read()
    started = time.perf_counter()
    for _ in range(10):
        read()
    middle = time.perf_counter()
    for _ in range(10):
        fold(text)
    return (middle - started) / (time.perf_counter() - middle)


def _texts() -> tuple[str, str]:
    """A policy of 3,000 words, and one eight times as long, made of the demo's."""
    file = demo.folder() / "www.ozolkalns-galdnieki.test" / "privatuma-politika.html"
    text = policy.extract(file.read_bytes(), "text/html")
    policy_text = text * (1 + 3000 // len(text.split()))
    return policy_text, policy_text * 8


def reading_milliseconds() -> tuple[float, float]:
    """Milliseconds of reading a policy of 3,000 words once all is loaded, and how many times that eight times the text takes."""
    catalogue = services.load()
    taken = []
    for text in (_texts()[0], *_texts()):
        started = time.perf_counter()
        policy.read(
            text.encode(),
            content_type="text/plain",
            url="",
            catalogue=catalogue,
            retrieved_at="",
            found_by="",
            sha256="",
        )
        taken.append((time.perf_counter() - started) * 1000)
    return taken[1], taken[2] / taken[1]


def matching_microseconds() -> float:
    """Microseconds of matching one request against the whole catalogue: known hosts, unknown ones, long measurements."""
    catalogue = services.load()
    known = [example.url for one in catalogue.services.values() for example in (*one.match, *one.no_match)]
    unknown = [f"https://www.example{number}.lv/assets/app.{number}.js?v={number}" for number in range(1000)]
    measured = [
        f"https://www.google-analytics.com/g/collect?v=2&tid=G-ABC123&_p={number}&cid=12345.{number}&ul=lv&sr=1920x1080"
        "&uaa=x86&en=page_view&dl=https%3A%2F%2Fwww.example.lv%2F&dt=Example&_s=1&sct=1&seg=0"
        for number in range(1000)
    ]
    urls = [*known, *unknown, *measured]
    started = time.perf_counter()
    for url in urls:
        catalogue.match_url(url)
    return (time.perf_counter() - started) / len(urls) * 1e6


def report_seconds() -> tuple[float, float]:
    """Seconds of laying out 500 services with 5,000 requests, and how many times that is writing the same as JSON."""
    large = report_results.large()
    as_html.render(report_results.rich())
    started = time.perf_counter()
    as_html.render(large)
    middle = time.perf_counter()
    codec.to_json(large)
    return middle - started, (middle - started) / (time.perf_counter() - middle)


def checking_seconds() -> tuple[float, float]:
    """Seconds of checking a saved scan of the demo again: once all is loaded, and as a command of its own."""
    with server.running([demo.folder()]) as farm, tempfile.TemporaryDirectory() as folder:
        target = Target(url=demo.SITE_URL, proxy=farm.proxy, ignore_certificate_errors=True)
        pipeline.scan(target, Path(folder), formats=("json",))
        started = time.perf_counter()
        pipeline.recheck(Path(folder), formats=("json",))
        middle = time.perf_counter()
        command = [sys.executable, "-m", "scanner.cli", "check", folder, "--format", "json", "--quiet"]
        subprocess.run(command, check=True)
        return middle - started, time.perf_counter() - middle


def main() -> None:
    """Print the median of each ratio."""
    print(f"reading a policy: {statistics.median(reading_ratio() for _ in range(ROUNDS)):.0f} × folding its letters")
    milliseconds, growth = reading_milliseconds()
    print(f"a policy of 3,000 words: {milliseconds:.0f} ms; one eight times as long: {growth:.1f} × that")
    microseconds = statistics.median(matching_microseconds() for _ in range(ROUNDS))
    print(f"one request against {len(services.load().services)} services: {microseconds:.1f} µs (20 allowed)")
    seconds, ratio = min(report_seconds() for _ in range(ROUNDS))
    print(f"a report on 500 services and 5,000 requests: {seconds:.2f} s (1 allowed), {ratio:.0f} × writing it as JSON")
    loaded, whole = checking_seconds()
    print(f"a saved scan checked again: {loaded:.2f} s (0.5 allowed), {whole:.2f} s as a command")
    times, memories = zip(*(scan_ratio() for _ in range(ROUNDS)), strict=True)
    print(f"a whole scan: {statistics.median(times):.2f} × bare visits of the same pages (1.3 allowed)")
    print(f"its peak memory: {statistics.median(memories):.2f} × theirs")


if __name__ == "__main__":
    main()
