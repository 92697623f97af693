"""What a running scan tells whoever watches it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scanner.model.target import State

Stage = Literal["browser", "visit", "visited", "reading", "checking", "writing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One step. `done` of `planned` visits over all states; `requests` recorded so far in all of them."""

    stage: Stage
    state: State | None = None
    url: str | None = None
    done: int = 0
    planned: int = 0
    requests: int = 0


Watcher = Callable[[Progress], None]


def unwatched(_: Progress) -> None:
    """The watcher for those who do not watch."""
