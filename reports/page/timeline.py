"""The timeline: requests of each visitor by second, in rows by purpose, with the moment of the choice."""

from dataclasses import dataclass
from datetime import datetime

from reports.language import Language, mark
from reports.page.states import visited
from reports.page.words import PURPOSE, STATE
from scanner.model.result import AnnotatedRequest, Result

WIDTH, LABEL, ROW, HEAD = 960, 170, 16, 24
_SLOTS = 380
OWN = mark("the site itself")


@dataclass(frozen=True, slots=True)
class Track:
    """The requests of one purpose: ticks as one path, and how many there are."""

    purpose: str
    name: str
    y: int
    path: str
    count: int


@dataclass(frozen=True, slots=True)
class Band:
    """One visitor; `choice` is where on the time axis the choice was made, if one was."""

    name: str
    y: int
    tracks: tuple[Track, ...]
    choice: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """All bands on one scale; `marks` are the places and words of the time axis."""

    bands: tuple[Band, ...]
    marks: tuple[tuple[int, str], ...]
    height: int


def timeline(result: Result, language: Language) -> Timeline | None:
    """The timeline of a result; None where nothing was requested."""
    purposes = {flow.service: flow.purpose for flow in result.flows}
    by_state: dict[str, list[tuple[float, AnnotatedRequest]]] = {}
    for state in visited(result):
        sent = [one for one in result.requests if one.state == state]
        if sent:
            times = [datetime.fromisoformat(one.time).timestamp() for one in sent]
            first = min(times)
            by_state[state] = [(at - first, one) for at, one in zip(times, sent, strict=True)]
    if not by_state:
        return None
    longest = max(at for each in by_state.values() for at, _ in each) or 1.0
    bands, y = [], 0
    for visitor, each in by_state.items():
        groups: dict[str, list[float]] = {}
        for at, one in each:
            groups.setdefault(purposes.get(one.service or "", "unknown") if one.party == "third" else "own", []).append(
                at
            )
        order = [purpose for purpose in (*PURPOSE, "own") if purpose in groups]
        tracks = tuple(
            Track(
                purpose,
                language.say(PURPOSE.get(purpose, OWN)),
                y + HEAD + ROW * number,
                _ticks(groups[purpose], longest, y + HEAD + ROW * number),
                len(groups[purpose]),
            )
            for number, purpose in enumerate(order)
        )
        chosen = min((at for at, one in each if one.after_choice), default=None)
        words = ", ".join(f"{track.name}: {track.count}" for track in tracks)
        name = language.say(STATE[visitor])
        bands.append(Band(name, y, tracks, None if chosen is None else _place(chosen, longest), f"{name}: {words}"))
        y += HEAD + ROW * len(order) + 12
    step = next((size for size in (1, 2, 5, 10, 20, 30, 60, 120, 300, 600) if longest / size <= 8), 1200)
    marks = tuple((_place(at, longest), f"{at} s") for at in range(0, int(longest) + 1, step))
    return Timeline(tuple(bands), marks, y + 20)


def _place(at: float, longest: float) -> int:
    return LABEL + round((WIDTH - LABEL - 20) * at / longest)


def _ticks(times: list[float], longest: float, y: int) -> str:
    """One tick for every slot of time with requests; its height grows with their number."""
    slots: dict[int, int] = {}
    for at in times:
        slot = min(int(at / longest * _SLOTS), _SLOTS - 1)
        slots[slot] = slots.get(slot, 0) + 1
    parts = []
    for slot, count in sorted(slots.items()):
        x = LABEL + round((WIDTH - LABEL - 20) * slot / _SLOTS)
        tall = min(5 + 2 * count, 13)
        parts.append(f"M{x} {y + 14}v-{tall}")
    return "".join(parts)
