"""Keeps personal data out of the record: values become a length and a hash keyed by a secret that dies with the scan."""

import hashlib
import hmac
import ipaddress
import math
import re
import secrets
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from scanner.services import Catalogue
from spiders import limits
from spiders.urls import is_url

_WORD = re.compile(r"[A-Za-z0-9_-]{8,}")
_ADDRESS = re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:]+:[0-9A-Fa-f:]*)(?![\w:]|\.\w)")
_CREDENTIALS = re.compile(r"//[^/]*@")
_DATA_HEAD = 100
_RANDOM_BITS = 30.0


class Mask:
    """Hashes values of one scan; with `keep_values` URLs and bodies stay as they were sent."""

    def __init__(self, catalogue: Catalogue, *, keep_values: bool) -> None:
        self._key = secrets.token_bytes(32)
        self._catalogue = catalogue
        self.keep_values = keep_values

    def hash(self, value: str) -> str:
        """16 hexadecimal digits that are equal only for equal values of this scan."""
        return hmac.new(self._key, value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:16]

    def url(self, url: str) -> str:
        """`url` without fragment and credentials, its query values hashed.

        Kept as sent: parameters the service's file marks as no identifiers, and the site's account id with the service.
        Only the beginning is kept of what is no address, and of what is longer than limits.URL_CHARACTERS; of `data:` what it is.
        """
        if url.startswith("data:"):
            return url.partition(",")[0][:_DATA_HEAD]
        return self._masked(url)[: limits.URL_CHARACTERS]

    def _masked(self, url: str) -> str:
        if not is_url(url):
            return _CREDENTIALS.sub("//", re.split(r"[?#]", url, maxsplit=1)[0])
        parts = urlsplit(url)
        host = parts.netloc.rsplit("@", 1)[-1]
        if self.keep_values or not parts.query:
            return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
        match = self._catalogue.match_url(url)
        plain = frozenset(match.service.parameters_plain) if match else frozenset()
        account = match.account if match else None
        query = "&".join(
            f"{quote(name, safe='[]')}={quote(value) if name in plain or value == account or not value else '~' + self.hash(value)}"
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
        )
        return urlunsplit((parts.scheme, host, parts.path, query, ""))

    def body(self, body: str | None) -> str | None:
        """A posted body: as sent with `keep_values`, else the names of a form's fields or only its length."""
        if body is None:
            return None
        if self.keep_values:
            return body[: limits.BODY_CHARACTERS]
        pairs = parse_qsl(body, keep_blank_values=True)
        if pairs and all(re.fullmatch(r"[\w.\[\]-]{1,40}", name) for name, _ in pairs):
            return "&".join(f"{name}=~{self.hash(value)}" for name, value in pairs)
        return f"({len(body)} characters)"


def looks_random(value: str) -> bool:
    """Whether a value holds a part that only chance, or an identifier, makes: about 30 bits by its own letters' entropy.

    A heuristic: what it says is never more than "possible".
    """
    for part in _WORD.findall(unquote(value)):
        counts = Counter(part)
        entropy = -sum(n / len(part) * math.log2(n / len(part)) for n in counts.values())
        if entropy * len(part) >= _RANDOM_BITS and any(letter.isdigit() for letter in part):
            return True
    return False


def holds_address(value: str) -> bool:
    """Whether a value holds an IP address in writing, other than a loopback or private one."""
    return next(addresses_in(value), None) is not None


def addresses_in(value: str) -> Iterator[str]:
    """The IP addresses that stand in a value, in their usual form; loopback and private ones are left out."""
    for found in _ADDRESS.findall(unquote(value)):
        try:
            address = ipaddress.ip_address(found)
        except ValueError:
            continue
        documentation = any(address in network for network in _DOCUMENTATION if network.version == address.version)
        if address.is_global or documentation:
            yield str(address)


# Addresses kept for documentation and tests (RFC 5737, RFC 3849): private by the letter, but they stand for visitors.
_DOCUMENTATION = tuple(
    ipaddress.ip_network(network) for network in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)
