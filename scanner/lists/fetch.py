"""Fetches lists: each is checked for what it should be before it takes the place of the copy in use."""

import csv
import io
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException

from scanner import __version__
from scanner.lists.cookies import COLUMNS
from scanner.lists.folder import Folder
from scanner.lists.offered import KnownList, offered

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long one list may take, in seconds, and how large it may be, in bytes."""

    seconds: float
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What became of one list: `entries` now in use, or why it could not be fetched (and `kept`, the day of the old copy)."""

    list: KnownList
    entries: int = 0
    why: str | None = None
    kept: str | None = None


def update(folder: Folder, addresses: dict[str, str], bounds: Bounds) -> Iterator[Fetched]:
    """Fetch every list and put it in place. One that fails leaves its old copy, and the others, as they are."""
    for identity, address in addresses.items():
        one = offered()[identity]
        try:
            data = _download(address, bounds)
            entries = _entries(one, data)
        except _UnfitError as unfit:
            old = folder.index().copies.get(identity)
            yield Fetched(list=one, why=f"{address} {unfit}", kept=old.fetched_at[:10] if old else None)
            continue
        folder.keep(identity, data, address=address, fetched_at=datetime.now(UTC).isoformat(timespec="seconds"))
        yield Fetched(list=one, entries=entries)


class _UnfitError(Exception):
    """Why a list cannot be used, as the end of a sentence that begins with its address."""


def _download(address: str, bounds: Bounds) -> bytes:
    deadline = time.monotonic() + bounds.seconds
    request = urllib.request.Request(address, headers={"User-Agent": f"privacydiff/{__version__}"})
    read = bytearray()
    try:
        with urllib.request.urlopen(request, timeout=bounds.seconds) as answer:
            while piece := answer.read1(_PIECE):
                read += piece
                if len(read) > bounds.size:
                    raise _UnfitError(f"is larger than {bounds.size} bytes")
                if time.monotonic() > deadline:
                    raise _UnfitError(f"did not arrive within {bounds.seconds:g} s")
            expected = answer.headers.get("Content-Length")
    except urllib.error.HTTPError as error:
        raise _UnfitError(f"answered with status {error.code}") from error
    except TimeoutError as error:
        raise _UnfitError(f"did not answer within {bounds.seconds:g} s") from error
    except (OSError, HTTPException, ValueError) as error:
        raise _UnfitError(f"could not be reached ({getattr(error, 'reason', error)})") from error
    if expected and expected.isdigit() and int(expected) != len(read):
        raise _UnfitError(f"broke off after {len(read)} of {expected} bytes")
    return bytes(read)


def _entries(one: KnownList, data: bytes) -> int:
    """How many rules or cookies a list holds; raises for what is no such list (a page of a login, an empty file)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _UnfitError("is not a text in UTF-8") from error
    if one.kind == "cookies":
        rows = csv.DictReader(io.StringIO(text))
        if not set(rows.fieldnames or ()) >= COLUMNS:
            raise _UnfitError("is not a table of the Open Cookie Database")
        entries = sum(1 for _ in rows)
    else:
        if not text.lstrip().startswith(("[", "!")):
            raise _UnfitError("is not a list of rules")
        entries = sum(1 for line in text.splitlines() if line.strip() and not line.startswith(("!", "[")))
    if not entries:
        raise _UnfitError("is empty")
    return entries
