"""The evidence store: files by the SHA-256 of what they hold, compressed, in a folder or at any address fsspec knows."""

import gzip
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import fsspec

from scanner.model.errors import PrivacydiffError, UsageError

_LEVEL = 6
_END = ".gz"
_DIGEST = 64
_PART = ".part-"


class EvidenceError(PrivacydiffError):
    """A file of the evidence store is missing or is not what its name says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that is in the store now: its hash, its size, the bytes it takes, and whether it had been there before."""

    sha256: str
    size: int
    stored_size: int
    was_there: bool


@dataclass(frozen=True, slots=True)
class Files:
    """The evidence store at `address`: a folder, or an fsspec address such as s3://bucket/privacydiff."""

    address: str

    def keep(self, data: bytes) -> Kept:
        """Put a file in; afterwards it is there whole, whatever happens to this process or machine."""
        digest = hashlib.sha256(data).hexdigest()
        system, root = self._open()
        place = _place(root, digest)
        if system.exists(place):
            return Kept(sha256=digest, size=len(data), stored_size=int(system.info(place)["size"]), was_there=True)
        packed = gzip.compress(data, _LEVEL, mtime=0)
        if _is_local(system):
            _write(Path(place), packed)
        else:
            system.makedirs(place.rpartition("/")[0], exist_ok=True)
            system.pipe_file(place, packed)  # object stores show a file when it is whole
        return Kept(sha256=digest, size=len(data), stored_size=len(packed), was_there=False)

    def read(self, digest: str) -> bytes:
        """What a file holds. Raises EvidenceError when it is not there or was changed."""
        system, root = self._open()
        try:
            data = gzip.decompress(system.cat_file(_place(root, digest)))
        except FileNotFoundError as error:
            raise EvidenceError(f"The evidence file {digest} is missing in {self.address}.") from error
        except (OSError, EOFError) as error:
            raise EvidenceError(f"The evidence file {digest} in {self.address} cannot be read: {error}.") from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise EvidenceError(f"The evidence file {digest} in {self.address} is not as it was stored.")
        return data

    def holds(self, digest: str) -> bool:
        """Whether a file is there."""
        system, root = self._open()
        return bool(system.exists(_place(root, digest)))

    def remove(self, digest: str) -> int:
        """Take a file out; returns the bytes it took, 0 when it was not there."""
        system, root = self._open()
        place = _place(root, digest)
        try:
            size = int(system.info(place)["size"])
            system.rm_file(place)
        except FileNotFoundError:
            return 0
        return size

    def since(self, digest: str) -> datetime | None:
        """Since when a file has been there; None when it is not."""
        system, root = self._open()
        place = _place(root, digest)
        return _modified(system, place) if system.exists(place) else None

    def remove_leftovers(self, before: datetime) -> None:
        """Take out what writes that were interrupted before then have left in a folder; elsewhere there is nothing."""
        system, root = self._open()
        if _is_local(system):
            for file in Path(root).glob(f"*/{_PART}*"):
                if datetime.fromtimestamp(file.stat().st_mtime, UTC) < before:
                    file.unlink(missing_ok=True)

    def all(self) -> Iterator[tuple[str, datetime]]:
        """Every file: its hash, and since when it has been there."""
        system, root = self._open()
        for folder in system.ls(root, detail=False) if system.exists(root) else ():
            for place in system.ls(folder, detail=False) if system.isdir(folder) else ():
                name = PurePosixPath(place).name
                if name.endswith(_END) and len(name) == _DIGEST + len(_END):
                    yield name.removesuffix(_END), _modified(system, place)

    def _open(self) -> tuple[Any, str]:
        """The file system and the root in it, as fsspec names them."""
        core: Any = fsspec.core
        try:
            system, root = core.url_to_fs(self.address)
        except (ValueError, ImportError) as error:
            raise UsageError(f"The evidence store {self.address} cannot be used: {error}.") from error
        return system, str(root).rstrip("/")


def _place(root: str, digest: str) -> str:
    return f"{root}/{digest[:2]}/{digest}{_END}"


def _is_local(system: Any) -> bool:
    return "file" in ((system.protocol,) if isinstance(system.protocol, str) else system.protocol)


def _modified(system: Any, place: str) -> datetime:
    try:
        moment: datetime = system.modified(place)
    except (FileNotFoundError, NotImplementedError):
        return datetime.now(UTC)  # gone meanwhile, or of no known age: not swept by its age
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _write(file: Path, data: bytes) -> None:
    """Write under another name, force it to the disk, rename, and force the name to the disk."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=_PART)
    try:
        with os.fdopen(descriptor, "wb") as body:
            body.write(data)
            body.flush()
            os.fsync(body.fileno())
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
