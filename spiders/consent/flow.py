"""Makes the visitor's choice in the consent dialog, and says what shows that the choice took effect."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace

from scanner import languages
from scanner.model.consent import Consent, ConsentAction
from scanner.model.target import State
from spiders import isolated, limits
from spiders.assembly import iso
from spiders.consent import by_words, dialog, signals
from spiders.consent.autoconsent import Autoconsent
from spiders.consent.dialog import Pressed, Seen
from spiders.consent.waiting import wait_for_dialog
from spiders.protocol import ProtocolError
from spiders.tab import Tab, Task

_LOOK = 0.4
_ENGINE = {"accept": "optIn", "reject": "optOut"}
_HELD = {
    "link": "the control is a link to another page, which is never followed",
    "form": "using the control would have sent a form",
}
_BACK = "the dialog was back after the page was loaded again"


class Choice:
    """The choice of one visitor, as the visitor's state says: made once, and confirmed when a page is loaded again.

    `known` is what the visitor who chose nothing saw: rules for consent tools are tried where they know the tool, or
    where words did not find the dialog.
    """

    def __init__(self, state: State, known: Consent) -> None:
        self.learn(known)
        self._before: signals.State | None = None
        self._again_at: str | None = None
        """The page on which the choice was made, where it is loaded again."""
        self._seen: Seen | None = None
        self._moment = 0.0
        self._took = limits.REAPPEAR
        self._steps: list[Task] = [self._accept_first, self._withdraw] if state == "withdraw" else [self._make]
        self._steps.append(self._confirm)
        self.action = ConsentAction()
        self.controls: dict[str, bool] = {}
        """Whether a page has a control to change the choice, once it was made, by the page's address."""

    def learn(self, known: Consent, without: frozenset[str] = frozenset()) -> None:
        """Take note of what is known of the dialog by now, and of what a visitor `without` a choice asks for."""
        self._by_rules = known.cmp is not None or known.text is None
        self._without = without

    def next_step(self) -> Task | None:
        """What to do on the next page load; None when all is done. A step without a dialog waits for the next page."""
        if self._steps:
            return self._steps[0]
        return self._watch if self.action.done else None

    @property
    def to_make(self) -> bool:
        """Whether the choice is still to be made, on the next page: no two pages may be loaded at once until then."""
        return self._steps not in ([], [self._confirm])

    async def step(self, tab: Tab) -> None:
        """Do what is next; what is confirmed where the choice was made is not confirmed on pages beside that one."""
        step = self.next_step()
        if step == self._confirm and self._again_at not in (None, tab.visit.url):
            step = self._watch if self.action.done else None
        if step:
            await step(tab)

    def not_loaded(self, url: str) -> None:
        """A page did not load; if the choice was to be confirmed there, it is on the next one."""
        self._again_at = None if self._again_at == url else self._again_at

    @property
    def control(self) -> bool | None:
        """Whether a control to change the choice was seen once it was made; None while nobody could look."""
        return any(self.controls.values()) if self.controls else None

    async def _make(self, tab: Tab) -> None:
        """Make the choice on the page now open, if it shows a dialog: known consent tools first, then by words."""
        used = None
        if self._by_rules and tab.state in _ENGINE:
            async with Autoconsent(tab.client, tab.page_session) as engine:
                seen = await self._first_dialog(tab, engine)
                if await engine.found(limits.CHOICE) is not None:
                    await self._begin(tab)
                    used = await engine.use(_ENGINE[tab.state])
        else:
            seen = await self._first_dialog(tab)
        if seen is None and self._before is None:
            return
        self._steps.remove(self._make)
        self._seen = seen
        if not used:
            await self._begin(tab)
        presses = [] if used else await by_words.choose(tab)
        if not used and not presses:
            self.action = ConsentAction(tried=True, why=dialog.why_not(seen, await dialog.see(tab)))
            return
        tab.record.choice_ms = self._moment
        gone = await self._gone(tab)
        if used and not gone and (presses := await by_words.choose(tab)):
            used = None  # the engine believed that it was done
            gone = await self._gone(tab)
        if presses and not gone and (more := await by_words.once_more(tab, self._seen)):
            presses = [*presses, *more]
            gone = await self._gone(tab)
        if presses and not gone and (again := await by_words.choose(tab, by_hand=True)):
            presses = again
            gone = await self._gone(tab)
        await self._done(tab, f"autoconsent:{used.rule}" if used else "words", presses, gone=gone)

    async def _accept_first(self, tab: Tab) -> None:
        """Accept, so that there is something to withdraw; the visitor's own choice comes after it."""
        seen, used = await self._first_dialog(tab), False
        accepting = time.time() * 1000
        if self._by_rules:
            async with Autoconsent(tab.client, tab.page_session) as engine:
                if await engine.found(limits.CHOICE) is not None:
                    used = await engine.use("optIn") is not None
        if seen is None and not used:
            return
        self._steps.remove(self._accept_first)
        self._seen = seen
        if not used and not await by_words.accept(tab):
            self._steps.clear()
            self.action = ConsentAction(tried=True, why=f"it could not be accepted first: {dialog.why_not(seen)}")
            return
        tab.record.choice_ms = accepting  # what comes from here on is not before a choice
        await self._gone(tab)

    async def _withdraw(self, tab: Tab) -> None:
        """Withdraw by the site's own control, on the page loaded again after accepting."""
        self._steps.remove(self._withdraw)
        await self._begin(tab)
        try:
            texts, pressed = await dialog.way_back(tab, use=True)
        except isolated.ScriptError as error:
            texts, pressed = [], None
            tab.failed("withdrawal", tab.visit.url, str(error))
        self.controls[dialog.bare(tab.visit.url)] = bool(texts)
        if pressed is None:
            why = "no control to change the choice was found" if not texts else "the control leads to another page"
            self.action = ConsentAction(tried=True, why=why)
            return
        self._seen = await wait_for_dialog(tab, patient=True)
        if self._seen is None and languages.load().revoke.is_whole(pressed):
            await self._done(tab, "words", [], gone=True, before=(pressed,))
            if self.action.signals:  # it was taken back at once
                return
        if self._seen is None:
            self.action = ConsentAction(tried=True, why=f"“{pressed}” opened no dialog", clicks=(pressed,))
            return
        presses = await by_words.reject(tab)
        if not presses:
            why = "no control to refuse was found in the dialog that was opened again"
            self.action = ConsentAction(tried=True, why=why, clicks=(pressed,))
            return
        gone = await self._gone(tab)
        if not gone and (more := await by_words.once_more(tab, self._seen)):
            presses = [*presses, *more]
            gone = await self._gone(tab)
        await self._done(tab, "words", presses, gone=gone, before=(pressed,))

    async def _first_dialog(self, tab: Tab, engine: Autoconsent | None = None) -> Seen | None:
        """The dialog on a page that nobody has chosen on; how long it took to come tells when it would be back."""
        started = time.monotonic()
        seen = await wait_for_dialog(tab, engine)
        self._took = time.monotonic() - started
        return seen

    async def _begin(self, tab: Tab) -> None:
        self._again_at = tab.visit.url if tab.visit.kind == "home" else None
        self._before = await signals.read(tab)
        self._moment = time.time() * 1000

    async def _gone(self, tab: Tab) -> bool:
        """Whether the dialog goes away; many fade out, and some load the page again."""
        await tab.until_quiet(limits.SETTLE)
        end = time.monotonic() + limits.CHOICE
        try:
            while await self._still_there(tab):
                if time.monotonic() > end:
                    return False
                await asyncio.sleep(_LOOK)
        except ProtocolError:
            return False
        return True

    async def _still_there(self, tab: Tab) -> bool:
        """Whether the dialog that was used is there, or another that lies over the page.

        A box in the flow of the page that asks before it shows a video is another thing.
        """
        first = self._seen
        return any(seen.box.over or (first and seen.box.is_like(first.box)) for seen in await dialog.look(tab))

    async def _done(self, tab: Tab, how: str, presses: list[Pressed], *, gone: bool, before: tuple[str, ...] = ()) -> None:
        why = "the page was not loaded again" if gone else "the dialog is still there"
        shown = signals.written(self._before, await signals.read(tab)) if self._before else ()
        if self._before and gone and not shown:  # what a dialog writes as it closes comes a moment later
            await asyncio.sleep(limits.REAPPEAR)
            shown = signals.written(self._before, await signals.read(tab))
        held = next((one.held for one in presses if one.held), None)
        clicks = (*before, *(one.text for one in presses))
        if held and not gone:
            self.action = ConsentAction(tried=True, why=_HELD[held], clicks=clicks)
            return
        self.action = ConsentAction(
            tried=True, done=True, how=how, why=why, clicks=clicks, signals=shown, made_at=iso(self._moment)
        )

    async def _confirm(self, tab: Tab) -> None:
        """After the page was loaded again, find out whether the choice took effect, and what shows it.

        Verified is more than a click: the dialog has gone and stays away, and the choice was written down (a cookie, a
        key, a consent interface that answers otherwise), or things were asked for that had not been before.
        """
        before = self._before
        self._steps.remove(self._confirm)
        if not self.action.done or before is None:
            return
        shown = self.action.signals or signals.asked(before, await signals.read(tab), self._without)
        if self.action.how == "words":
            await asyncio.sleep(min(limits.REAPPEAR, 2 * self._took))
            back = False
        else:
            async with Autoconsent(tab.client, tab.page_session) as engine:
                back = await engine.found(limits.REAPPEAR) is not None
        back = back or await self._still_there(tab)
        why = _BACK if back else None if shown else "nothing was written and no other request was made"
        self.action = replace(self.action, verified=why is None, why=why, signals=shown)
        self._looked(tab, back=back)
        await tab.picture(f"after-{tab.state}")
        if not back:
            await self._seek_control(tab)

    async def _watch(self, tab: Tab) -> None:
        """On every later page: is the dialog back, and can the choice be changed?"""
        back = await self._still_there(tab)
        self._looked(tab, back=back)
        if not back:
            await self._seek_control(tab)

    def _looked(self, tab: Tab, *, back: bool) -> None:
        page = (dialog.bare(tab.visit.url),)
        action = self.action
        self.action = replace(
            action,
            looked_on=tuple(dict.fromkeys(action.looked_on + page)),
            back_on=tuple(dict.fromkeys(action.back_on + page)) if back else action.back_on,
        )

    async def _seek_control(self, tab: Tab) -> None:
        url = tab.visit.url
        try:
            found = bool((await dialog.way_back(tab))[0])
        except isolated.ScriptError as error:
            tab.failed("withdrawal", url, str(error))
            return
        self.controls[dialog.bare(url)] = found or self.controls.get(dialog.bare(url), False)


def with_choices(known: Consent, choices: Mapping[State, Choice]) -> Consent:
    """What is known of the dialog, with what came of the choices made in it so far."""
    actions = {state: choice.action for state, choice in choices.items()}
    controls: dict[str, bool] = {}
    for choice in choices.values():
        controls |= {page: seen or controls.get(page, False) for page, seen in choice.controls.items()}
    return replace(
        known,
        accept=actions.get("accept", known.accept),
        reject=actions.get("reject", known.reject),
        withdraw=actions.get("withdraw", known.withdraw),
        partial=actions.get("partial", known.partial),
        withdrawal_control=any(controls.values()) if controls else None,
        control_on=tuple(page for page, seen in controls.items() if seen),
        control_sought_on=tuple(controls),
    )
