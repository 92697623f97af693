"""With a proxy, names are the proxy's business: neither the browser nor this program looks one up."""

import json
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from scanning import scan

from scanner.demo.server import Farm
from spiders.netlog import NetLog

pytestmark = pytest.mark.browser


def test_no_name_is_looked_up_here(website: Farm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    asked: list[str] = []
    read, look_up = NetLog._line, socket.getaddrinfo

    def listen(log: NetLog, line: str) -> None:
        lines.append(line)
        read(log, line)

    def note(host: Any, *more: Any, **named: Any) -> Any:
        asked.append(str(host))
        return look_up(host, *more, **named)

    monkeypatch.setattr(NetLog, "_line", listen)
    monkeypatch.setattr(socket, "getaddrinfo", note)
    seen = scan(website, tmp_path, "www.proxied.test")
    tried = {one.host for one in seen.result.requests}
    assert {"asked.names.test", "socket.names.test", "worker.names.test"} <= tried
    assert _resolved(lines) == set()
    assert [host for host in asked if host not in ("127.0.0.1", "localhost")] == []
    assert "proxy" in seen.why("aliases")


def _resolved(lines: list[str]) -> set[str]:
    """The hosts that the browser set out to look up itself, by its net log."""
    names = json.loads(lines[0].rstrip().rstrip(",") + "}")["constants"]["logEventTypes"]
    jobs = {number for name, number in names.items() if name.startswith("HOST_RESOLVER")}
    assert jobs
    events = (json.loads(line) for line in lines[2:] if re.fullmatch(r'\{"params".*\},?', line.strip()))
    asked = [str(event["params"].get("host", "")) for event in events if event["type"] in jobs]
    return {host for host in asked if host and "127.0.0.1" not in host}
