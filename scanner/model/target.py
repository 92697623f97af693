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
    `other_device`, the first page is looked at once more as on a phone (or, scanned as one, as on a desktop). With `dns`,
    canonical names of the site's hosts are looked up; with `gpc`, every page and worker is told that the visitor objects to
    selling and sharing (Global Privacy Control); `visitor_ip` is the address under which the visitor goes out, and is not
    kept. `allow_private` lets a start address lie in a private network; with `guarded`, as hosted scans
    are, nothing in one is reached from a page either. `headers` are sent with first-party requests only;
    results name them, never their values.
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
    dns: bool = True
    gpc: bool = False
    visitor_ip: str | None = None
    allow_private: bool = False
    guarded: bool = False

    def on_record(self) -> "Target":
        """The same without secrets, as evidence and results carry it: headers have names only, files no folder."""
        state = PurePath(self.storage_state).name if self.storage_state else None
        address = "(given)" if self.visitor_ip else None
        named = tuple((name, "") for name, _ in self.headers)
        return replace(self, headers=named, storage_state=state, visitor_ip=address)
