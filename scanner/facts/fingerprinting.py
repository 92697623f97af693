"""Which scripts gather what tells devices apart, and send something on: the trace of a device fingerprint."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from scanner.facts.parties import registrable
from scanner.model.evidence import ApiCall
from scanner.model.result import AnnotatedRequest, Party

# Families of signals, each with how many calls of it mean something: charts measure text, everybody asks for one property.
_FAMILIES = {
    "canvas": 1,
    "webgl": 2,
    "audio": 1,
    "fonts": 12,
    "navigator": 3,
    "media-devices": 1,
    "webrtc": 1,
    "battery": 1,
}
_LEAST_FAMILIES = 2
_SENDING = frozenset({"fetch", "xhr", "ping", "image", "websocket", "other"})


@dataclass(frozen=True, slots=True)
class Fingerprinting:
    """One script's gathering: the families it used, and what it sent afterwards."""

    script: str
    service: str
    party: Party
    families: tuple[str, ...]
    sent: tuple[AnnotatedRequest, ...]
    early: bool
    """Whether it ran before any choice."""


def find(calls: Iterable[ApiCall], requests: Iterable[AnnotatedRequest]) -> list[Fingerprinting]:
    """Every script that used two families of signals or more on one page, and then sent something with a value in it.

    A canvas read back from 16 by 16 pixels or less is no signal.
    """
    every = list(requests)
    counts: dict[str, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for call in calls:
        if call.script and call.api in _FAMILIES:
            counts[call.script][call.visit][call.api] += call.count
    found = []
    for script, visits in counts.items():
        on = {
            visit: families for visit, counted in visits.items() if len(families := _used(counted)) >= _LEAST_FAMILIES
        }
        sent = [one for one in every if one.visit in on and _sends(one, script)]
        if not sent:
            continue
        own = next((one for one in every if one.url == script), None)
        gathered = dict.fromkeys(family for each in on.values() for family in each)
        found.append(
            Fingerprinting(
                script=script,
                service=(own.service if own else None) or registrable(urlsplit(script).hostname or ""),
                party=own.party if own else "first",
                families=tuple(gathered),
                sent=tuple(sent),
                early=any(not one.after_choice for one in sent),
            )
        )
    return found


def _used(counted: dict[str, int]) -> tuple[str, ...]:
    return tuple(family for family, least in _FAMILIES.items() if counted.get(family, 0) >= least)


def _sends(request: AnnotatedRequest, script: str) -> bool:
    if request.resource_type not in _SENDING or request.initiator is None:
        return False
    by = script in (request.initiator.url, *request.initiator.chain)
    return by and (request.body is not None or request.method == "POST" or bool(urlsplit(request.url).query))
