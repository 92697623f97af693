"""When a page counts as settled: network quiet, the page's own timers done, scrolled to the end, quiet again."""

import asyncio
import time

from scanner.model.evidence import Settled
from spiders import limits
from spiders.collectors.requests import RequestCollector
from spiders.collectors.writes import WriteCollector

_LOOK = 0.05


async def until_quiet(
    requests: RequestCollector, writes: WriteCollector, page: str, bound: float, horizon: float = limits.TIMER_HORIZON
) -> Settled:
    """Wait until nothing moved in a page for QUIET seconds and no timer waits that fires within `horizon`.

    The page is given by its protocol session. "limit" when `bound` came first.

    A timer that sets the next one could hold this for ever, and so could polling: both end at the bound.
    """
    end = time.monotonic() + bound
    timers_until = time.monotonic() + min(bound, horizon)
    while (now := time.monotonic()) < end:
        quiet = now - requests.last_activity(page) >= limits.QUIET and not requests.busy(page)
        if quiet and not writes.waits(page, timers_until):
            return "quiet"
        await asyncio.sleep(_LOOK)
    return "limit"
