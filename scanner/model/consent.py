"""The consent dialog as it was seen on the pages, layer by layer, and what came of using it."""

from dataclasses import dataclass

from scanner.model.target import Device

ConsentMethod = str  # "autoconsent:<rule>" | "words" | "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAction:
    """One choice made: tried, done (the control was used), verified (the site took notice), and how.

    `signals` names what shows it: what was written or asked for after the choice; `clicks` the texts of controls used.
    `made_at` is the moment before the first control was used (of a withdrawal, the withdrawal's). `looked_on` are the pages (without query) on which it was looked whether the dialog is back, `back_on` those where it was.
    """

    tried: bool = False
    done: bool = False
    verified: bool = False
    how: ConsentMethod = "none"
    why: str | None = None
    clicks: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    made_at: str | None = None
    looked_on: tuple[str, ...] = ()
    back_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLayer:
    """What the banner's first layer offers."""

    accept: bool = False
    reject: bool = False
    settings: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BannerButton:
    """A control of the dialog's first layer; sizes in CSS pixels, contrasts as ratios from 1 to 21 (WCAG 2.2).

    `contrast` is that of its text with its ground, `stands_out` that of its ground with the dialog.
    """

    text: str
    kind: str
    width: int
    height: int
    font_size: float
    contrast: float
    stands_out: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogToggle:
    """A box to tick or a switch in the dialog as it stood before anything was done; `row` is the text around it."""

    label: str
    checked: bool
    locked: bool = False
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogTable:
    """A table in the dialog, mostly of cookies; `section` is the heading above it."""

    section: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogLayer:
    """One layer of the dialog: the first, or what its settings open. `language` is what its markup says, "" if nothing.

    `links` are text and address of its links; `scrolls` whether the page behind it can be scrolled.
    """

    text: str
    buttons: tuple[BannerButton, ...] = ()
    toggles: tuple[DialogToggle, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    tables: tuple[DialogTable, ...] = ()
    language: str = ""
    blocks_page: bool = False
    scrolls: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDevice:
    """What the first page's dialog offers when it is looked at with the other kind of device."""

    device: Device
    banner: bool = False
    first_layer: FirstLayer = FirstLayer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The consent dialog, if there was one, and what came of using it.

    `cmp` is the consent tool by autoconsent's name for it; `blocks_page` whether the page cannot be used beside it.
    `layers` are the first layer and, where somebody opened them, the settings; `policy_behind` the policies that lay
    behind the dialog. `control_sought_on` are the pages on which a control to change the choice was looked for,
    `control_on` those that have one (both without query).
    """

    banner: bool = False
    cmp: str | None = None
    text: str | None = None
    first_layer: FirstLayer = FirstLayer()
    prechecked: tuple[str, ...] = ()
    accept: ConsentAction = ConsentAction()
    reject: ConsentAction = ConsentAction()
    withdraw: ConsentAction = ConsentAction()
    partial: ConsentAction = ConsentAction()
    withdrawal_control: bool | None = None
    buttons: tuple[BannerButton, ...] = ()
    blocks_page: bool | None = None
    layers: tuple[DialogLayer, ...] = ()
    other_device: OtherDevice | None = None
    policy_behind: tuple[str, ...] = ()
    control_on: tuple[str, ...] = ()
    control_sought_on: tuple[str, ...] = ()
