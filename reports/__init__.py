"""Report formats: each `as_<format>.py` reads one finished Result and writes files."""

from collections.abc import Sequence
from pathlib import Path

from scanner import registry
from scanner.model.errors import UsageError
from scanner.model.result import Result


def formats() -> tuple[str, ...]:
    """The formats there are."""
    return tuple(registry.modules("reports", prefix="as_", attribute="write"))


def write(result: Result, folder: Path, wanted: Sequence[str]) -> list[Path]:
    """Write the wanted formats, and result.json always; returns the files. Raises UsageError for an unknown format."""
    known = registry.modules("reports", prefix="as_", attribute="write")
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise UsageError(f"There is no report format “{unknown[0]}”; there are: {', '.join(known)}.")
    files: list[Path] = []
    for name in dict.fromkeys(["json", *wanted]):
        files += known[name].write(result, folder)
    return files
