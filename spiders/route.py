"""The way the baseline took, and how far every other visitor has followed it."""

from collections.abc import Iterator

from scanner.model.target import State
from spiders.stop import Stop


class Route:
    """Grows with every page the baseline sets out for; the others follow beside it, in the same order, none ahead of it."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []
        self._first: dict[State, int] = {}
        self._seen: dict[State, set[Stop]] = {}
        self._last: dict[State, tuple[Stop, ...]] = {}
        self._only_first: set[State] = set()
        self._idle: set[State] = set()
        self.complete = False
        """Whether the baseline is through."""

    def add(self, stop: Stop) -> None:
        """The baseline sets out for a page. Those whose address was only guessed are for nobody else."""
        if not stop.guessed and stop not in self._stops:
            self._stops.append(stop)

    def drop(self, stop: Stop) -> None:
        """The baseline may not go where it set out for: nobody else need try."""
        self._stops = [one for one in self._stops if one != stop]

    def begun(self, state: State) -> bool:
        """Whether a visitor follows already."""
        return state in self._seen

    def begin(self, state: State, *, loads: int, only_first: bool = False, last: tuple[Stop, ...] = ()) -> None:
        """Let a visitor follow: the first page `loads` times before all others, or alone; `last` after all others."""
        self._first[state], self._seen[state] = loads, set()
        if only_first:
            self._only_first.add(state)
        self._last[state] = last

    def next(self, state: State) -> Stop | None:
        """Where a visitor goes next; None while the baseline has set out for nothing further."""
        if not self._stops or not self.begun(state):
            return None
        if self._first[state]:
            self._first[state] -= 1
            return self._stops[0]
        if state in self._only_first:
            return None
        left = [stop for stop in self._stops if stop not in self._seen[state]]
        late = self._last[state]
        if not self.complete or not set(left) <= set(late):
            left = [stop for stop in left if stop not in late]
        if not left:
            self._idle.add(state)
            return None
        self._seen[state].add(left[0])
        return left[0]

    def waiting(self) -> Iterator[State]:
        """The visitors who had nothing to follow, once each; they may go on now."""
        states, self._idle = self._idle, set()
        yield from sorted(states)
