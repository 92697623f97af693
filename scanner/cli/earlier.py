"""Earlier results: read again, to be laid beside a later one of the same site."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from scanner.model.errors import UsageError

if TYPE_CHECKING:
    from scanner.model.result import Result

Since = Annotated[
    Path | None,
    typer.Option("--since", metavar="FOLDER", help="An earlier scan of the site: the report tells what changed since."),
]


def read(source: Path) -> "Result":
    """The result of an earlier scan, from its folder or its result.json. Raises UsageError."""
    from scanner.model import codec
    from scanner.model.result import Result

    file = source / "result.json" if source.is_dir() else source
    if not file.is_file():
        raise UsageError(f"{file} does not exist: name the result.json of an earlier scan, or its folder.")
    return codec.from_json(file.read_bytes(), Result, source=str(file))


def of_site(source: Path | None, url: str) -> "Result | None":
    """The same, None for none. Raises UsageError where the earlier scan was of another site than `url`."""
    if source is None:
        return None
    found = read(source)
    if _host(found.target.url) != _host(url):
        raise UsageError(f"--since {source} is a scan of another site: {found.target.url}, not {url}.")
    return found


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
