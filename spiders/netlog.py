"""Chromium's net log, read while it is written: the book of record of every request that left the browser.

The log holds raw cookies, so it goes through a FIFO and is never on disk. Field names: Chromium's net/log sources.
"""

import asyncio
import json
import os
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_EVENTS = (
    "URL_REQUEST_START_JOB",
    "HTTP_TRANSACTION_SEND_REQUEST_HEADERS",
    "HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS",
    "HTTP_TRANSACTION_READ_RESPONSE_HEADERS",
    "COOKIE_INCLUSION_STATUS",
    "URL_REQUEST_DELEGATE_CERTIFICATE_REQUESTED",
)
_TYPE = re.compile(r'"type":(\d+)')

# Hosts Chromium itself asks for updates, safe browsing and the like; a page may call them too, but then with an initiator.
BROWSER_OWN_HOSTS = frozenset(
    [
        "accounts.google.com",
        "android.clients.google.com",
        "clients2.google.com",
        "clientservices.googleapis.com",
        "content-autofill.googleapis.com",
        "edgedl.me.gvt1.com",
        "mtalk.google.com",
        "optimizationguide-pa.googleapis.com",
        "redirector.gvt1.com",
        "safebrowsing.googleapis.com",
        "update.googleapis.com",
    ]
)


@dataclass(slots=True)
class LoggedRequest:
    """One hop of one request as the network stack saw it; `time_ms` is epoch milliseconds."""

    url: str
    method: str
    time_ms: float
    initiator: str | None
    status: int | None = None
    set_cookie_lines: list[str] = field(default_factory=list)
    sent_cookies: list[str] = field(default_factory=list)
    refused_cookies: list[tuple[str, str]] = field(default_factory=list)
    certificate_asked: bool = False
    """Whether the server asked for a client certificate."""

    @property
    def by_browser(self) -> bool:
        """Whether the browser made this request for itself."""
        return urlsplit(self.url).hostname in BROWSER_OWN_HOSTS and self.initiator in (None, "not an origin")


class NetLog:
    """Reads the log from a FIFO in a thread; `requests` grows while the browser runs."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "net-log"
        os.mkfifo(self.path)
        self.requests: list[LoggedRequest] = []
        self.complete = False
        """Whether the end of the log was read."""
        self.fault: str | None = None
        self._names: dict[int, str] = {}
        self._offset = 0
        self._current: dict[int, LoggedRequest] = {}
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()  # the reader opens the FIFO before the browser does, and never stalls it

    def asked_for_certificate(self, host: str | None) -> bool:
        """Whether a host has asked for a client certificate so far."""
        return any(one.certificate_asked and urlsplit(one.url).hostname == host for one in tuple(self.requests))

    async def finish(self, wait: float) -> None:
        """Wait for the end of the log, which comes when the browser has closed."""
        await asyncio.to_thread(self._thread.join, wait)

    def _read(self) -> None:
        try:
            with self.path.open(encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    self._line(line)
            self.complete = True
        except (OSError, ValueError, KeyError) as error:
            self.fault = f"{type(error).__name__}: {error}"
            self._drain()

    def _drain(self) -> None:
        """Keep reading after a fault: a full pipe would block the browser."""
        with self.path.open("rb") as rest:
            while rest.read(1 << 16):
                continue

    def _line(self, line: str) -> None:
        if line.startswith('{"constants"'):
            constants = json.loads(line.rstrip().rstrip(",") + "}")["constants"]
            self._names = {number: name for name, number in constants["logEventTypes"].items() if name in _EVENTS}
            self._offset = int(constants["timeTickOffset"])
            return
        found = _TYPE.findall(line)
        if found and any(int(number) in self._names for number in found):
            text = line.strip().removesuffix(",").removesuffix("]").removesuffix(",")  # the last line closes the list
            event = json.loads(text)
            name = self._names.get(event["type"])
            if name:
                self._event(name, event)

    def _event(self, name: str, event: dict[str, Any]) -> None:
        source, params = event["source"]["id"], event.get("params") or {}
        if name == "URL_REQUEST_START_JOB":
            if event.get("phase") == 1 and params.get("url", "").startswith(("http", "ws")):
                request = LoggedRequest(
                    params["url"].split("#")[0],
                    params["method"],
                    int(event["time"]) + self._offset,
                    params.get("initiator"),
                )
                before = self._current.get(source)
                self._current[source] = request
                if before and before.url == request.url and before.status is None:
                    self.requests.remove(before)  # a job started again, not sent twice
                self.requests.append(request)
            return
        request_or_none = self._current.get(source)
        if request_or_none is None:
            return
        if name == "URL_REQUEST_DELEGATE_CERTIFICATE_REQUESTED":
            request_or_none.certificate_asked = True
        elif name == "COOKIE_INCLUSION_STATUS":
            status = str(params.get("status", ""))
            if "EXCLUDE" in status and params.get("operation") == "store":
                request_or_none.refused_cookies.append((str(params.get("name", "")), status))
        elif name == "HTTP_TRANSACTION_READ_RESPONSE_HEADERS":
            headers = _headers(params)
            request_or_none.set_cookie_lines += [value for key, value in headers if key == "set-cookie"]
            request_or_none.status = _status(params) or request_or_none.status
        else:
            cookies = [value for key, value in _headers(params) if key == "cookie"]
            request_or_none.sent_cookies += [
                pair.split("=", 1)[0].strip() for line in cookies for pair in line.split(";")
            ]


def _headers(params: dict[str, Any]) -> list[tuple[str, str]]:
    lines = params.get("headers") or []
    if isinstance(lines, dict):
        return [(key.lower(), str(value)) for key, value in lines.items()]
    pairs = (line.lstrip(":").split(":", 1) for line in lines if ":" in line[1:])
    return [(key.strip().lower(), value.strip()) for key, value in pairs]


def _status(params: dict[str, Any]) -> int | None:
    lines = params.get("headers") or []
    first = str(lines[0]) if isinstance(lines, list) and lines else ""
    match = re.match(r"(?:HTTP/[\d.]+|:status:)\s*(\d{3})", first)
    return int(match.group(1)) if match else None
