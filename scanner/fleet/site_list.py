"""Reads a list of sites: one address a line, or CSV with the columns url, client and tags."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from scanner.model.errors import UsageError
from scanner.model.portfolio import ListedSite

_COLUMNS = ("url", "client", "tags")


def read(file: Path, address: Callable[[str], str]) -> tuple[ListedSite, ...]:
    """The sites of a list, each address once. `address` makes a full address of what stands there, or raises UsageError.

    Raises UsageError that names the line at fault.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not written in UTF-8: save it so.") from error
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}): give a list of sites.") from error
    sites: dict[str, ListedSite] = {}
    for line, site in _rows(file, text):
        try:
            full = address(site.url)
        except UsageError as error:
            raise UsageError(f"{file}, line {line}: {error}") from error
        sites.setdefault(full, ListedSite(url=full, client=site.client, tags=site.tags))
    if not sites:
        raise UsageError(f"{file} names no site: write one address a line, or CSV with a column “url”.")
    return tuple(sites.values())


def _rows(file: Path, text: str) -> Iterator[tuple[int, ListedSite]]:
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    header = [name.strip().lower() for name in next(csv.reader([first]), [])]
    if "url" not in header:
        for number, line in enumerate(text.splitlines(), 1):
            if (entry := line.strip()) and not entry.startswith("#"):
                yield number, ListedSite(url=entry)
        return
    unknown = [name for name in header if name not in _COLUMNS]
    if unknown:
        raise UsageError(f"{file} has the column “{unknown[0]}”; there may be: {', '.join(_COLUMNS)}.")
    rows = csv.DictReader(io.StringIO(text[text.index(first) :]), fieldnames=header, restkey="more")
    before = text[: text.index(first)].count("\n")
    for row in rows:
        number = before + rows.line_num
        if number == before + 1 or not any(row.values()):
            continue
        if "more" in row or None in row.values():
            raise UsageError(f"{file}, line {number}: it has not as many values as the header has columns.")
        tags = tuple(tag for part in row.get("tags", "").replace(";", ",").split(",") if (tag := part.strip()))
        yield number, ListedSite(url=row["url"].strip(), client=row.get("client", "").strip(), tags=tags)
