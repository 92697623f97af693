"""result.json: the Result by its contract (docs/result.md)."""

from pathlib import Path

from scanner.model import codec
from scanner.model.result import Result


def write(result: Result, folder: Path) -> list[Path]:
    """Write result.json."""
    file = folder / "result.json"
    file.write_bytes(codec.to_json(result))
    return [file]
