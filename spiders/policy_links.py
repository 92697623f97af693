"""Finds links to policies among the links of a page, by text and address in every language."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from scanner import languages
from scanner.facts.parties import registrable

WELL_KNOWN_PATHS = (
    "/privatuma-politika",
    "/privacy-policy",
    "/privacy",
    "/konfidencialitate",
    "/politika-konfidencialnosti",
    "/privatumo-politika",
    "/privaatsuspoliitika",
    "/datenschutz",
)
"""Tried, in this order, only where no link was found."""

_PLACES = {"banner": 0, "footer": 1, "form": 2, "nav": 3, "body": 4}
_LONGEST_TEXT = 120
_NOT_POLICIES = (".jpg", ".png", ".zip", ".mp4", ".webp", ".svg", ".ics")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: visible or accessible text, absolute address, and where on the page it stands."""

    text: str
    url: str
    place: str = "body"

    @staticmethod
    def from_page(found: dict[str, Any]) -> "Link":
        """From what links.js found."""
        return Link(
            text=str(found.get("text", "")), url=str(found.get("url", "")), place=str(found.get("place", "body"))
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link that seems to lead to a policy, with the kinds its text and address speak of."""

    url: str
    text: str
    place: str
    kinds: tuple[str, ...]


def find(links: list[Link], page_url: str) -> list[Candidate]:
    """The policy links of a page, each address once: privacy before cookies before terms, then by place.

    A policy on another site is taken only where the text calls it a policy in a footer, banner or form: the policies of
    the services a text mentions are not the site's own.
    """
    own = registrable(urlsplit(page_url).hostname or "")
    words = languages.load()
    found: dict[str, tuple[tuple[int, int], Candidate]] = {}
    for link in links:
        parts = urlsplit(link.url)
        if (
            parts.scheme not in ("http", "https")
            or parts.path.lower().endswith(_NOT_POLICIES)
            or len(link.text) > _LONGEST_TEXT
        ):
            continue
        foreign = registrable(parts.hostname or "") != own
        kinds = words.policy_kinds(link.text, "" if foreign else unquote(parts.path))
        if not kinds or kinds == ("terms",):
            continue
        if foreign and link.place not in ("footer", "banner", "form"):
            continue
        url = link.url.split("#")[0]
        if url == page_url.split("#", maxsplit=1)[0]:
            continue
        rank = (0 if "privacy_policy" in kinds else 1, _PLACES.get(link.place, 5))
        if url not in found or rank < found[url][0]:
            found[url] = (rank, Candidate(url, link.text.strip(), link.place, kinds))
    return [candidate for _, candidate in sorted(found.values(), key=lambda pair: pair[0])]
