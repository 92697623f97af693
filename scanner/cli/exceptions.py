"""Reads the findings that a user has accepted from the settings file: its [[accepted]] tables."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from scanner.model.errors import UsageError
from scanner.model.judging import Acceptance

KEY = "accepted"
_TEXTS = ("check", "subject", "reason")
_NEEDED = ("check", "reason")


def read(value: Any, file: Path, text: str) -> tuple[Acceptance, ...]:
    """The acceptances of a settings file with that text. Raises UsageError that names file, line and key."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise UsageError(f"{file}: “{KEY}” must be tables: give [[{KEY}]] with check, subject, reason and until.")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if re.match(rf"\s*\[\[\s*{KEY}\s*\]\]", line)]
    places = lines if len(lines) == len(value) else [1] * len(value)
    return tuple(_one(one, f"{file}, line {line}") for one, line in zip(value, places, strict=True))


def _one(given: Mapping[str, Any], place: str) -> Acceptance:
    unknown = sorted(given.keys() - {*_TEXTS, "until"})
    if unknown:
        raise UsageError(
            f"{place}: an accepted finding has no “{unknown[0]}”; it has check, subject, reason and until."
        )
    for name in _NEEDED:
        if not str(given.get(name, "")).strip():
            raise UsageError(f"{place}: an accepted finding needs “{name}”.")
    for name in _TEXTS:
        if not isinstance(given.get(name, ""), str):
            raise UsageError(f"{place}: “{name}” must be a text in quotes.")
    return Acceptance(
        check=given["check"],
        subject=given.get("subject"),
        reason=given["reason"],
        until=_day(given["until"], place) if "until" in given else None,
    )


def _day(value: Any, place: str) -> str:
    try:
        day = value if type(value) is date else date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise UsageError(f"{place}: “until” must be a day, such as 2027-01-31.") from error
    return day.isoformat()
