"""A look at the first page with the other kind of device: what its dialog offers there, and what its settings show.

Whoever opens the settings may wake scripts that wait for a click. So it is not one of the visitors on whom findings rest
who does it, and what is asked for afterwards is kept apart as after a choice.
"""

import time
from dataclasses import replace

from scanner.model.consent import Consent, OtherDevice
from spiders import limits
from spiders.consent import by_words, dialog
from spiders.consent.dialog import Seen
from spiders.tab import Tab


async def look_again(tab: Tab, seen: Seen | None, known: Consent) -> Consent:
    """`known` with what the other device shows: the dialog `seen` on it, if any, and what its settings open."""
    if seen is None:
        return replace(known, other_device=OtherDevice(device=tab.target.device))
    await tab.picture("banner")
    known = replace(known, other_device=OtherDevice(device=tab.target.device, banner=True, first_layer=seen.offers))
    if len(known.layers) != 1 or not known.first_layer.settings:
        return known
    tab.record.choice_ms = time.time() * 1000
    settings = await _settings(tab, seen)
    if settings is None:
        return known
    await tab.picture("settings")
    return replace(known, layers=(*known.layers, settings.layer))


async def _settings(tab: Tab, first: Seen) -> Seen | None:
    """The layer that the settings open, once it has more to switch or to choose than the first."""
    if await by_words.open_settings(tab) is None:
        return None
    end = time.monotonic() + limits.CHOICE
    while time.monotonic() < end:
        every = await dialog.look(tab)
        shown = max(every, key=lambda one: (len(one.box.toggles), len(one.box.tables)), default=None)
        if shown and _further(shown) > _further(first):
            return shown
        await by_words.pause()
    return None


def _further(seen: Seen) -> tuple[int, int, bool]:
    return len(seen.box.toggles), len(seen.box.tables), "save" in seen.box.kinds
