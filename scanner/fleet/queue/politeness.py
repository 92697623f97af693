"""Tells which scans may run side by side: one of a registrable domain, and few behind one IP address."""

import ipaddress
import socket
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from urllib.parse import urlsplit

from scanner.fleet.queue.times import NAME_LOOKUP, NAMES_KEPT, PER_ADDRESS


def host_of(url: str) -> str:
    """The host that a site is asked from."""
    return (urlsplit(url).hostname or "").rstrip(".").lower()


class Addresses:
    """What hosts' names stand for, remembered for a while; a name that is not known stands for nothing."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, frozenset[str]]] = {}
        self._pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="names")
        self._lock = threading.Lock()

    def of(self, url: str) -> frozenset[str]:
        """The IP addresses of a site's host; none where they cannot be told in time."""
        host = host_of(url)
        try:
            return frozenset((str(ipaddress.ip_address(host)),))
        except ValueError:
            pass
        with self._lock:
            when, found = self._known.get(host, (0.0, frozenset[str]()))
        if when and time.monotonic() - when < NAMES_KEPT:
            return found
        try:
            found = self._pool.submit(_resolve, host).result(timeout=NAME_LOOKUP)
        except TooLate:
            found = frozenset()
        with self._lock:
            self._known[host] = (time.monotonic(), found)
        return found

    def crowded(self, url: str, running: Iterable[str]) -> bool:
        """Whether as many scans run behind one of this site's addresses as may."""
        ours = self.of(url)
        others = [self.of(one) for one in running] if ours else []
        return any(sum(address in other for other in others) >= PER_ADDRESS for address in ours)


def _resolve(host: str) -> frozenset[str]:
    try:
        return frozenset(str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return frozenset()
