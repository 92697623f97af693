"""A small line through a few numbers, oldest first, as inline SVG: `templates/trend.html.j2` draws it."""

from collections.abc import Sequence
from dataclasses import dataclass

_EDGE = 3


@dataclass(frozen=True, slots=True)
class Trend:
    """The line's points, its end, and the numbers themselves for those who do not see it."""

    width: int
    height: int
    points: str
    end: tuple[float, float]
    words: str


def trend(numbers: Sequence[float], width: int = 90, height: int = 22) -> Trend | None:
    """A line on a scale that begins at nothing; None where there is nothing to compare."""
    if len(numbers) < 2:
        return None
    top = max(numbers) or 1
    step = (width - 2 * _EDGE) / (len(numbers) - 1)
    places = [
        (round(_EDGE + place * step, 1), round(_EDGE + (height - 2 * _EDGE) * (1 - number / top), 1))
        for place, number in enumerate(numbers)
    ]
    points = " ".join(f"{x:g},{y:g}" for x, y in places)
    return Trend(width, height, points, places[-1], " → ".join(f"{number:g}" for number in numbers))
