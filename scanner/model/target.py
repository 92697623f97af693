"""What to scan, and as which visitor."""

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Literal

State = Literal["baseline", "accept", "reject", "withdraw", "partial", "device"]
"""The visitor makes no choice; accepts; refuses; accepts and then withdraws; allows statistics only; sees the first page
with the other kind of device, which nobody asks for by name."""
Device = Literal["desktop", "mobile"]

STATES: tuple[State, ...] = ("baseline", "accept", "reject")
ALL_STATES: tuple[State, ...] = (*STATES, "withdraw", "partial")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One scan as asked for. Everything that changes what a visit sees stands here.

    `pages` counts pages of the site, the home page included and policy documents not; `timeout_s` bounds one page,
    `deadline_s` the whole scan. With `typing`, bait is typed into fields (never sent) to see where it goes. With
    `other_device`, the first page is looked at once more as on a phone (or, scanned as one, as on a desktop). `headers` are sent with first-party requests only; results name them, never their values.
    """

    url: str
    states: tuple[State, ...] = STATES
    pages: int = 5
    page_urls: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    locale: str = "lv-LV"
    timezone: str = "Europe/Riga"
    device: Device = "desktop"
    proxy: str | None = None
    ignore_certificate_errors: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    storage_state: str | None = None
    browser: str | None = None
    timeout_s: float = 30.0
    deadline_s: float = 600.0
    keep_values: bool = False
    robots: bool = True
    first_party: tuple[str, ...] = ()
    typing: bool = True
    other_device: bool = True

    def on_record(self) -> "Target":
        """The same without secrets, as evidence and results carry it: headers have names only, files no folder."""
        state = PurePath(self.storage_state).name if self.storage_state else None
        return replace(self, headers=tuple((name, "") for name, _ in self.headers), storage_state=state)
