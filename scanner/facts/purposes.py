"""What a cookie is for: as a service file documents it, else as a fetched list tells it, else as its looks suggest.

The looks are the name, how long it is kept, whether its value looks random, and who set it; what they suggest is a guess,
marked as one, and no check counts it as a purpose. A guess needs two signs for statistics or marketing, one that cannot
mean anything else for the rest.
"""

import re
from dataclasses import dataclass

from scanner.lists import Lists
from scanner.model.evidence import Cookie
from scanner.model.result import Party, Purpose, PurposeBy
from scanner.services import Catalogue, CookieMatch, Service

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_TECHNICAL = frozenset(
    [
        "csrf",
        "xsrf",
        "csrftoken",
        "xsrftoken",
        "session",
        "sess",
        "sessid",
        "sessionid",
        "sid",
        "jsessionid",
        "phpsessid",
        "auth",
        "login",
        "cart",
        "basket",
        "checkout",
        "token",
        "nonce",
        "lb",
        "loadbalancer",
        "sticky",
        "route",
        "antiforgery",
    ]
)
_BASKET = frozenset(["cart", "basket", "checkout", "grozs", "krepselis", "ostukorv", "warenkorb", "korzina"])
"""What a shop keeps of an order begun, for days too: words of its own, as it may lie there for a while."""
_CHOICES = frozenset(["consent", "cookieconsent", "cookies", "gdpr", "cmp", "optout"])
_SETTINGS = frozenset(
    ["lang", "language", "locale", "currency", "theme", "timezone", "region", "country", "dark", "font", "contrast"]
)
_ADVERTISING = frozenset(
    [
        "ad",
        "ads",
        "adid",
        "advert",
        "click",
        "clickid",
        "gclid",
        "fbclid",
        "campaign",
        "utm",
        "affiliate",
        "aff",
        "partner",
        "retarget",
        "pixel",
        "conversion",
    ]
)
_COUNTING = frozenset(
    [
        "visitor",
        "visit",
        "visits",
        "visitorid",
        "stat",
        "stats",
        "statistics",
        "analytics",
        "metrics",
        "uniq",
        "unique",
        "hit",
        "hits",
    ]
)
_KEPT = 2.0  # days: a cookie that is gone the day after tells nobody apart for long


@dataclass(frozen=True, slots=True)
class Told:
    """A purpose, who told it, and the source to name."""

    purpose: Purpose = "unknown"
    by: PurposeBy = ""
    source: str | None = None


def of_cookie(cookie: Cookie, whose: Party, match: CookieMatch | None, setter: Service | None, lists: Lists) -> Told:
    """The purpose of a cookie; `setter` is the service on whose domain it lies, or whose script or answer wrote it."""
    if match and match.cookie.purpose != "unknown":
        return Told(match.cookie.purpose, "service-file", match.cookie.source or match.service.sources[0])
    if listed := lists.cookie(cookie.name, cookie.domain):
        return Told(listed.purpose, "list", f"Open Cookie Database ({listed.platform})")
    guess = _guess(cookie, whose, setter)
    return Told(guess, "heuristic", "name, lifetime, value and setter") if guess != "unknown" else Told()


def setter_of(cookie: Cookie, whose: Party, catalogue: Catalogue) -> Service | None:
    """The service behind a cookie: the one whose domain it is on, else the one whose address set it."""
    url = f"https://{cookie.domain.lstrip('.')}/" if whose == "third" else cookie.set_by.url
    match = catalogue.match_url(url) if url else None
    return match.service if match else None


def _guess(cookie: Cookie, whose: Party, setter: Service | None) -> Purpose:
    words = {word.lower() for word in _WORDS.findall(cookie.name)} | {cookie.name.lower()}
    kept = not cookie.session and (cookie.lifetime_days or 0) >= _KEPT
    if words & _CHOICES and not cookie.looks_random:
        return "necessary"
    if words & _SETTINGS and not cookie.looks_random:
        return "preferences"
    if words & _BASKET and whose == "first":
        return "necessary"
    if words & _TECHNICAL and whose == "first" and not kept:
        return "necessary"
    if not (kept and cookie.looks_random):
        return "unknown"
    if setter and setter.purpose in ("statistics", "marketing"):
        return setter.purpose
    if words & _ADVERTISING:
        return "marketing"
    return "statistics" if words & _COUNTING else "unknown"
