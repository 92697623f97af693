"""Where fetched lists lie: each in a file named by its checksum, and an index that is replaced whole."""

import hashlib
import os
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import platformdirs

from scanner.model import codec
from scanner.model.errors import UsageError

_INDEX = "index.json"


def data_folder() -> Path:
    """The folder of fetched lists: below PRIVACYDIFF_DATA, else where this system keeps a user's data."""
    return Path(os.environ.get("PRIVACYDIFF_DATA") or platformdirs.user_data_dir("privacydiff")) / "lists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One fetched list: its file, the SHA-256 of it, where it came from, and when (UTC, ISO 8601)."""

    file: str
    sha256: str
    address: str
    fetched_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """All fetched lists, by id, and the path of a Ghostery trackerdb folder if one was named."""

    copies: dict[str, Copy] = field(default_factory=dict)
    trackerdb: str | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of lists."""

    path: Path

    def index(self) -> Index:
        """What is there; empty when nothing was ever fetched."""
        file = self.path / _INDEX
        if not file.is_file():
            return Index()
        return codec.from_json(file.read_bytes(), Index, source=str(file))

    def read(self, identity: str) -> str | None:
        """The text of a list, or None if it was never fetched. Raises UsageError when it is not as it was fetched."""
        copy = self.index().copies.get(identity)
        if copy is None:
            return None
        file = self.path / copy.file
        data = file.read_bytes() if file.is_file() else b""
        if hashlib.sha256(data).hexdigest() != copy.sha256:
            raise UsageError(f"{file} is not as it was fetched: run `privacydiff update`, or delete {self.path}.")
        return data.decode("utf-8", "replace")

    def verify(self) -> None:
        """Raise UsageError where a list is not as it was fetched: better before a scan than after it."""
        for identity in self.index().copies:
            self.read(identity)

    def keep(self, identity: str, data: bytes, *, address: str, fetched_at: str) -> Copy:
        """Put a list in place of its old copy. Until the index is replaced, the old copy is the one in use."""
        digest = hashlib.sha256(data).hexdigest()
        copy = Copy(file=f"{identity}-{digest[:16]}", sha256=digest, address=address, fetched_at=fetched_at)
        index = self.index()
        old = index.copies.get(identity)
        self._write(copy.file, data)
        self._write(_INDEX, codec.to_json(replace(index, copies={**index.copies, identity: copy})))
        if old and old.file != copy.file:
            (self.path / old.file).unlink(missing_ok=True)
        return copy

    def name_trackerdb(self, path: Path | None) -> None:
        """Remember, or forget, where a Ghostery trackerdb lies."""
        self._write(_INDEX, codec.to_json(replace(self.index(), trackerdb=str(path.resolve()) if path else None)))

    def _write(self, name: str, data: bytes) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=self.path, prefix=f".{name}.")
        except OSError as error:
            raise UsageError(
                f"{self.path} cannot be written to ({error.strerror}): set PRIVACYDIFF_DATA to another folder."
            ) from error
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(self.path / name)
        except OSError as error:
            Path(temporary).unlink(missing_ok=True)
            raise UsageError(f"{self.path / name} cannot be written ({error.strerror}).") from error
