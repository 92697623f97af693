"""Serves a worker's figures for Prometheus at /metrics, and the queue's health as JSON at /health."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from scanner.fleet.queue import health
from scanner.fleet.queue.attempt import Outcome
from scanner.fleet.store import Store
from scanner.fleet.store.opening import DatabaseError
from scanner.model import codec
from scanner.model.errors import UsageError

log = structlog.get_logger()
_SECONDS = (5, 10, 20, 30, 60, 120, 300, 600, 1200)


class Figures:
    """What this worker has done, and the queue as the database tells it at every look."""

    def __init__(self, store: Store) -> None:
        self.registry = CollectorRegistry()
        self.failed = 0
        self._store = store
        self._attempts = Counter("privacydiff_attempts", "Attempts by outcome.", ["outcome"], registry=self.registry)
        self._seconds = Histogram(
            "privacydiff_attempt_seconds", "How long attempts took.", buckets=_SECONDS, registry=self.registry
        )
        self.registry.register(self)

    def observe(self, outcome: Outcome, seconds: float) -> None:
        """Count an attempt."""
        self.failed += outcome == "failed"
        self._attempts.labels(outcome).inc()
        self._seconds.observe(seconds)

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing: names are told with the values."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The queue's figures; without a database the one that says so."""
        try:
            seen = health.look(self._store)
        except DatabaseError:
            yield _gauge("privacydiff_database_up", "Whether the database answers.", 0)
            return
        yield _gauge("privacydiff_database_up", "Whether the database answers.", 1)
        yield _gauge("privacydiff_healthy", "Whether the queue is well.", int(seen.ok))
        yield _gauge("privacydiff_sites", "Sites that are watched.", seen.sites)
        yield _gauge("privacydiff_scans_waiting", "Scans that wait.", seen.waiting)
        yield _gauge("privacydiff_scans_running", "Scans that run, on all machines.", seen.running)
        yield _gauge("privacydiff_scans_done_last_day", "Scans done in the last 24 hours.", seen.done_last_day)
        yield _gauge("privacydiff_scans_failed_last_day", "Scans failed in the last 24 hours.", seen.failed_last_day)
        yield _gauge("privacydiff_late_seconds", "How long the longest-waiting scan could have begun.", seen.late_s)


def _gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, about, value=value)


def serve(place: str, figures: Figures, store: Store) -> ThreadingHTTPServer:
    """Serve at "PORT" (this machine only) or "ADDRESS:PORT" until shut down; raises UsageError where that cannot be."""
    host, _, port = place.rpartition(":")
    if not port.isdecimal() or int(port) > 65535:
        raise UsageError(
            f"--metrics {place} is no place to serve at: give a port, or an address and a port (0.0.0.0:9100)."
        )

    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "privacydiff", ""

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path == "/metrics":
                self._answer(200, CONTENT_TYPE_LATEST, generate_latest(figures.registry))
            elif path == "/health":
                status, body = _health(store)
                self._answer(status, "application/json", body)
            else:
                self._answer(404, "text/plain; charset=utf-8", b"/metrics or /health\n")

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """A line for every look would hide what matters."""

    try:
        server = ThreadingHTTPServer((host.strip("[]") or "127.0.0.1", int(port)), Handler)
    except OSError as error:
        raise UsageError(f"--metrics {place}: nothing can be served there ({error.strerror}).") from error
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True, name="metrics").start()
    log.info("figures are served", address=f"http://{server.server_address[0]!s}:{server.server_address[1]}/metrics")
    return server


def _health(store: Store) -> tuple[int, bytes]:
    try:
        seen = health.look(store)
    except DatabaseError as error:
        return 503, json.dumps({"ok": False, "why": [str(error)]}, ensure_ascii=False).encode()
    return (200 if seen.ok else 503), codec.to_json(seen)
