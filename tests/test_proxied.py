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
    """What the browser asked of name servers or the system, by its net log; a look into its own memory is none."""
    names = json.loads(lines[0].rstrip().rstrip(",") + "}")["constants"]["logEventTypes"]
    asking = {names[name] for name in ("HOST_RESOLVER_MANAGER_JOB", "HOST_RESOLVER_SYSTEM_TASK", "HOST_RESOLVER_DNS_TASK")}
    events = (json.loads(line.strip().rstrip(",")) for line in lines[2:] if re.fullmatch(r'\{"params".*\},?', line.strip()))
    return {str(event["params"]) for event in events if event["type"] in asking}
