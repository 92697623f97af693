"""One page on a visitor's way."""

from dataclasses import dataclass

from scanner.model.evidence import VisitKind


@dataclass(frozen=True, slots=True)
class Stop:
    """A page to visit and what for; `found_by` tells how a policy document was found."""

    url: str
    kind: VisitKind
    found_by: str = ""

    @property
    def guessed(self) -> bool:
        """Whether nothing links here: the path is one that policies often have."""
        return self.found_by == GUESSED


GUESSED = "well-known path"


def postponed(stops: list[Stop], late: tuple[Stop, ...]) -> list[Stop]:
    """Stops with some of them at the end."""
    return sorted(stops, key=lambda stop: stop in late)
