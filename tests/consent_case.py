"""What a site with one kind of consent dialog is, and what the visitors' choices in it must come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scanner.model.target import State

SCRIPT = """
const chosen = () => document.cookie.includes("choice=");
const keep = (value) => { document.cookie = `choice=${value}; path=/; max-age=9999`; };
const end = (value) => { keep(value); box.remove(); };
const ticked = (root) => [...root.querySelectorAll("input[name]:checked:not(:disabled)")].map((one) => one.name).join("+") || "none";
"""
"""Stands before every page's own: how a choice is kept, and how the box with the id "box" ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A page, and what choosing in it comes to: "verified", or a part of the reason why not; None where it is not tried.

    `patient` is a dialog that only the waits on a visitor's first page see. `kept` is the cookie `choice` at the end by state: what it must be for a visitor who could choose, None for nothing.
    """

    body: str
    accept: str = "verified"
    reject: str = "verified"
    withdraw: str | None = None
    partial: str | None = None
    banner: bool = True
    patient: bool = False
    accept_kept: str | None = "all"
    reject_kept: str | None = "none"
    withdraw_kept: str | None = "none"
    partial_kept: str | None = "stats"
    files: dict[str, str] = field(default_factory=dict)

    def expected(self, state: State) -> str | None:
        """What the choice of a visitor must come to."""
        return {"accept": self.accept, "reject": self.reject, "withdraw": self.withdraw, "partial": self.partial}[state]

    def kept(self, state: State) -> str | None:
        """What must be kept at the end."""
        return {
            "accept": self.accept_kept, "reject": self.reject_kept, "withdraw": self.withdraw_kept, "partial": self.partial_kept,
        }[state]  # fmt: skip


def write(folder: Path, cases: Mapping[str, Case], script: str = SCRIPT) -> None:
    """Write the site of every case below `folder`, one folder a host."""
    for host, case in cases.items():
        page = f"<!doctype html><html lang=lv><meta charset=utf-8><title>{host}</title><h1>{host}</h1><p>Laipni lūdzam!</p>"
        for name, text in {"index.html": f"{page}<script>{script}</script>{case.body}", **case.files}.items():
            (folder / host / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / host / name).write_text(text, encoding="utf-8")
