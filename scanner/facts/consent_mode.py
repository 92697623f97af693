"""Google's consent mode, as its requests tell it in the parameter `gcs` ("G1", then a digit each for ads and analytics)."""

import re
from urllib.parse import parse_qsl, urlsplit

_STATES = re.compile(r"G1([01-])([01-])")
_NAMES = ("ad_storage", "analytics_storage")


def is_cookieless(url: str) -> bool:
    """Whether a request says that neither ads nor analytics storage was granted: its client id changes with each page."""
    states = _states(url)
    return states is not None and "1" not in states


def granted(url: str) -> tuple[str, ...]:
    """The kinds of storage that a request says were granted."""
    return tuple(name for name, digit in zip(_NAMES, _states(url) or (), strict=False) if digit == "1")


def _states(url: str) -> tuple[str, ...] | None:
    found = _STATES.fullmatch(dict(parse_qsl(urlsplit(url).query)).get("gcs", ""))
    return found.groups() if found else None
