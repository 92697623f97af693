"""The requests of a scan as an HTTP Archive (HAR 1.2), for the tools that read such files: masked as the evidence is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from scanner.model.evidence import Evidence, Request

FILE = Path("evidence") / "requests.har"
_UNKNOWN = -1
_NOT_KEPT = "values are not kept"


def write(evidence: Evidence, out: Path) -> str:
    """Write the archive below `out`; returns its path in the bundle."""
    (out / FILE).parent.mkdir(parents=True, exist_ok=True)
    (out / FILE).write_text(json.dumps(archive(evidence), ensure_ascii=False, indent=1), encoding="utf-8")
    return FILE.as_posix()


def archive(evidence: Evidence) -> dict[str, Any]:
    """The archive as plain values; a page is a visit. Fields whose names begin with "_" are ours, as the format allows."""
    browser = evidence.tool.browser.rpartition(" ")
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": evidence.tool.name, "version": evidence.tool.version},
            "browser": {"name": browser[0] or "Chromium", "version": browser[2]},
            "pages": list(_pages(evidence)),
            "entries": [_entry(request) for request in evidence.requests],
        }
    }


def _pages(evidence: Evidence) -> Iterator[dict[str, Any]]:
    for visit in evidence.visits:
        yield {
            "startedDateTime": visit.started_at,
            "id": f"visits/{visit.id}",
            "title": visit.title or visit.final_url,
            "pageTimings": {"onContentLoad": _UNKNOWN, "onLoad": _UNKNOWN},
            "_state": visit.state,
        }


def _entry(request: Request) -> dict[str, Any]:
    took = request.duration_ms or 0
    return {
        "pageref": f"visits/{request.visit}",
        "startedDateTime": request.time,
        "time": took,
        "request": _request(request),
        "response": _response(request),
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
        **({"serverIPAddress": request.remote_ip} if request.remote_ip else {}),
        "_state": request.state,
        "_afterChoice": request.after_choice,
        "_resourceType": request.resource_type,
        "_initiator": request.initiator.url if request.initiator else None,
        "_recordedBy": request.recorded_by,
        "_error": request.failed,
    }


def _request(request: Request) -> dict[str, Any]:
    pairs = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
    posted: dict[str, Any] = {"mimeType": "", "text": request.body, "params": []}
    return {
        "method": request.method,
        "url": request.url,
        "httpVersion": "",
        "cookies": _cookies(request.sent_cookies),
        "headers": [],
        "queryString": [{"name": name, "value": value} for name, value in pairs],
        "headersSize": _UNKNOWN,
        "bodySize": _UNKNOWN if request.body else 0,
        **({"postData": posted} if request.body else {}),
    }


def _response(request: Request) -> dict[str, Any]:
    size = request.bytes_received if request.bytes_received is not None else _UNKNOWN
    return {
        "status": request.status or 0,
        "statusText": "",
        "httpVersion": "",
        "cookies": _cookies(request.set_cookies),
        "headers": [],
        "content": {"size": max(size, 0), "mimeType": request.mime_type or ""},
        "redirectURL": "",
        "headersSize": _UNKNOWN,
        "bodySize": size,
    }


def _cookies(names: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"name": name, "value": "", "comment": _NOT_KEPT} for name in names]
