"""Rules of ad blockers, matched by the package adblock; the only file that knows it."""

from dataclasses import dataclass
from typing import Protocol

_KINDS = {"document": "document", "iframe": "sub_frame", "subdocument": "sub_frame", "xhr": "xmlhttprequest", "fetch": "xmlhttprequest"}  # fmt: skip


class Rules(Protocol):
    """What the rest of the program asks of a list of rules."""

    def rule_for(self, url: str, page: str, kind: str) -> str | None:
        """The rule that speaks of a request for `url` from `page`, or None. An exception in the list is no rule."""


@dataclass(frozen=True, slots=True)
class NoRules:
    """No list was fetched."""

    def rule_for(self, url: str, page: str, kind: str) -> str | None:  # noqa: ARG002 (the protocol's)
        """None, for every request."""
        return None


class AdblockRules:
    """The rules of one list, compiled."""

    def __init__(self, text: str) -> None:
        import adblock  # noqa: PLC0415 (only where a list was fetched)

        rules = adblock.FilterSet(debug=True)
        rules.add_filter_list(text)
        self._engine = adblock.Engine(rules, optimize=False)  # optimised rules are joined, and cannot be named
        self._errors = (adblock.AdblockException,)

    def rule_for(self, url: str, page: str, kind: str) -> str | None:
        """The rule as it stands in the list."""
        try:
            answer = self._engine.check_network_urls(url, page, _KINDS.get(kind, kind or "other"))
        except self._errors:
            return None  # an address that the package cannot read is on no list
        return answer.filter if answer.matched and not answer.exception else None
