"""Which script stands behind a stack: of a request as the protocol tells it, of a write or call as the page's own words.

A script may call itself whatever it likes (`//# sourceURL=`), or be made on the spot (`data:`, `blob:`): what is no address
of the web tells nothing. Where no frame has one, the script is its document's, as far as can be told.
"""

import re
from collections.abc import Iterator
from typing import Any

from scanner.model.evidence import Initiator
from spiders.protocol import Json
from spiders.urls import is_url

_CHAIN = 10
_FRAME = re.compile(r"(?:\(|\s|^)(https?:[^\s()]+?)(?::\d+)?(?::\d+)?\)?$")
_MADE_BY = re.compile(r"blob:(https?://[^/]+)/")


def script(stack: str, document: str) -> str | None:
    """URL of the script that ran: the innermost frame of a printed stack with an address, else the document's."""
    for line in stack.splitlines():
        match = _FRAME.search(line.strip())
        if match and _is_address(match.group(1)):
            return match.group(1)
    return _of_web(document)


def initiator(given: dict[str, Any], document: str | None = None) -> Initiator:
    """Who asked for something, from what the protocol tells of it."""
    chain: list[str] = []
    stack = given.get("stack")
    while stack and len(chain) < _CHAIN:
        chain += [frame["url"] for frame in _with_address(stack)]
        stack = stack.get("parent")
    unique = tuple(dict.fromkeys(chain))[:_CHAIN]
    inner = given.get("stack") or {}
    frames = list(_with_address(inner))
    line = given.get("lineNumber", frames[0].get("lineNumber") if frames else None)
    own_name = any(frame.get("url") for frame in inner.get("callFrames", []))  # our own scripts have no name at all
    return Initiator(
        kind=given.get("type", "other"),
        url=given.get("url") or (unique[0] if unique else _of_web(document or "") if own_name else None),
        line=int(line) + 1 if line is not None else None,
        chain=unique,
    )


def _with_address(stack: Json) -> Iterator[Json]:
    return (frame for frame in stack.get("callFrames", []) if _is_address(frame.get("url", "")))


def _is_address(name: str) -> bool:
    return name.startswith(("http:", "https:")) and is_url(name)


def _of_web(document: str) -> str | None:
    """The document itself, or the site that made it."""
    if made := _MADE_BY.match(document):
        return f"{made.group(1)}/"
    return document if document.startswith(("http:", "https:")) else None
