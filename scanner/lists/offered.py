"""The lists the program can fetch and use, with the addresses their makers publish (offered.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from scanner.model.errors import UsageError

_FILE = Path(__file__).with_name("offered.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownList:
    """One list: `rules` in the syntax of ad blockers, or a table of `cookies`; `says` is the category its rules stand for."""

    id: str
    name: str
    kind: Literal["rules", "cookies"]
    address: str
    licence: str
    says: str = ""


@cache
def offered() -> dict[str, KnownList]:
    """All lists, by id."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {identity: KnownList(id=identity, **table) for identity, table in tables.items()}


def addresses(changed: tuple[str, ...], origin: str) -> dict[str, str]:
    """The address of every list, those in `changed` ("easyprivacy=https://…") in place of the makers'."""
    found = {identity: one.address for identity, one in offered().items()}
    for entry in changed:
        identity, sign, address = entry.partition("=")
        if not sign or not address.startswith(("https://", "http://")):
            raise UsageError(
                f"{origin} {entry} is not NAME=ADDRESS, such as easyprivacy=https://lists.example/privacy.txt."
            )
        if identity.strip() not in found:
            raise UsageError(f"{origin}: there is no list “{identity.strip()}”; there are: {', '.join(found)}.")
        found[identity.strip()] = address
    return found
