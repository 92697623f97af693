"""Loads the service files and says which service an address, a cookie or a stored key belongs to."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from scanner.model import codec
from scanner.services.model import Host, KnownCookie, KnownKey, Service

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class UrlMatch:
    """The service an address belongs to, and the site's account with it if the address names one."""

    service: Service
    account: str | None


@dataclass(frozen=True, slots=True)
class CookieMatch:
    """The service a cookie belongs to and what is documented of it."""

    service: Service
    cookie: KnownCookie


@dataclass(frozen=True, slots=True)
class StorageMatch:
    """The service a stored key belongs to and what is documented of it."""

    service: Service
    key: KnownKey


@cache
def load() -> "Catalogue":
    """The catalogue that ships with the program."""
    files = sorted(_FOLDER.glob("*.toml"))
    services = {file.stem: replace(codec.from_toml(file, Service, strict=True), id=file.stem) for file in files}
    digest = hashlib.sha256(b"".join(file.name.encode() + file.read_bytes() for file in files))
    return Catalogue(services, digest.hexdigest()[:12])


class Catalogue:
    """All services, indexed by host suffix; `version` is a hash of their files."""

    def __init__(self, services: Mapping[str, Service], version: str) -> None:
        self.services = services
        self.version = version
        self._hosts: dict[str, list[tuple[Service, Host, re.Pattern[str] | None]]] = defaultdict(list)
        for service in services.values():
            for host in service.hosts:
                self._hosts[host.domain].append((service, host, re.compile(host.pattern) if host.pattern else None))
        self._cookies = [
            (service, cookie, _glob(cookie.name)) for service in services.values() for cookie in service.cookies
        ]
        self._keys = [(service, key, _glob(key.key)) for service in services.values() for key in service.storage]

    def service(self, identity: str) -> Service | None:
        """The service with that id."""
        return self.services.get(identity)

    def match_url(self, url: str) -> UrlMatch | None:
        """The service `url` belongs to: a pattern beats a path, a path a bare host, a longer host a shorter one."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".")
        except ValueError:
            return None
        rest = url.partition("//")[2]
        best: tuple[tuple[int, int, int], Service, Host] | None = None
        for suffix in _suffixes(host):
            for service, known, pattern in self._hosts.get(suffix, ()):
                if pattern and not pattern.search(rest):
                    continue
                if known.path and not parts.path.startswith(known.path):
                    continue
                weight = (bool(known.pattern), len(known.path), len(known.domain))
                if best is None or weight > best[0]:
                    best = (weight, service, known)
        if best is None:
            return None
        return UrlMatch(best[1], _account(best[1], best[2], url))

    def match_cookie(self, name: str, domain: str, party: Literal["first", "third"]) -> CookieMatch | None:
        """The service a cookie belongs to, by its name and, for a third party's, its domain."""
        bare = domain.lstrip(".").lower()
        best: tuple[tuple[bool, int], CookieMatch] | None = None
        for service, cookie, pattern in self._cookies:
            if cookie.party not in ("any", party) or not pattern.fullmatch(name):
                continue
            if cookie.domain and not (bare == cookie.domain or bare.endswith("." + cookie.domain)):
                continue
            weight = (bool(cookie.domain), len(cookie.name.replace("*", "")))
            if best is None or weight > best[0]:
                best = (weight, CookieMatch(service, cookie))
        return best[1] if best else None

    def match_storage(self, key: str) -> StorageMatch | None:
        """The service a stored key belongs to, by its name."""
        found = [
            (len(known.key), StorageMatch(service, known))
            for service, known, pattern in self._keys
            if pattern.fullmatch(key)
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None


def _account(service: Service, matched: Host, url: str) -> str | None:
    for pattern in [matched.account, *(host.account for host in service.hosts)]:
        if pattern and (found := re.search(pattern, url)):
            return found.group(1)
    return None


def _glob(name: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in name.split("*")))


def _suffixes(host: str) -> list[str]:
    labels = host.lower().split(".")
    return [".".join(labels[at:]) for at in range(len(labels))] + [""]
