"""Makes a choice in the dialog by the words on its controls, over as many layers as it takes."""

import asyncio
import time

from scanner import languages
from spiders import limits
from spiders.consent import dialog
from spiders.consent.boxes import REFUSALS, Kind
from spiders.consent.dialog import Press, Pressed
from spiders.session import Session

_LOOK = 0.4


async def choose(session: Session) -> list[Pressed]:
    """Use the controls the state asks for; those that were used, none where it could not be done."""
    if session.state == "accept":
        return await accept(session)
    if session.state == "partial":
        return await save(session, keep=languages.load().statistics.expression)
    return await reject(session)


async def accept(session: Session) -> list[Pressed]:
    """On the first layer, or behind the settings; a notice that can only be closed is closed."""
    if pressed := await dialog.press(session, Press(kinds=("accept",))):
        return [pressed]
    seen = await dialog.see(session)
    if (
        seen
        and seen.box.kinds <= {"close", "other"}
        and (pressed := await dialog.press(session, Press(kinds=("close",))))
    ):
        return [pressed]
    return await _behind_settings(session, Press(kinds=("accept",)))


async def reject(session: Session) -> list[Pressed]:
    """On the first layer where it can be done there; else boxes off, and save."""
    pressed = await dialog.press(session, Press(kinds=REFUSALS))
    return [pressed] if pressed else await save(session, keep="")


async def save(session: Session, *, keep: str) -> list[Pressed]:
    """Boxes set as `keep` says and saved, on the first layer or behind the settings; with none kept, reject does as well."""
    first = await dialog.see(session)
    if first and (dialog.names_purposes(first.box) or ("save" in first.box.kinds and first.box.toggles)):
        confirm = "settings" not in first.box.kinds
        if saved := await dialog.press(session, Press(kinds=("save",), keep=keep, confirm=confirm)):
            return [saved]
    kinds: tuple[Kind, ...] = ("save",) if keep else (*REFUSALS, "save")
    return await _behind_settings(session, Press(kinds=kinds, keep=keep, confirm=True))


async def _behind_settings(session: Session, wanted: Press) -> list[Pressed]:
    opened = await open_settings(session)
    if not opened:
        return []
    end = time.monotonic() + limits.CHOICE
    while time.monotonic() < end:
        await pause()
        if second := await dialog.press(session, wanted):
            return [opened, second]
    return []


async def open_settings(session: Session) -> Pressed | None:
    """Open the dialog's settings; None where no control for it is there."""
    return await dialog.press(session, Press(kinds=("settings",)))


async def pause() -> None:
    """Between two looks at a dialog."""
    await asyncio.sleep(_LOOK)
