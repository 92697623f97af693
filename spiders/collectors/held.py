"""Addresses of other sites that a page holds and does not load by itself: links, and what is loaded by a click."""

from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from scanner.facts.parties import registrable
from scanner.model.traces import HeldKind

_MOST = 200
"""Of one page; a directory of links tells no more with its thousands."""
_LONGEST = 300


def of(links: Iterable[dict[str, str]], page: str) -> tuple[tuple[HeldKind, str], ...]:
    """From what links.js found on a page: each address once, without its query; those of the page's own site left out."""
    own = registrable(urlsplit(page).hostname or "")
    found: dict[tuple[HeldKind, str], None] = {}
    for link in links:
        parts = urlsplit(link["url"])
        host = parts.hostname
        if parts.scheme in ("http", "https") and host and registrable(host) != own and len(found) < _MOST:
            address = urlunsplit((parts.scheme, host, parts.path, "", ""))[:_LONGEST]
            found.setdefault(("kept" if link["place"] == "kept" else "link", address))
    return tuple(found)
