"""Waits for a consent dialog: while a page settles, and once it has."""

import asyncio
import time
from collections.abc import Callable

from spiders import limits
from spiders.consent import dialog, hand
from spiders.consent.autoconsent import Autoconsent
from spiders.consent.dialog import Seen
from spiders.tab import Tab

_LOOK = 0.4
_EARLY = 0.3
"""While the first page settles: two looks in a row, so that a dialog which only flashes up sets nobody off."""


async def appears(tab: Tab, on_dialog: Callable[[], None]) -> bool:
    """Look for a dialog while a page settles, and call `on_dialog` once two looks in a row have seen it; never ends settling."""
    seen = 0
    while seen < 2:
        await asyncio.sleep(_EARLY)
        seen = seen + 1 if await dialog.see(tab, early=True) else 0
    on_dialog()
    return False


async def is_there(tab: Tab) -> bool:
    """Wait, while a page settles, until a dialog is there and nothing moves on the network: it can be used then."""
    await tab.until_quiet(limits.SETTLE, 0.0)
    while True:
        if await dialog.see(tab, early=True):
            return True
        await asyncio.sleep(_LOOK)


async def wait_for_dialog(tab: Tab, engine: Autoconsent | None = None, *, patient: bool = False) -> Seen | None:
    """On the first page a dialog may be slow; on later ones a look is enough, unless one was asked for (`patient`).

    Some pages load nothing of their own before the pointer moves, as a visitor's does.
    """
    await hand.move(tab)
    end = time.monotonic() + (limits.CHOICE if patient or tab.visit.number == 0 else 0)
    while True:
        late = time.monotonic() > end
        seen = await dialog.see(tab, deep=late, asked=patient)
        if seen or (engine and engine.popups) or late:
            return seen
        await asyncio.sleep(_LOOK)
