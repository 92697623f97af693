"""The page of docs/ on when a page counts as settled, written from what bench/settling.py measured."""

import platform
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import late_pages

from spiders import browser, limits

OURS, FIRST = "as built", "as built, first page"
HELD = "as built, first of five pages"


@dataclass
class Measured:
    """What one rule got of each page, and how long the pages took."""

    requests: set[str]
    cookies: set[str]
    seconds: dict[str, float]

    def lost(self, paths: Iterable[str], seen: set[str]) -> float:
        """The share of pages whose late request or cookie was not there in time."""
        wanted = list(paths)
        return sum(path not in seen for path in wanted) / len(wanted)


def late() -> list[str]:
    """The pages on which something is late."""
    return [path for path in late_pages.paths() if path != "/idle"]


def line(name: str, one: Measured) -> str:
    """One rule as a row: lost requests and cookies, seconds."""
    lost, cookies = (f"{one.lost(late(), seen):.0%}" for seen in (one.requests, one.cookies))
    mean = sum(one.seconds.values()) / len(one.seconds)
    return f"| {name} | {lost} | {cookies} | {one.seconds['/idle']:.1f} | {mean:.1f} |"


def by_kind(found: dict[str, Measured], names: Sequence[str]) -> list[str]:
    """Rows: how many of each kind of page some rules got."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for path in late():
        kinds[late_pages.paths()[path][0]].append(path)
    rows = [f"| what is late | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    for kind, paths in kinds.items():
        cells = [f"{sum(path in found[name].requests for path in paths)} of {len(paths)}" for name in names]
        rows.append(f"| {kind} | {' | '.join(cells)} |")
    return rows


def document(found: dict[str, Measured]) -> str:
    """The page of docs/."""
    delays = ", ".join(f"{delay:g}" for delay in late_pages.DELAYS)
    names = ["quiet 0.5 s, scroll, quiet", "quiet 2 s, scroll, quiet", OURS, FIRST, HELD, "20 s"]
    return "\n".join(
        [
            "# When a page counts as settled",
            "",
            f"Written by bench/settling.py ({platform.system()}, {browser.version(browser.find())}). {len(late())} pages on loopback, each with one tracker that",
            f"sends one request and writes one cookie late, for one of {len(late_pages.KINDS)} reasons and after {delays} seconds. For every rule: what share",
            "was not there when the rule called the page settled, and how long pages took.",
            "",
            "![Share lost by seconds a page](images/settling.svg)",
            "",
            "| rule | requests lost | cookies lost | seconds, idle page | seconds, mean |",
            "|---|---|---|---|---|",
            *(line(name, one) for name, one in found.items()),
            "",
            *by_kind(found, names),
            "",
            "## The rule",
            "",
            f"The network is quiet for {limits.QUIET:g} s and no timer that the page has set fires within {limits.TIMER_HORIZON:g} s; then the page is scrolled to its end,",
            f"and the same again. A request without a sign of life for {limits.STALLED_REQUEST:g} s no longer counts; all is bounded ({limits.SETTLE:g} s before",
            f"scrolling, {limits.SETTLE_AFTER_SCROLL:g} s after).",
            "",
            "It is chosen for its place in the picture: a quiet time long enough to lose as little would cost every page that much,",
            "also those on which nothing is late; the rule costs an idle page half a second, and a page with timers what they",
            "say. What it misses is what says nothing of itself beforehand: clocks that look at intervals, timers of workers, answers",
            "that take longer than a request may be silent, and timers beyond the horizon.",
            "",
            f"On a visitor's first page, and on the first after the choice, the horizon is {limits.FIRST_HORIZON:g} s: what is delayed there is delayed on",
            "every page, so that a tracker which starts late is seen by every visitor, and a slide show or a chat that opens by itself is",
            "waited for once and not on every page.",
            "",
            f"Those pages also stay open beside the pages that follow, {limits.HELD:g} s at most, and are read once more before they are left:",
            "what says nothing of itself beforehand is seen there without waiting for it. How much depends on how long the visitor has",
            f"other pages to see; in the row “{HELD}” those are four on which nothing is late, three at a time.",
            "Timers of workers cannot be told beforehand: when our script runs in one, its global object has no timers to wrap yet.",
            "",
        ]
    )
