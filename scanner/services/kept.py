"""The service files as they were read last time: parsing hundreds of them takes longer than all else a short command does.

One file in the user's cache folder, of use only with the same service files and the same program; nothing depends on it.
"""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import platformdirs

from scanner.model import codec
from scanner.model.errors import UsageError
from scanner.services import model
from scanner.services.model import Service


def key_of(version: str) -> str:
    """What the kept file has to begin with: the service files' hash and that of the shape they are read into."""
    return f"{version} {hashlib.sha256(Path(model.__file__).read_bytes()).hexdigest()}\n"


def read(key: str) -> dict[str, Service] | None:
    """The services kept under that key; None where there are none, or the file cannot be used."""
    with suppress(OSError, UsageError):
        start, _, rest = _file().read_bytes().partition(b"\n")
        if start + b"\n" == key.encode():
            return codec.from_json(rest, dict[str, Service], source=str(_file()))
    return None


def write(key: str, services: Mapping[str, Service]) -> None:
    """Keep services under a key, in place of those kept before; where that is not possible they are parsed every time."""
    file = _file()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as made:
            made.write(key.encode() + codec.to_json(dict(services), indent=0))
        Path(name).replace(file)  # whole or not at all: other processes read it meanwhile


def _file() -> Path:
    return platformdirs.user_cache_path("privacydiff") / "services.json"
