"""Draws a measurement as SVG: seconds a page across, share lost upwards."""

from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 760, 420, 60, 20, 40, 50
_STYLE = (
    "text{font:12px sans-serif;fill:#333}.axis{stroke:#999}.grid{stroke:#ddd}.one{fill:#5b7c99}.ours{fill:#b3401f}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#444}}"
)


@dataclass(frozen=True)
class Point:
    """One rule: seconds a page took, and the share it lost."""

    name: str
    seconds: float
    lost: float


def scatter(points: list[Point], ours: str) -> str:
    """All points with their names; `ours` stands out."""
    most = max(point.seconds for point in points) * 1.02
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        "<title>Share of late requests lost, by seconds a page</title>",
        f"<style>{_STYLE}</style>",
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = _y(share)
        parts.append(f'<line class="grid" x1="{_LEFT}" y1="{y:.0f}" x2="{_WIDTH - _RIGHT}" y2="{y:.0f}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{share:.0%}</text>')
    parts += [
        f'<text x="{_x(seconds, most):.0f}" y="{_HEIGHT - 28}" text-anchor="middle">{seconds}</text>'
        for seconds in range(0, int(most) + 1, 2)
    ]
    parts.append(f'<text x="{_WIDTH / 2:.0f}" y="{_HEIGHT - 8}" text-anchor="middle">seconds a page, mean</text>')
    taken: list[tuple[float, float]] = []
    for point in sorted(points, key=lambda one: (one.seconds, -one.lost)):
        x, y = _x(point.seconds, most), _y(point.lost)
        kind = "ours" if point.name == ours else "one"
        parts.append(f'<circle class="{kind}" cx="{x:.0f}" cy="{y:.0f}" r="5"/>')
        late = x > _WIDTH * 0.7
        row = y + 4
        while any(abs(row - other) < 13 and abs(x - where) < 260 for where, other in taken):
            row -= 13
        taken.append((x, row))
        at, anchor = (x - 9, "end") if late else (x + 9, "start")
        parts.append(f'<text x="{at:.0f}" y="{row:.0f}" text-anchor="{anchor}">{escape(point.name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _x(seconds: float, most: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * seconds / most


def _y(share: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - share)
