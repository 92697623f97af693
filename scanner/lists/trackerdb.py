"""Reads a Ghostery trackerdb (github.com/ghostery/trackerdb) from a folder the user names; nothing of it is shipped."""

import re
from dataclasses import dataclass
from pathlib import Path

from scanner.model.errors import UsageError

_FIELD = re.compile(r"^([a-z_]+):\s*(.*?)\s*$", re.MULTILINE)
_DOMAINS = re.compile(r"^--- domains\s*\n(.*?)^--- domains\s*$", re.MULTILINE | re.DOTALL)
CATEGORIES = {
    "advertising": "advertising",
    "pornvertising": "advertising",
    "site_analytics": "analytics",
    "telemetry": "analytics",
    "audio_video_player": "video",
    "cdn": "cdn",
    "hosting": "hosting",
    "consent": "consent",
    "comments": "social",
    "social_media": "social",
    "customer_interaction": "chat",
}


@dataclass(frozen=True, slots=True)
class Tracker:
    """Whose a domain is, by the trackerdb; `category` in the catalogue's words, "" where it has none for it."""

    name: str
    owner: str
    country: str
    category: str


def read(folder: Path) -> dict[str, Tracker]:
    """Trackers by domain. Raises UsageError where the folder holds no trackerdb."""
    root = folder / "db" if (folder / "db").is_dir() else folder
    if not (root / "patterns").is_dir():
        raise UsageError(f"{folder} is no Ghostery trackerdb: name the folder that holds db/patterns.")
    owners = {file.stem: _fields(file) for file in sorted((root / "organizations").glob("*.eno"))}
    found: dict[str, Tracker] = {}
    for file in sorted((root / "patterns").glob("*.eno")):
        text = file.read_text(encoding="utf-8", errors="replace")
        told = dict(_FIELD.findall(text))
        owner = owners.get(told.get("organization", ""), {})
        tracker = Tracker(
            name=told.get("name") or file.stem,
            owner=owner.get("name") or told.get("name") or file.stem,
            country=owner.get("country", ""),
            category=CATEGORIES.get(told.get("category", ""), ""),
        )
        block = _DOMAINS.search(text)
        found.update(
            (line.strip().lower(), tracker) for line in (block[1] if block else "").splitlines() if line.strip()
        )
    return found


def _fields(file: Path) -> dict[str, str]:
    return dict(_FIELD.findall(file.read_text(encoding="utf-8", errors="replace")))
