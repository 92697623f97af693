"""The folder that a scan has left, as the store takes it in and gives it back."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scanner import manifest
from scanner.fleet.store.files import Files, Kept
from scanner.model import codec
from scanner.model.errors import UsageError
from scanner.model.result import Result

RESULT = "result.json"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A scan's folder: its result, and the files to keep. Reports are not among them: they are made from the result."""

    folder: Path
    result: Result
    paths: tuple[str, ...]

    def data(self, path: str) -> bytes:
        """What a file holds; result.json as `result` has it now."""
        return codec.to_json(self.result) if path == RESULT else (self.folder / path).read_bytes()

    def keep(self, files: Files) -> dict[str, Kept]:
        """Put result and evidence into the evidence store; by path."""
        return {path: files.keep(self.data(path)) for path in (RESULT, *self.paths)}


def read(folder: Path) -> Bundle:
    """The scan in a folder. Raises UsageError when there is none."""
    file = folder / RESULT
    if file.is_symlink() or not file.is_file():
        raise UsageError(f"{folder} holds no {RESULT}: name the folder of a finished scan.")
    result = codec.from_json(file.read_bytes(), Result, source=str(file))
    there = (one for one in sorted(folder.rglob("*")) if one.is_file() and not one.is_symlink())
    paths = (one.relative_to(folder).as_posix() for one in there)
    return Bundle(folder, result, tuple(path for path in paths if path.startswith(manifest.EVIDENCE)))


def write(files: Files, paths: dict[str, str], folder: Path) -> None:
    """Put the files of a scan, by path and hash, into a folder. Raises EvidenceError when one is missing."""
    for path, digest in paths.items():
        parts = PurePosixPath(path).parts
        if not parts or ".." in parts or PurePosixPath(path).is_absolute():
            raise UsageError(f"The stored path “{path}” leads out of {folder}: it is not written.")
        file = folder.joinpath(*parts)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(files.read(digest))
