"""Our own driver for consent dialogs: by words, in the page, its shadow roots and the frames laid over it."""

from dataclasses import dataclass, field
from typing import Any

from scanner import languages
from spiders import frames, isolated
from spiders.frames import Frame
from spiders.protocol import ProtocolError
from spiders.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look at the page showed; `pressed` is the text and kind of the control that was used, if one was."""

    found: bool = False
    text: str = ""
    buttons: tuple[dict[str, Any], ...] = ()
    ticked: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    blocks: bool = False
    pressed: dict[str, str] | None = None

    @property
    def kinds(self) -> set[str]:
        """The kinds of buttons there are."""
        return {button["kind"] for button in self.buttons}


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Which kinds of control to use, the first that is there; `keep` None leaves boxes alone.

    `keep` "" switches all boxes off; otherwise those whose label matches the expression are switched on, all others off.
    """

    kinds: tuple[str, ...]
    keep: str | None = field(default=None)


async def see(session: Session, press: Press | None = None) -> Seen:
    """Look for the dialog in the page and in the frames over it; with `press`, use a control of it."""
    try:
        every = await frames.of_page(session.client, session.page_session)
    except (ProtocolError, TimeoutError) as error:
        session.failed("consent", session.record.visits[-1].url, str(error) or "the page did not answer")
        return Seen()
    for frame in every:
        if await frames.stands_out(session.client, frame):
            seen = await _in_frame(session, frame, press)
            if seen.found:
                return seen
    return Seen()


async def way_back(session: Session, *, press: bool = False) -> tuple[list[str], str | None]:
    """Texts of the controls on the page that open the dialog again, and of the one used, if `press` and one stays here.

    Raises ScriptError where the page does not yield.
    """
    argument = {"words": languages.load().for_script(), "press": press}
    found = await isolated.run(session.client, session.page_session, "withdrawal.js", argument)
    return list(map(str, found["texts"])), found["pressed"]


async def _in_frame(session: Session, frame: Frame, press: Press | None) -> Seen:
    argument: dict[str, Any] = {"words": languages.load().for_script(), "frame": frame.parent is not None}
    if press is not None:
        argument["press"] = {"kinds": press.kinds} | ({} if press.keep is None else {"keep": press.keep})
    try:
        found = await isolated.run(session.client, frame.session, "banner.js", argument, frame=frame.id)
    except isolated.ScriptError as error:
        if frame.parent is None:
            session.failed("consent", session.record.visits[-1].url, str(error))
        return Seen()
    if not found["found"]:
        return Seen()
    return Seen(
        found=True,
        text=str(found["text"]),
        buttons=tuple(found["buttons"]),
        ticked=tuple(map(str, found["ticked"])),
        choices=tuple(map(str, found["choices"])),
        blocks=bool(found["blocks"]),
        pressed=found["pressed"],
    )
