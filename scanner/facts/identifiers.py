"""Which of the things that left the browser tell one visitor from another."""

from collections.abc import Iterable

from scanner.model.traces import Identifier

_DESCRIBING = frozenset({"page_url", "screen", "time_zone", "plugins", "page_content", "typed_text"})
"""Kinds that describe a visit; many visitors share them."""


def telling(identifiers: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Those by which a visitor is known again."""
    return tuple(one for one in identifiers if one.kind not in _DESCRIBING)
