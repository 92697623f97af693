"""What the boxes found on a page are: which one is the consent dialog, and what each control in it does."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from scanner import languages
from scanner.languages import ButtonKind, Languages

Kind = ButtonKind | Literal["other"]
REFUSALS: tuple[Kind, ...] = ("reject", "necessary_only")
_CROSS = re.compile(r"[×✕✖✗✘⨯⨉❌xX]\ufe0f?")
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
    """One box to tick or switch; `row` is the text of the line it stands in."""

    number: int
    label: str
    row: str
    checked: bool
    locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Radio:
    """One of several buttons of a group of which one is chosen."""

    number: int
    label: str
    value: str
    group: str
    checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box as found, read with the words of all languages."""

    number: int
    text: str
    controls: tuple[Control, ...]
    toggles: tuple[Toggle, ...] = ()
    radios: tuple[Radio, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    tables: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()
    language: str = ""
    named: bool = False
    over: bool = False
    edge: bool = False
    landmark: bool = False
    blocks: bool = False
    scrolls: bool = True

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
    controls = tuple(_controls(raw["controls"], known))
    return Box(
        number=number,
        text=str(raw["text"]),
        controls=_with_guesses(controls, raw["controls"], known),
        toggles=tuple(Toggle(number=at, **one) for at, one in enumerate(raw["toggles"])),
        radios=tuple(Radio(number=at, **one) for at, one in enumerate(raw["radios"])),
        links=tuple((str(one["text"]), str(one["url"])) for one in raw["links"]),
        tables=tuple((one["section"], tuple(tuple(map(str, row)) for row in one["rows"])) for one in raw["tables"]),
        language=str(raw["language"]),
        **{name: bool(raw[name]) for name in ("named", "over", "edge", "landmark", "blocks", "scrolls")},
    )


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
    return tuple(
        Control(
            number=one.number, text=one.text, kind=kind, leads=one.leads, sends=one.sends, top=one.top, look=one.look
        )
        for one, kind in zip(controls, guessed, strict=True)
    )


def _is_dialog(box: Box, known: Languages) -> bool:
    kinds = box.kinds
    side_by_side = "accept" in kinds and bool(kinds & set(REFUSALS))
    about_cookies = known.banner.is_within(box.text)
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
        return beside > _BESIDE
    return "close" in kinds and box.named and _BESIDE < beside < _NOTICE
