"""Runs our own scripts in a page's isolated world, where the page's scripts can neither see nor change them.

Only what has to ask the page's own objects runs among its scripts (`run_in_page`).
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from spiders import limits
from spiders.protocol import Client, Json, ProtocolError

SCRIPTS = Path(__file__).parent / "collectors" / "scripts"
_WORLD = "reader"


class ScriptError(Exception):
    """One of our scripts could not run in the page; the text says why."""


async def run(
    client: Client,
    session: str,
    script: str,
    argument: Any = None,
    *,
    frame: str | None = None,
    wait: float = limits.SCRIPT,
) -> Any:
    """Call the function in collectors/scripts/<script> with `argument` in a frame, by default the main one of `session`.

    Returns its JSON value. Raises ScriptError when the page does not yield in `wait` seconds or the script fails.
    """
    source = _source(script)
    try:
        if frame is None:
            frame = (await client.call("Page.getFrameTree", None, session, wait=wait))["frameTree"]["frame"]["id"]
        context = await world(client, session, frame, _WORLD, wait=wait)
        answer = await client.call(
            "Runtime.evaluate",
            {
                "expression": f"({source})({json.dumps(argument)})",
                "contextId": context,
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
    return _value(answer)


async def run_in_page(client: Client, session: str, script: str, *, wait: float = limits.SCRIPT) -> Any:
    """Call the function in collectors/scripts/<script> among the page's own scripts: what it says may be made up."""
    source = _source(script)
    command = {"expression": f"({source})()", "awaitPromise": True, "returnByValue": True}
    try:
        answer = await client.call("Runtime.evaluate", command, session, wait=wait)
    except TimeoutError as error:
        raise ScriptError(f"the page did not yield within {wait:g} s") from error
    except ProtocolError as error:
        raise ScriptError(str(error)) from error
    return _value(answer)


async def reader(client: Client, session: str, frame: str) -> int:
    """The execution context in which `run` runs our scripts in a frame."""
    return await world(client, session, frame, _WORLD)


async def world(client: Client, session: str, frame: str, name: str, *, wait: float = limits.SCRIPT) -> int:
    """The execution context of the isolated world `name` in a frame, made where there is none yet."""
    made = await client.call("Page.createIsolatedWorld", {"frameId": frame, "worldName": name}, session, wait=wait)
    return int(made["executionContextId"])


async def html(client: Client, session: str) -> str:
    """The document as it stands now, as HTML."""
    return str(await run(client, session, "document.js", limits.DOCUMENT_BYTES))


@cache
def _source(script: str) -> str:
    return (SCRIPTS / script).read_text(encoding="utf-8").strip().removesuffix(";")


def _value(answer: Json) -> Any:
    if "exceptionDetails" in answer:
        details = answer["exceptionDetails"]
        raise ScriptError(str((details.get("exception") or {}).get("description") or details.get("text"))[:300])
    return answer["result"].get("value")
