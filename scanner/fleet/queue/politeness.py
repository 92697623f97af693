"""Tells which scans may run side by side: one of a registrable domain, and few behind one IP address.

A name server that does not answer holds nobody up for long: after one wait has run out, names are looked up beside the work
for a while, and a name that is not known yet stands for nothing.
"""

import socket
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from scanner.facts import ip
from scanner.fleet.queue.times import NAME_LOOKUP, NAMES_KEPT, NAMES_SLOW, PER_ADDRESS, SLOW_LOOKUP

_AT_ONCE = 16
"""Names that are looked up at the same time, at most."""
_REMEMBERED = 2000
"""From so many names on, those that would be asked anew are forgotten."""


def host_of(url: str) -> str:
    """The host that a site is asked from."""
    return (urlsplit(url).hostname or "").rstrip(".").lower()


@dataclass(frozen=True, slots=True)
class _Known:
    found: frozenset[str]
    until: float


class Addresses:
    """What hosts' names stand for, remembered for a while; a name that is not known stands for nothing."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._asked: set[str] = set()
        self._changed = threading.Condition()
        self._slow_until = 0.0

    def crowded(self, url: str, running: Iterable[str]) -> bool:
        """Whether as many scans run behind one of this site's addresses as may."""
        hosts = [host_of(one) for one in running]
        if len(hosts) < PER_ADDRESS:  # nobody need be asked
            return False
        ours, *others = self._of((host_of(url), *hosts))
        return any(sum(address in other for other in others) >= PER_ADDRESS for address in ours)

    def _of(self, hosts: tuple[str, ...]) -> list[frozenset[str]]:
        """The IP addresses of hosts; none where they cannot be told in time."""
        with self._changed:
            for host in hosts:
                self._ask(host)
            slow = time.monotonic() < self._slow_until
            if not self._changed.wait_for(
                lambda: not self._asked.intersection(hosts), SLOW_LOOKUP if slow else NAME_LOOKUP
            ):
                self._slow_until = self._slow_until if slow else time.monotonic() + NAMES_SLOW
            return [self._told(host) for host in hosts]

    def _told(self, host: str) -> frozenset[str]:
        if address := ip.usual(host):
            return frozenset((address,))
        known = self._known.get(host)
        return known.found if known else frozenset()

    def _ask(self, host: str) -> None:
        """See to it that a name is looked up, unless it is known or there is no room for another one."""
        known = self._known.get(host)
        if ip.usual(host) or host in self._asked or (known and time.monotonic() < known.until):
            return
        if len(self._asked) >= _AT_ONCE:
            return
        if len(self._known) >= _REMEMBERED:
            self._known = {name: one for name, one in self._known.items() if time.monotonic() < one.until}
        self._asked.add(host)
        # no pool: its threads would keep a worker from ending for as long as a name server is silent
        threading.Thread(target=self._look_up, args=(host,), daemon=True, name="names").start()

    def _look_up(self, host: str) -> None:
        found = _resolve(host)
        with self._changed:
            kept = NAMES_SLOW if found is None else NAMES_KEPT
            self._known[host] = _Known(found or frozenset(), time.monotonic() + kept)
            self._asked.discard(host)
            self._changed.notify_all()


def _resolve(host: str) -> frozenset[str] | None:
    """What a name stands for: nothing if there is no such name, None if nobody could tell."""
    try:
        return frozenset(str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except socket.gaierror as error:
        return None if error.errno == socket.EAI_AGAIN else frozenset()
    except (OSError, UnicodeError):
        return frozenset()
