"""Our own driver for consent dialogs: by words, in the page, its shadow roots and the frames laid over it."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scanner import languages
from scanner.model.consent import BannerButton, DialogLayer, DialogTable, DialogToggle, FirstLayer
from spiders import frames, isolated, shadow
from spiders.consent import boxes, hand
from spiders.consent.boxes import Box, Control, Kind
from spiders.frames import Frame
from spiders.protocol import ProtocolError
from spiders.tab import Tab

_TEXT = 2000
"""Characters of a dialog's text that are kept."""
_TOGGLES = 100
"""Toggles of a layer that are kept: some list a thousand vendors."""
_NAME = 30
"""Characters of a control that names the dialog rather than speaking of cookies."""
ALL = "."
"""Keeps every box there is."""
_OFF = re.compile(r"0|no|false|off|den(?:y|ied)|reject(?:ed)?|disabled?|decline[d]?", re.IGNORECASE)
_ON = re.compile(r"1|yes|true|on|all|grant(?:ed)?|accept(?:ed)?|allow(?:ed)?|enabled?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A dialog in some frame of the page."""

    box: Box
    frame: Frame

    @property
    def buttons(self) -> tuple[BannerButton, ...]:
        """Its controls that do something known, as measured."""
        known = [one for one in self.box.controls if one.kind != "other"]
        return tuple(BannerButton(text=one.text, kind=one.kind, **one.look) for one in known)

    @property
    def offers(self) -> FirstLayer:
        """Which choices can be made in it."""
        kinds = self.box.kinds
        return FirstLayer(
            accept="accept" in kinds, reject=bool(kinds & set(boxes.REFUSALS)), settings="settings" in kinds
        )

    @property
    def layer(self) -> DialogLayer:
        """All that it shows, for the record."""
        box = self.box
        return DialogLayer(
            text=box.text[:_TEXT],
            buttons=self.buttons,
            toggles=tuple(
                DialogToggle(label=one.label, checked=one.checked, locked=one.locked, row=one.row)
                for one in box.toggles[:_TOGGLES]
            ),
            links=tuple((text, bare(url)) for text, url in box.links),
            tables=tuple(DialogTable(section=section, rows=rows) for section, rows in box.tables),
            language=box.language,
            blocks_page=box.blocks,
            scrolls=box.scrolls,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Which kinds of control to use, the first that is there; `keep` None leaves boxes alone.

    `keep` "" switches all boxes off; otherwise those whose label matches the expression are switched on, all others off.
    With `confirm`, a button to accept that is not about everything does as well, beside boxes that name purposes. With
    `by_hand` the control is clicked as by a person's mouse, for pages that take no notice of what scripts click.
    """

    kinds: tuple[Kind, ...]
    keep: str | None = None
    confirm: bool = False
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """The control that was used; `held` tells what the browser was kept from doing ("link", "form"), if anything."""

    text: str
    kind: Kind
    held: str | None = None


def bare(url: str) -> str:
    """An address without query and fragment, which may tell who visits."""
    return urlsplit(url)._replace(query="", fragment="").geturl()


async def look(tab: Tab, *, deep: bool = False, early: bool = False, asked: bool = False) -> list[Seen]:
    """The consent dialogs in the page and in the frames over it, the likeliest first.

    Closed shadow roots are looked into where a script has made one; `deep` also where the document may have some. `early`:
    the page is still loading, and looked at again: that it does not answer yet is nothing to be noted. `asked`: a control of
    the page was just used that opens the dialog.
    """
    try:
        every = await frames.of_page(tab.client, tab.page_session)
    except (ProtocolError, TimeoutError) as error:
        if not early:
            tab.failed("consent", tab.visit.url, str(error) or "the page did not answer")
        return []
    found = []
    for frame in every:
        if await frames.stands_out(tab.client, frame):
            if deep or tab.writes.closed_roots:
                tab.writes.closed_roots |= await shadow.reveal(tab.client, frame)
            found += await _in_frame(tab, frame, early=early, asked=asked)
    return sorted(found, key=lambda seen: seen.box.weight, reverse=True)


async def see(tab: Tab, *, deep: bool = False, early: bool = False, asked: bool = False) -> Seen | None:
    """The consent dialog, if one is there."""
    return next(iter(await look(tab, deep=deep, early=early, asked=asked)), None)


async def press(tab: Tab, wanted: Press) -> Pressed | None:
    """Use a control of the first dialog that has one of the kinds wanted; None where there is none."""
    every = await look(tab)
    for seen in every:
        control = _choose(seen.box, wanted)
        if control is not None:
            return await _use(tab, seen, control, wanted)
    return None


async def way_back(tab: Tab, *, use: bool = False) -> tuple[list[str], str | None]:
    """Texts of the controls on the page that open the dialog again, and of the one used, if `use` and one stays here.

    Raises ScriptError where the page does not yield.
    """
    known = languages.load()
    raw = await isolated.run(tab.client, tab.page_session, "ways_back.js", {})
    ways: list[tuple[int, str, bool]] = []
    for number, one in enumerate(raw):
        stays = bool(one["stays"])
        text = next((text for text in one["texts"] if known.opens_again(text) or (stays and _names_it(text))), None)
        if text is None and one["named"] and stays:
            text = next(iter(one["texts"]), "an icon")
        if text is not None:
            ways.append((number, str(text), stays))
    usable = next(((number, text) for number, text, stays in ways if stays), None)
    if use and usable:
        await isolated.run(tab.client, tab.page_session, "ways_back.js", {"press": usable[0]})
    return [text for _, text, _ in ways][:5], usable[1] if use and usable else None


def _names_it(text: str) -> bool:
    """Whether a control that stays on the page says hardly more than "Cookies"."""
    return len(text) <= _NAME and languages.load().banner.is_within(text)


def _choose(box: Box, wanted: Press) -> Control | None:
    """The control to use: one that can be reached before one that cannot, one without a link or form before others."""
    for kind in wanted.kinds:
        there = [one for one in box.controls if one.kind == kind and not (kind == "settings" and one.leads)]
        if there and not (_held(there) and any(_does(one, wanted.kinds) for one in box.controls)):
            known = languages.load()
            return min(there, key=lambda one: (not one.top, one.leads is not None, one.sends, not known.means_all(one.text)))
    if wanted.confirm and not box.kinds & set(wanted.kinds) and names_purposes(box):
        known = languages.load()
        return next((one for one in box.controls if one.kind == "accept" and not known.means_all(one.text)), None)
    return None


def _does(control: Control, kinds: tuple[Kind, ...]) -> bool:
    """Whether a control is of one of the kinds and does something on the page itself."""
    return control.kind in kinds and control.leads is None


def _held(controls: list[Control]) -> bool:
    return all(one.leads is not None for one in controls)


def names_purposes(box: Box) -> bool:
    """Whether there are boxes to tick in sight whose labels name purposes."""
    known = languages.load()
    return any(known.names_purpose(one.label) for one in box.toggles if one.shown and not one.locked)


def why_not(*layers: Seen | None) -> str:
    """Why no choice could be made in a dialog, by the layers of it that were seen."""
    kinds = frozenset[str]().union(*(seen.box.kinds for seen in layers if seen))
    if "pay" in kinds:
        return "refusing is offered only together with paying, which is never tried"
    if kinds - {"other", "close"}:
        return "no control for this choice was found in the dialog"
    return "no control with known words was found in the dialog"


async def _use(tab: Tab, seen: Seen, control: Control, wanted: Press) -> Pressed | None:
    box = seen.box
    argument: dict[str, Any] = {"box": box.number, "control": control.number, "toggles": [], "radios": [], "each": []}
    argument["hand"] = wanted.by_hand
    if wanted.keep is not None and control.kind not in boxes.REFUSALS:
        argument["toggles"] = [one.number for one in box.toggles if not one.locked and _is_wrong(one, wanted.keep)]
        argument["radios"] = [one.number for one in box.radios if not one.checked and _is_meant(one, wanted.keep)]
        kinds = {"": boxes.REFUSALS, ALL: ("accept",)}.get(wanted.keep, ())
        argument["each"] = [one.number for one in box.each if one.kind in kinds]
    try:
        used = await isolated.run(tab.client, seen.frame.session, "use.js", argument, frame=seen.frame.id)
        if used == "stuck":
            tab.failed("consent", tab.visit.url, f"a box beside “{control.text}” could not be switched")
            return None
        if wanted.by_hand:
            used = used and await hand.click(tab.client, tab.page_session, seen.frame, box.number, control.number)
    except isolated.ScriptError as error:
        if "context" not in str(error).lower() and "navigat" not in str(error).lower():
            tab.failed("consent", tab.visit.url, str(error))
            return None
        used = True  # the page went on by itself, as some do after a choice
    held = "link" if control.leads is not None else "form" if control.sends else None
    return Pressed(control.text, control.kind, held) if used else None


def _is_wrong(toggle: boxes.Toggle, keep: str) -> bool:
    """Whether a box is not as it shall be; one that is for what is necessary stays."""
    known = languages.load()
    if known.names_necessary(toggle.label):
        return False
    told = toggle.label
    if keep != ALL and not known.names_purpose(told) and not known.marketing.is_within(toggle.row):
        told = f"{told} {toggle.row}"  # a switch for one service: its line tells what it is for
    return toggle.checked != bool(keep and re.search(keep, languages.normalise(told)))


def _is_meant(radio: boxes.Radio, keep: str) -> bool:
    """Whether one of several is the one to choose: what refuses, or, where all is kept, what allows."""
    kind = languages.load().button(radio.label)
    if keep == ALL:
        return kind == "accept" or bool(_ON.fullmatch(radio.value))
    return kind in boxes.REFUSALS or bool(_OFF.fullmatch(radio.value))


async def _in_frame(tab: Tab, frame: Frame, *, early: bool, asked: bool) -> list[Seen]:
    argument = {"words": languages.load().for_script(), "frame": frame.parent is not None, "asked": asked}
    try:
        raw = await isolated.run(tab.client, frame.session, "dialogs.js", argument, frame=frame.id)
    except isolated.ScriptError as error:
        if frame.parent is None and not early and "context" not in str(error).lower():
            tab.failed("consent", tab.visit.url, str(error))
        return []
    return [Seen(box=box, frame=frame) for box in boxes.read(raw)]
