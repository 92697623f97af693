"""What the boxes found on a page are: which one is the consent dialog, and what each control in it does."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from scanner import languages
from scanner.languages import ButtonKind, Languages
from spiders.urls import is_url

Kind = ButtonKind | Literal["other"]
REFUSALS: tuple[Kind, ...] = ("reject", "necessary_only")
_CROSS = re.compile(r"[×✕✖✗✘⨯⨉❌xX]\ufe0f?")
_AGE = re.compile(
    r"(?<![\d.,])(?:1[68]|2[01])(?:\s?\+|(?:[ -](?:asmit)?\w{0,3})?[ -]?(?:gad|met[ųai]|aasta|лет|год|jahr|lat\b|roku|vuot|year))",
    re.IGNORECASE,
)
"""An age of majority with its years: "18 gadi", "21+"."""
_YES = 5
"""Characters of a plain yes or no."""
_NOTICE = 700
"""Characters of a notice that has nothing but a cross to close it."""
_BESIDE = 30
"""Characters that a dialog says besides the texts of its controls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control: its place in the box, what it says and does; `leads` is the address of a link, `sends` a form."""

    number: int
    text: str
    kind: Kind
    leads: str | None
    sends: bool
    top: bool
    look: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toggle:
    """One box to tick or switch; `row` is the text of the line it stands in, `shown` whether that can be seen now."""

    number: int
    label: str
    row: str
    checked: bool
    locked: bool
    shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Radio:
    """One of several buttons of a group, or options of a list, of which one is chosen."""

    number: int
    label: str
    value: str
    group: str
    checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box as found, read with the words of all languages.

    `each` are controls that stand once for every purpose beside one that decides over all; `again` that it spoke of cookies
    at a look before, and so may have changed to a further layer; `asked` that the page was just asked for it; `asks` that it has a field for an address, as letters have.
    """

    number: int
    text: str
    controls: tuple[Control, ...]
    each: tuple[Control, ...] = ()
    toggles: tuple[Toggle, ...] = ()
    radios: tuple[Radio, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    tables: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()
    language: str = ""
    named: bool = False
    over: bool = False
    again: bool = False
    asked: bool = False
    edge: bool = False
    landmark: bool = False
    blocks: bool = False
    scrolls: bool = True
    asks: bool = False

    @property
    def kinds(self) -> frozenset[Kind]:
        """What can be done in it."""
        return frozenset(control.kind for control in self.controls)

    @property
    def weight(self) -> tuple[bool, int, int]:
        """The dialog is what lies over the page, offers most that can be reached, and says least beside it."""
        told = [one for one in self.controls if one.kind not in ("other", "close") and one.top]
        return (self.over, len(told), -len(self.text))

    def is_like(self, other: "Box") -> bool:
        """Whether another look may have shown the same dialog."""
        return self.text[:60] == other.text[:60] or len(_told(self) & _told(other)) > 1


def read(raw: list[dict[str, Any]]) -> list[Box]:
    """The boxes that are consent dialogs, the likeliest first."""
    known = languages.load()
    boxes = [_box(number, one, known) for number, one in enumerate(raw)]
    return sorted((box for box in boxes if _is_dialog(box, known)), key=lambda box: box.weight, reverse=True)


def _told(box: Box) -> set[str]:
    return {control.text for control in box.controls if control.kind not in ("other", "close")}


def _box(number: int, raw: dict[str, Any], known: Languages) -> Box:
    controls = _with_guesses(tuple(_controls(raw["controls"], known)), raw["controls"], known)
    controls = _with_closing(controls, str(raw["text"]), known)
    each = _for_each_purpose(controls, known)
    return Box(
        number=number,
        text=str(raw["text"]),
        controls=tuple(one for one in controls if one not in each),
        each=each,
        toggles=tuple(_toggles(raw["toggles"], known)),
        radios=tuple(Radio(number=at, **one) for at, one in enumerate(raw["radios"])),
        links=tuple((str(one["text"]), str(one["url"])) for one in raw["links"] if is_url(str(one["url"]))),
        tables=tuple((one["section"], tuple(tuple(map(str, row)) for row in one["rows"])) for one in raw["tables"]),
        language=str(raw["language"]),
        **{name: bool(raw[name]) for name in ("named", "over", "again", "edge", "landmark", "blocks", "scrolls", "asks", "asked")},
    )


def _toggles(raw: list[dict[str, Any]], known: Languages) -> Iterator[Toggle]:
    """All but buttons that decide, which tools show as pressed in once they were used."""
    for number, one in enumerate(raw):
        rest = {key: value for key, value in one.items() if key != "pressed"}
        if not (one.get("pressed") and known.button(str(one["label"])) in ("accept", *REFUSALS)):
            yield Toggle(number=number, **rest)


def _controls(raw: list[dict[str, Any]], known: Languages) -> list[Control]:
    return [
        Control(
            number=number,
            text=one["texts"][0],
            kind=_kind(one["texts"], known),
            leads=one["leads"],
            sends=bool(one["sends"]),
            top=bool(one["top"]),
            look=one["look"],
        )
        for number, one in enumerate(raw)
    ]


def _kind(texts: list[str], known: Languages) -> Kind:
    if _CROSS.fullmatch(texts[0].strip()):  # what it is labelled with may tell what closing means
        return next((kind for text in texts[1:] if (kind := known.guess(text)) in REFUSALS), "close") or "close"
    return next((kind for text in texts if (kind := known.button(text))), "other")


def _with_guesses(controls: tuple[Control, ...], raw: list[dict[str, Any]], known: Languages) -> tuple[Control, ...]:
    """The same, with controls of half-known words for what is not there in known ones."""
    there = {control.kind for control in controls}
    guessed = []
    for control, one in zip(controls, raw, strict=True):
        kind: Kind | None = None
        if control.kind == "other" and control.leads is None:
            kind = next((kind for text in one["texts"] if (kind := known.guess(text))), None)
        guessed.append(kind if kind and kind not in there else control.kind)
    return tuple(replace(one, kind=kind) for one, kind in zip(controls, guessed, strict=True))


def _with_closing(controls: tuple[Control, ...], text: str, known: Languages) -> tuple[Control, ...]:
    """The same; where the text says that closing it refuses, and nothing else does, that is what closing it does."""
    if {one.kind for one in controls} & set(REFUSALS) or not known.refuses_by_closing(text):
        return controls
    return tuple(replace(one, kind="necessary_only") if one.kind == "close" else one for one in controls)


def _for_each_purpose(controls: tuple[Control, ...], known: Languages) -> tuple[Control, ...]:
    """Controls to allow and to deny that stand there as often as each other, more than once, beside others for all.

    A dialog may also say the same at its top and at its end: then what decides over all is there twice as well.
    """
    often = Counter((one.kind, one.text) for one in controls)
    deciding: tuple[Kind, ...] = ("accept", *REFUSALS)
    repeated = [one for one in controls if one.kind in deciding and often[one.kind, one.text] > 1 and not known.means_all(one.text)]
    told = {one.kind for one in repeated}
    same = len({often[one.kind, one.text] for one in repeated}) == 1
    others = {one.kind for one in controls if often[one.kind, one.text] == 1} & {"accept", "save", *REFUSALS}
    return tuple(repeated) if "accept" in told and told & set(REFUSALS) and same and others else ()


def _asks_age(box: Box) -> bool:
    """Whether it is the visitor's age that is asked for, whatever the text says besides: yes and no answer that."""
    deciding = [one.text for one in box.controls if one.kind in ("accept", *REFUSALS)]
    return _AGE.search(box.text) is not None and all(len(one) <= _YES or _AGE.search(one) for one in deciding)


def _is_dialog(box: Box, known: Languages) -> bool:
    kinds = box.kinds
    if box.asks or _asks_age(box):
        return False
    side_by_side = "accept" in kinds and bool(kinds & set(REFUSALS))
    called = box.asked and (bool(box.toggles) or len(kinds & {"accept", "save", "settings", *REFUSALS}) > 1)
    about_cookies = known.banner.is_within(box.text) or box.again or called
    if not about_cookies and not (side_by_side and known.privacy.is_within(box.text)):
        return False
    decides = bool(kinds & {"accept", *REFUSALS})
    if box.landmark and not decides:
        return False
    if not box.over:  # named like one, or in the flow of the page
        return side_by_side or ("accept" in kinds and (bool(kinds & {"settings", "save"}) or box.edge))
    if decides:
        return True
    beside = len(box.text) - sum(len(control.text) for control in box.controls)
    if kinds & {"settings", "save", "pay"}:
        return beside > _BESIDE or ("save" in kinds and bool(box.toggles or box.radios))
    return "close" in kinds and box.named and _BESIDE < beside < _NOTICE
