"""Run by the Python of .venv-peers: one scan of one page by another tool, in the browser and through the proxy given.

python peer.py TOOL BROWSER PROXY URL
"""

import asyncio
import sys
from typing import Any

from playwright.async_api import BrowserType

_TOOL, _BROWSER, _PROXY, _URL = sys.argv[1:]
_launch = BrowserType.launch


async def _launch_ours(self: BrowserType, **given: Any) -> Any:
    arguments = [*(given.get("args") or []), "--no-sandbox", "--ignore-certificate-errors"]
    return await _launch(self, **{**given, "executable_path": _BROWSER, "proxy": {"server": _PROXY}, "args": arguments})


BrowserType.launch = _launch_ours  # type: ignore[method-assign]

if _TOOL == "cookieradar":
    from cookieradar.scanner import scan
elif _TOOL == "leakwatch":
    from leakwatch.engine import scan_async as scan
else:
    sys.exit(f"unknown tool: {_TOOL}")
print(str(asyncio.run(scan(_URL)))[:200])
