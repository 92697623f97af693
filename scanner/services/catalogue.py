"""Loads the service files and says which service an address, a cookie or a stored key belongs to."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Generic, Literal, TypeVar

from scanner import kept
from scanner.model import codec
from scanner.services import model
from scanner.services.model import Host, KnownCookie, KnownKey, Service

_FOLDER = Path(__file__).parent
_LABELS = 8  # of a host name are compared; no service has more
_HOSTS_KEPT = 4096  # a scan asks of the same few hosts again and again
_ADDRESS = re.compile(r"[A-Za-z][\w+.-]*://(?:[^/?#@]*@)?([^/?#:\[\]]+)(?::\d*)?([^?#]*)")


@dataclass(frozen=True, slots=True)
class UrlMatch:
    """The service an address belongs to, and the site's account with it if the address names one.

    `by_path` tells that not the host decided but path and parameters: a tag that may be served through the site itself.
    """

    service: Service
    account: str | None
    by_path: bool = False


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
    files = sorted(_FOLDER.glob("*.toml"), key=attrgetter("name"))
    version = kept.key_of(*files)
    shape = kept.key_of(Path(model.__file__))
    services = kept.made("services", f"{version} {shape}", dict[str, Service], lambda: _parsed(files))
    return Catalogue(services, version[:12])


def _parsed(files: list[Path]) -> dict[str, Service]:
    return {file.stem: replace(codec.from_toml(file, Service, strict=True), id=file.stem) for file in files}


class Catalogue:
    """All services, indexed by host suffix and by cookie name; `version` is a hash of their files."""

    def __init__(self, services: Mapping[str, Service], version: str) -> None:
        self.services = services
        self.version = version
        self._aliases = {alias: service for service in services.values() for alias in service.aliases}
        self._hosts: dict[str, list[_Known]] = defaultdict(list)
        for service in services.values():
            for host in service.hosts:
                self._hosts[host.domain].append(_Known(service, host))
        self._on_any_host = self._hosts.pop("", [])
        self._of_host = lru_cache(maxsize=_HOSTS_KEPT)(self._look_up)
        self._cookies = _NameIndex(
            [(cookie.name, CookieMatch(service, cookie)) for service in services.values() for cookie in service.cookies]
        )
        self._keys = _NameIndex(
            [(key.key, StorageMatch(service, key)) for service in services.values() for key in service.storage]
        )

    def service(self, identity: str) -> Service | None:
        """The service with that id or alias."""
        return self.services.get(identity) or self._aliases.get(identity)

    def match_url(self, url: str) -> UrlMatch | None:
        """The service `url` belongs to: a pattern beats a path, a path a bare host, a longer host a shorter one."""
        known = self._match(url)
        return UrlMatch(known.service, _account(known, url), by_path=not known.host.domain) if known else None

    def matched_by(self, url: str) -> Host | None:
        """The entry of the service file by which `match_url` decided."""
        known = self._match(url)
        return known.host if known else None

    def _match(self, url: str) -> "_Known | None":
        parts = _ADDRESS.match(url)
        if parts is None:
            return None
        host, path = parts.groups()
        rest = url[parts.start(1) :]
        best: tuple[tuple[bool, int, int], _Known] | None = None
        on_any = [known for known in self._on_any_host if known.host.contains in rest]
        for known in (*self._of_host(host), *on_any):
            if known.pattern and not known.pattern.search(rest):
                continue
            if known.host.path and not path.startswith(known.host.path):
                continue
            weight = (bool(known.pattern), len(known.host.path), len(known.host.domain))
            if best is None or weight > best[0]:
                best = (weight, known)
        return best[1] if best else None

    def _look_up(self, host: str) -> "tuple[_Known, ...]":
        labels = host.rstrip(".").lower().split(".")[-_LABELS:]
        return tuple(known for at in range(len(labels)) for known in self._hosts.get(".".join(labels[at:]), ()))

    def match_cookie(self, name: str, domain: str, party: Literal["first", "third"]) -> CookieMatch | None:
        """The service a cookie belongs to, by its name and, for a third party's, its domain."""
        bare = domain.lstrip(".").lower()
        best: tuple[tuple[bool, int], CookieMatch] | None = None
        for length, match in self._cookies.find(name):
            cookie = match.cookie
            if cookie.party not in ("any", party):
                continue
            if cookie.domain and not (bare == cookie.domain or bare.endswith("." + cookie.domain)):
                continue
            weight = (bool(cookie.domain), length)
            if best is None or weight > best[0]:
                best = (weight, match)
        return best[1] if best else None

    def match_storage(self, key: str) -> StorageMatch | None:
        """The service a stored key belongs to, by its name."""
        return max(self._keys.find(key), key=lambda pair: pair[0], default=(0, None))[1]


@dataclass(frozen=True)
class _Known:
    """A host of a service with its patterns, compiled at first use: a scan meets few of the hosts."""

    service: Service
    host: Host

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        return re.compile(self.host.pattern) if self.host.pattern else None

    @cached_property
    def accounts(self) -> tuple[re.Pattern[str], ...]:
        every = dict.fromkeys([self.host.account, *(host.account for host in self.service.hosts)])
        return tuple(re.compile(pattern) for pattern in every if pattern)


_Match = TypeVar("_Match")


class _NameIndex(Generic[_Match]):
    """Names with "*" for any characters and "#" for a digit; those without are looked up, the others tried by their head."""

    _HEAD = 2

    def __init__(self, entries: list[tuple[str, _Match]]) -> None:
        self._exact: dict[str, list[_Match]] = defaultdict(list)
        self._open: dict[str, list[tuple[str, _Match]]] = defaultdict(list)
        for name, match in entries:
            fixed = re.split(r"[*#]", name, maxsplit=1)[0]
            if fixed == name:
                self._exact[name].append(match)
            else:
                self._open[fixed[: self._HEAD]].append((name, match))

    def find(self, name: str) -> Iterator[tuple[int, _Match]]:
        """Every entry `name` fits, with how many of its characters are fixed."""
        for match in self._exact.get(name, ()):
            yield len(name), match
        for end in range(min(len(name), self._HEAD) + 1):
            for known, match in self._open.get(name[:end], ()):
                if name_pattern(known).fullmatch(name):
                    yield len(known.replace("*", "")), match


@cache
def name_pattern(name: str) -> re.Pattern[str]:
    """The name of a cookie or key as an expression for the whole of one."""
    return re.compile(re.escape(name).replace(r"\*", ".*").replace(r"\#", "[0-9]"))


def _account(known: _Known, url: str) -> str | None:
    return next((found.group(1) for pattern in known.accounts if (found := pattern.search(url))), None)
