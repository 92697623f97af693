"""Makes a choice in the dialog by the words on its controls, over as many layers as it takes."""

import asyncio
import time

from scanner import languages
from spiders import limits
from spiders.consent import dialog
from spiders.consent.boxes import REFUSALS, Box, Kind
from spiders.consent.dialog import Press, Pressed, Seen
from spiders.tab import Tab

_LOOK = 0.4


async def choose(tab: Tab, *, by_hand: bool = False) -> list[Pressed]:
    """Use the controls the state asks for; those that were used, none where it could not be done."""
    if tab.state == "accept":
        return await accept(tab, by_hand=by_hand)
    if tab.state == "partial":
        return await save(tab, keep=languages.load().statistics.expression, by_hand=by_hand)
    return await reject(tab, by_hand=by_hand)


async def accept(tab: Tab, *, by_hand: bool = False) -> list[Pressed]:
    """On the first layer, with all boxes on where there is only saving, or behind the settings.

    A notice that can only be closed is closed.
    """
    if pressed := await dialog.press(tab, Press(kinds=("accept",), by_hand=by_hand)):
        return [pressed]
    seen = await dialog.see(tab)
    if (
        seen
        and seen.box.kinds <= {"close", "other"}
        and (pressed := await dialog.press(tab, Press(kinds=("close",), by_hand=by_hand)))
    ):
        return [pressed]
    if seen and "save" in seen.box.kinds and _chooses(seen.box):
        everything = Press(kinds=("save",), keep=dialog.ALL, by_hand=by_hand)
        if pressed := await dialog.press(tab, everything):
            return [pressed]
    return await _behind_settings(tab, Press(kinds=("accept", "save"), keep=dialog.ALL, by_hand=by_hand))


async def reject(tab: Tab, *, by_hand: bool = False) -> list[Pressed]:
    """On the first layer where it can be done there; else boxes off, and save."""
    pressed = await dialog.press(tab, Press(kinds=REFUSALS, by_hand=by_hand))
    return [pressed] if pressed else await save(tab, keep="", by_hand=by_hand)


async def once_more(tab: Tab, first: Seen | None) -> list[Pressed]:
    """Some ask again before they believe a refusal, and some only switch boxes off and want that saved."""
    now = await dialog.see(tab)
    if not now or not first or now.box.kinds <= {"close", "other"}:
        return []
    if tab.state in ("reject", "withdraw") and "save" in now.box.kinds:
        return await save(tab, keep="")
    return await choose(tab) if now.box.text != first.box.text else []


async def save(tab: Tab, *, keep: str, by_hand: bool = False) -> list[Pressed]:
    """Boxes set as `keep` says and saved, on the first layer or behind the settings; with none kept, reject does as well."""
    first = await dialog.see(tab)
    if first and (dialog.names_purposes(first.box) or ("save" in first.box.kinds and _chooses(first.box))):
        confirm = "settings" not in first.box.kinds
        if saved := await dialog.press(tab, Press(kinds=("save",), keep=keep, confirm=confirm, by_hand=by_hand)):
            return [saved]
    kinds: tuple[Kind, ...] = ("save",) if keep else (*REFUSALS, "save")
    return await _behind_settings(tab, Press(kinds=kinds, keep=keep, confirm=True, by_hand=by_hand))


def _chooses(box: Box) -> bool:
    """Whether there is anything in it to choose among before it is saved."""
    return bool(box.toggles or box.radios or box.each)


async def _behind_settings(tab: Tab, wanted: Press) -> list[Pressed]:
    """Open the settings, and use what is wanted there; if they do not open, by hand."""
    for by_hand in (False, True):
        opened = await open_settings(tab, by_hand=by_hand)
        if not opened:
            return []
        end = time.monotonic() + limits.CHOICE
        while time.monotonic() < end:
            await pause()
            if second := await dialog.press(tab, wanted):
                return [opened, second]
    return []


async def open_settings(tab: Tab, *, by_hand: bool = False) -> Pressed | None:
    """Open the dialog's settings; None where no control for it is there."""
    return await dialog.press(tab, Press(kinds=("settings",), by_hand=by_hand))


async def pause() -> None:
    """Between two looks at a dialog."""
    await asyncio.sleep(_LOOK)
