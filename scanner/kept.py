"""What takes long to parse or to work out, as it was made last time: more than all else that a short command does.

Files in the user's cache folder, each of use only with the same data and the same program; nothing depends on them.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

from scanner.model import codec
from scanner.model.errors import UsageError

T = TypeVar("T")


def key_of(*files: Path) -> str:
    """What a kept file has to begin with: a hash of the files it was made from, those of its shape and its making included."""
    return hashlib.sha256(b"".join(file.name.encode() + file.read_bytes() for file in files)).hexdigest()


def made(name: str, key: str, kind: type[T], make: Callable[[], T]) -> T:
    """What `make` gave last time, if it was kept under that name and key; else what it gives now, which is kept."""
    found = read(name, key, kind)
    if found is None:
        found = make()
        write(name, key, found)
    return found


def read(name: str, key: str, kind: type[T]) -> T | None:
    """What is kept under that name and key; None where nothing is, or the file cannot be used."""
    first_line = _first_line(key)
    with suppress(OSError, UsageError):
        body = _file(name).read_bytes()
        if body.startswith(first_line):
            return codec.from_json(body[len(first_line) :], kind, source=str(_file(name)))
    return None


def write(name: str, key: str, value: Any) -> None:
    """Keep a value in place of the one before; where that is not possible it is made every time."""
    file = _file(name)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as written:
            written.write(_first_line(key) + codec.to_json(value, indent=0))
        Path(beside).replace(file)  # whole or not at all: other processes read it meanwhile


def _first_line(key: str) -> bytes:
    return f"{key} {sys.hexversion:x}\n".encode()  # another Python may know other letters


def _file(name: str) -> Path:
    return platformdirs.user_cache_path("privacydiff") / f"{name}.json"
