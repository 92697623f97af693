"""Google's consent mode, as its requests tell it in the parameter `gcs` ("G1", then a digit each for ads and analytics)."""

import re
from urllib.parse import parse_qsl, urlsplit

_STATES = re.compile(r"G1([01-])([01-])")


def is_cookieless(url: str) -> bool:
    """Whether a request says that neither ads nor analytics storage was granted: its client id changes with each page."""
    states = _STATES.fullmatch(dict(parse_qsl(urlsplit(url).query)).get("gcs", ""))
    return states is not None and "1" not in states.groups()
