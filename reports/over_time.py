"""Causes by severity over time as a picture (SVG): one bar a scan, week or month, the heaviest at the bottom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.frame import environment
from reports.language import chosen, mark
from reports.page import words
from reports.tables import plain
from scanner.model.findings import SEVERITIES

_WIDTH, _HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 10, 46, 40
_WIDEST = 56
_DATES = 8
_STEPS = {"scan": mark("Causes by scan"), "week": mark("Causes by week"), "month": mark("Causes by month")}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: its place, its severity, how many."""

    x: float
    y: float
    width: float
    height: float
    level: str
    number: int


def picture(of: str, step: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], language: str | None = None) -> str:
    """The picture of a course: rows with `begin`, a number for each severity and `rules_changed`, as columns name them."""
    said = chosen(language, "en")
    table = [dict(zip(columns, row, strict=True)) for row in rows]
    totals = [sum(one[level] for level in SEVERITIES) for one in table]
    top = _round_up(max(totals, default=0))
    step_x = (_WIDTH - _LEFT - _RIGHT) / max(len(table), 1)
    width = min(step_x * 0.8, _WIDEST)
    scale = (_HEIGHT - _TOP - _BOTTOM) / top
    parts = []
    for place, one in enumerate(table):
        x, y = _LEFT + step_x * place + (step_x - width) / 2, float(_HEIGHT - _BOTTOM)
        for level in SEVERITIES:
            height = one[level] * scale
            y -= height
            if height:
                parts.append(Part(round(x, 1), round(y, 1), round(width, 1), round(height, 1), level, one[level]))
    every = -(-len(table) // _DATES) or 1
    dates = [
        (round(_LEFT + step_x * (place + 0.5), 1), one["begin"]) for place, one in enumerate(table) if place % every == 0
    ]
    changed = [round(_LEFT + step_x * place, 1) for place, one in enumerate(table) if one["rules_changed"]]
    grid = [(round(_HEIGHT - _BOTTOM - number * scale, 1), number) for number in (0, top // 2, top)]
    levels = [(level, said.say(words.SEVERITY[level])) for level in SEVERITIES]
    template = environment(said.tag).get_template("over_time.svg.j2")
    return template.render(
        heading=said.say(_STEPS[step]), of=plain(of), width=_WIDTH, height=_HEIGHT, left=_LEFT, right=_WIDTH - _RIGHT,
        top=_TOP, bottom=_HEIGHT - _BOTTOM, parts=parts, dates=dates, changed=changed, grid=grid, levels=levels,
        summary=_summary(table, totals), language=said,
    )  # fmt: skip


def _round_up(most: int) -> int:
    """An even number that the tallest bar fits under."""
    for step in (2, 4, 10, 20, 50, 100, 200, 500, 1000):
        if most <= step * 5:
            return max(2, -(-most // step) * step)
    return most + most % 2


def _summary(table: Sequence[dict[str, Any]], totals: Sequence[int]) -> str:
    """The numbers for those who do not see the picture."""
    return "; ".join(f"{one['begin']}: {total}" for one, total in zip(table, totals, strict=True))
