"""Addresses as pages and servers write them: not everything that stands where one should is one."""

from urllib.parse import urljoin, urlsplit


def is_url(text: str) -> bool:
    """Whether a text is an address with a scheme, and can be taken apart: "http://[" cannot, nor can "https://a:b/"."""
    try:
        parts = urlsplit(text)
        return bool(parts.scheme) and (parts.port is None or parts.port >= 0)  # asked for: a port that is none raises
    except ValueError:
        return False


def joined(base: str, text: str) -> str:
    """The address that a text means on the page `base`, "" where it means none."""
    try:
        whole = urljoin(base, text)
    except ValueError:
        return ""
    return whole if is_url(whole) else ""
