"""Runs our own scripts in a page's isolated world, where the page's scripts can neither see nor change them."""

import json
from pathlib import Path
from typing import Any

from spiders import limits
from spiders.protocol import Client, ProtocolError

SCRIPTS = Path(__file__).parent / "collectors" / "scripts"
_WORLD = "reader"


class ScriptError(Exception):
    """One of our scripts could not run in the page; the text says why."""


async def run(client: Client, session: str, script: str, argument: Any = None, *, wait: float = limits.SCRIPT) -> Any:
    """Call the function in collectors/scripts/<script> with `argument` in the main frame of the page `session`.

    Returns its JSON value. Raises ScriptError when the page does not yield in `wait` seconds or the script fails.
    """
    source = (SCRIPTS / script).read_text(encoding="utf-8").strip().removesuffix(";")
    try:
        tree = await client.call("Page.getFrameTree", None, session, wait=wait)
        world = await client.call(
            "Page.createIsolatedWorld",
            {"frameId": tree["frameTree"]["frame"]["id"], "worldName": _WORLD},
            session,
            wait=wait,
        )
        answer = await client.call(
            "Runtime.evaluate",
            {
                "expression": f"({source})({json.dumps(argument)})",
                "contextId": world["executionContextId"],
                "awaitPromise": True,
                "returnByValue": True,
            },
            session,
            wait=wait,
        )
    except TimeoutError as error:
        raise ScriptError(f"the page did not yield within {wait:g} s") from error
    except ProtocolError as error:
        raise ScriptError(str(error)) from error
    if "exceptionDetails" in answer:
        details = answer["exceptionDetails"]
        raise ScriptError(str((details.get("exception") or {}).get("description") or details.get("text"))[:300])
    return answer["result"].get("value")


async def html(client: Client, session: str) -> str:
    """The document as it stands now, as HTML."""
    return str(await run(client, session, "document.js", limits.DOCUMENT_BYTES))
