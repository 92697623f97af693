"""The long tail: whose a domain is when no service file knows it (entities.csv, made by tools/entities.py)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("entities.csv")


@dataclass(frozen=True, slots=True)
class Entity:
    """The name of a party and what kind of service it is, in the words of the catalogue."""

    name: str
    category: str


def entity_of(domain: str) -> Entity | None:
    """The entity behind a registrable domain ("example.com"), or None."""
    return _entities().get(domain)


@cache
def _entities() -> dict[str, Entity]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["domain"]: Entity(row["entity"], row["category"]) for row in csv.DictReader(file)}
