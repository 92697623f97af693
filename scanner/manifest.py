"""manifest.json: the SHA-256 of every file of a scan's folder, so that anybody can tell whether one was changed later."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanner.model import codec
from scanner.model.errors import UsageError

FILE = "manifest.json"
EVIDENCE = ("evidence.json", "evidence/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file: its path below the folder, with "/" between parts, its size in bytes, its SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All files of a folder but the manifest itself; `sha256` is that of `files` as compact JSON with sorted keys."""

    schema: int
    files: tuple[Entry, ...]
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What became of the files a manifest lists; `forged` means that the list does not carry its own hash."""

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    forged: bool = False

    @property
    def unchanged(self) -> bool:
        """Whether everything is as it was; files that came later change nothing."""
        return not (self.changed or self.missing or self.forged)


def write(folder: Path, *, keep_evidence: bool = False) -> None:
    """List the files of a scan's folder. With `keep_evidence`, what is said of the evidence stays as it was said before.

    Checking again makes new reports, but must not vouch for evidence that was changed in the meantime.
    """
    entries = {entry.path: entry for entry in _entries(folder)}
    if keep_evidence and (folder / FILE).is_file():
        entries = {path: entry for path, entry in entries.items() if not path.startswith(EVIDENCE)}
        entries |= {entry.path: entry for entry in _read(folder).files if entry.path.startswith(EVIDENCE)}
    files = tuple(entries[path] for path in sorted(entries))
    (folder / FILE).write_bytes(codec.to_json(Manifest(schema=1, files=files, sha256=_digest(files))))


def evidence_digest(folder: Path) -> str:
    """The hash of the list of evidence files alone, made like that of a manifest; "" where there are none.

    A report can carry it: the manifest's own hash also covers the report.
    """
    files = tuple(entry for entry in _entries(folder) if entry.path.startswith(EVIDENCE))
    return _digest(files) if files else ""


def recorded(folder: Path) -> dict[str, str]:
    """The evidence files of a folder with their SHA-256: as the manifest said it first, where there is one."""
    listed = _read(folder).files if (folder / FILE).is_file() else _entries(folder)
    return {entry.path: entry.sha256 for entry in listed if entry.path.startswith(EVIDENCE)}


def verify(folder: Path) -> Comparison:
    """Compare a folder with its manifest. Raises UsageError when there is none, or none that can be read."""
    manifest = _read(folder)
    listed = {entry.path: entry for entry in manifest.files}
    there = {entry.path: entry for entry in _entries(folder)}
    return Comparison(
        changed=tuple(path for path in listed if path in there and there[path].sha256 != listed[path].sha256),
        missing=tuple(path for path in listed if path not in there),
        added=tuple(path for path in there if path not in listed),
        forged=_digest(manifest.files) != manifest.sha256,
    )


def _read(folder: Path) -> Manifest:
    file = folder / FILE
    if not file.is_file():
        raise UsageError(f"{folder} holds no {FILE}: name the folder of a scan.")
    return codec.from_json(file.read_bytes(), Manifest, source=str(file))


def _entries(folder: Path) -> Iterable[Entry]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file != folder / FILE:
            with file.open("rb") as body:
                digest = hashlib.file_digest(body, "sha256").hexdigest()
            yield Entry(path=file.relative_to(folder).as_posix(), size=file.stat().st_size, sha256=digest)


def _digest(files: tuple[Entry, ...]) -> str:
    plain: Any = codec.to_plain(files)
    compact = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(compact.encode()).hexdigest()
