"""Report formats: each `as_<format>.py` reads one finished Result and writes files.

A format for people has `present(result, folder, look)` beside `write(result, folder)`.
"""

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from reports.look import Brand, Look
from scanner import registry
from scanner.model.errors import UsageError
from scanner.model.result import Result

__all__ = ["Brand", "Look", "formats", "known", "write"]


def formats() -> tuple[str, ...]:
    """The formats there are."""
    return registry.names("reports", prefix="as_")


def known(wanted: Sequence[str]) -> dict[str, ModuleType]:
    """The wanted formats, result.json first and always. Raises UsageError for one that is not known."""
    every = formats()
    unknown = [name for name in wanted if name not in every]
    if unknown:
        raise UsageError(f"There is no report format “{unknown[0]}”; there are: {', '.join(every)}.")
    return {name: registry.module("reports", name, prefix="as_") for name in dict.fromkeys(["json", *wanted])}


def write(result: Result, folder: Path, wanted: Sequence[str], look: Look | None = None) -> list[Path]:
    """Write the wanted formats, and result.json always; returns the files. Raises UsageError for an unknown format."""
    files: list[Path] = []
    for format_ in known(wanted).values():
        shown = hasattr(format_, "present")
        files += format_.present(result, folder, look or Look()) if shown else format_.write(result, folder)
    return files
