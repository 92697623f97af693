"""Looks at the consent dialog, makes the visitor's choice in it, and says what shows that the choice took effect."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from scanner import languages
from scanner.model.evidence import BannerButton, Consent, ConsentAction, FirstLayer
from spiders import isolated, limits
from spiders.consent import dialog, signals
from spiders.consent.autoconsent import Autoconsent
from spiders.consent.dialog import Press, Seen
from spiders.protocol import ProtocolError
from spiders.session import Session
from spiders.settling import until_quiet

_LOOK = 0.4
_ACCEPT = ("accept",)
_REJECT = ("reject", "necessary_only")
_ENGINE = {"accept": "optIn", "reject": "optOut"}
_BACK = "the dialog was back after the page was loaded again"


async def look(session: Session, known: Consent) -> Consent:
    """What the page's consent dialog offers, without touching it; `known` when the page shows none."""
    async with Autoconsent(session.client, session.page_session) as engine:
        seen = await _wait_for_dialog(session, engine)
        popup = await engine.found(limits.TOOL)
        tool = popup.rule if popup else next(iter(engine.tools), None)
    if not seen.found and popup is None:
        return replace(known, cmp=known.cmp or tool)
    await session.picture("banner")
    layer = FirstLayer(
        accept="accept" in seen.kinds, reject=bool(seen.kinds & set(_REJECT)), settings="settings" in seen.kinds
    )
    return replace(
        known,
        banner=True,
        cmp=tool,
        text=seen.text or None,
        first_layer=layer,
        prechecked=seen.ticked,
        blocks_page=seen.blocks if seen.found else None,
        buttons=tuple(BannerButton(**button) for button in seen.buttons if button["kind"] != "other"),
    )


class Choice:
    """The choice of one visitor, as the session's state says: made once, and confirmed when a page is loaded again.

    `known` is what the visitor who chose nothing saw: rules for consent tools are tried where they know the tool, or
    where words did not find the dialog.
    """

    def __init__(self, session: Session, known: Consent) -> None:
        self._session = session
        self._by_rules = known.cmp is not None or known.text is None
        self._before: signals.State | None = None
        self._moment = 0.0
        self._steps = [self._accept_first, self._withdraw] if session.state == "withdraw" else [self._make]
        self._steps.append(self._confirm)
        self.action = ConsentAction()
        self.control: bool | None = None
        """Whether a control to change the choice was seen once it was made; None while nobody could look."""

    def next_step(self) -> Callable[[], Awaitable[None]] | None:
        """What to do on the next page load; None when all is done. A step without a dialog waits for the next page."""
        return self._steps[0] if self._steps else None

    async def _make(self) -> None:
        """Make the choice on the page now open, if it shows a dialog: known consent tools first, then by words."""
        session, used = self._session, None
        if self._by_rules and session.state in _ENGINE:
            async with Autoconsent(session.client, session.page_session) as engine:
                seen = await _wait_for_dialog(session, engine)
                if await engine.found(limits.CHOICE) is not None:
                    await self._begin()
                    used = await engine.use(_ENGINE[session.state])
        else:
            seen = await _wait_for_dialog(session)
        if not seen.found and self._before is None:
            return
        self._steps.remove(self._make)
        if not used:
            await self._begin()
        how, clicks = (f"autoconsent:{used.rule}", []) if used else ("words", await _by_words(session))
        if not used and not clicks:
            self.action = ConsentAction(tried=True, why=_why_not(seen))
            return
        session.record.choice_ms = self._moment
        gone = await self._gone()
        if used and not gone and (clicks := await _by_words(session)):
            how = "words"  # the engine believed that it was done
            gone = await _wait_until_gone(session)
        await self._done(how, clicks, gone=gone)

    async def _accept_first(self) -> None:
        """Accept, so that there is something to withdraw; the visitor's own choice comes after it."""
        session = self._session
        seen, used = await _wait_for_dialog(session), False
        if self._by_rules:
            async with Autoconsent(session.client, session.page_session) as engine:
                if await engine.found(limits.CHOICE) is not None:
                    used = await engine.use("optIn") is not None
        if not seen.found and not used:
            return
        self._steps.remove(self._accept_first)
        if not used and not (await dialog.see(session, Press(kinds=_ACCEPT))).pressed:
            self._steps.clear()
            self.action = ConsentAction(tried=True, why=f"it could not be accepted first: {_why_not(seen)}")
            return
        await self._gone()

    async def _withdraw(self) -> None:
        """Withdraw by the site's own control, on the page loaded again after accepting."""
        session = self._session
        self._steps.remove(self._withdraw)
        try:
            texts, pressed = await dialog.way_back(session, press=True)
        except isolated.ScriptError as error:
            texts, pressed = [], None
            session.failed("withdrawal", session.record.visits[-1].url, str(error))
        self.control = bool(texts)
        if pressed is None:
            why = "no control to change the choice was found" if not texts else "the control leads to another page"
            self.action = ConsentAction(tried=True, why=why)
            return
        await self._begin()
        if not (await _wait_for_dialog(session, patient=True)).found:
            self.action = ConsentAction(tried=True, why=f"“{pressed}” opened no dialog", clicks=(pressed,))
            return
        clicks = await _reject(session)
        if not clicks:
            why = "no control to refuse was found in the dialog that was opened again"
            self.action = ConsentAction(tried=True, why=why, clicks=(pressed,))
            return
        session.record.choice_ms = self._moment
        await self._done("words", [pressed, *clicks], gone=await self._gone())

    async def _begin(self) -> None:
        self._before = await signals.read(self._session)
        self._moment = time.time() * 1000

    async def _gone(self) -> bool:
        await until_quiet(self._session.requests, self._session.writes, limits.SETTLE)
        return await _wait_until_gone(self._session)

    async def _done(self, how: str, clicks: list[str], *, gone: bool) -> None:
        why = "the page was not loaded again" if gone else "the dialog is still there"
        shown = signals.written(self._before, await signals.read(self._session)) if self._before else ()
        self.action = ConsentAction(tried=True, done=True, how=how, why=why, clicks=tuple(clicks), signals=shown)

    async def _confirm(self) -> None:
        """After the page was loaded again, find out whether the choice took effect, and what shows it.

        Verified is more than a click: the dialog has gone and stays away, and the choice was written down (a cookie, a
        key, a consent interface that answers otherwise), or things were asked for that had not been before.
        """
        session, before = self._session, self._before
        self._steps.remove(self._confirm)
        if not self.action.done or before is None:
            return
        shown = self.action.signals or signals.asked(before, await signals.read(session))
        if self.action.how == "words":
            await asyncio.sleep(limits.REAPPEAR)
            back = False
        else:
            async with Autoconsent(session.client, session.page_session) as engine:
                back = await engine.found(limits.REAPPEAR) is not None
        back = back or (await dialog.see(session)).found
        why = _BACK if back else None if shown else "nothing was written and no other request was made"
        self.action = replace(self.action, verified=why is None, why=why, signals=shown)
        await session.picture(f"after-{session.state}")
        if self.control is None and not back:
            try:
                self.control = bool((await dialog.way_back(session))[0])
            except isolated.ScriptError as error:
                session.failed("withdrawal", session.record.visits[-1].url, str(error))


def _why_not(seen: Seen) -> str:
    if "pay" in seen.kinds:
        return "refusing is offered only together with paying, which is never tried"
    if seen.kinds - {"other", "close"}:
        return "no control for this choice was found in the dialog, or using it would have sent a form"
    return "no control with known words was found in the dialog"


async def _by_words(session: Session) -> list[str]:
    """Use the controls the state asks for; the texts of those used, none where it could not be done."""
    if session.state == "accept":
        pressed = (await dialog.see(session, Press(kinds=_ACCEPT))).pressed
        return [pressed["text"]] if pressed else []
    if session.state == "partial":
        return await _save(session, keep=languages.load().statistics.expression)
    return await _reject(session)


async def _reject(session: Session) -> list[str]:
    """On the first layer where it can be done there; else boxes off, and save."""
    pressed = (await dialog.see(session, Press(kinds=_REJECT))).pressed
    return [pressed["text"]] if pressed else await _save(session, keep="")


async def _save(session: Session, *, keep: str) -> list[str]:
    """Boxes set as `keep` says and saved, on the first layer or behind the settings; with none kept, reject does as well."""
    first = await dialog.see(session)
    if "save" in first.kinds and first.choices:
        saved = (await dialog.see(session, Press(kinds=("save",), keep=keep))).pressed
        return [saved["text"]] if saved else []
    opened = (await dialog.see(session, Press(kinds=("settings",)))).pressed
    if not opened:
        return []
    end = time.monotonic() + limits.CHOICE
    while time.monotonic() < end:
        await asyncio.sleep(_LOOK)
        second = (await dialog.see(session, Press(kinds=("save",) if keep else (*_REJECT, "save"), keep=keep))).pressed
        if second:
            return [opened["text"], second["text"]]
    return []


async def _wait_for_dialog(session: Session, engine: Autoconsent | None = None, *, patient: bool = False) -> Seen:
    """On the first page a dialog may be slow; on later ones a look is enough, unless one was asked for (`patient`)."""
    end = time.monotonic() + (limits.CHOICE if patient or session.record.visits[-1].number == 0 else 0)
    while True:
        seen = await dialog.see(session)
        if seen.found or (engine and engine.popups) or time.monotonic() > end:
            return seen
        await asyncio.sleep(_LOOK)


async def _wait_until_gone(session: Session) -> bool:
    """Whether the dialog goes away; many fade out."""
    end = time.monotonic() + limits.CHOICE
    try:
        while (await dialog.see(session)).found:
            if time.monotonic() > end:
                return False
            await asyncio.sleep(_LOOK)
    except ProtocolError:
        return False
    return True
