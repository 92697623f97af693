"""Sites as a CSV file that people and spreadsheets can change, and back: what was exported comes in as it went out."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from scanner.fleet.store.sites import Wanted
from scanner.fleet.store.tables import Site
from scanner.fleet.store.tables.types import storable
from scanner.model.errors import UsageError

COLUMNS = ("id", "url", "client", "tags", "schedule", "profile", "options", "paused")
_FORMULA = re.compile(r"['\s]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_TRUE, _FALSE = ("yes", "true", "1"), ("no", "false", "0", "")


def write(sites: Iterable[Site]) -> str:
    """The file's text. A cell that a spreadsheet would run as a formula gets an apostrophe before it."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for one in sites:
        options = json.dumps(one.options, ensure_ascii=False, sort_keys=True) if one.options else ""
        tags = ";".join(tag.tag for tag in one.tags)
        paused = "yes" if one.paused else "no"
        row = (one.slug, one.url, one.client, tags, one.schedule or "", one.profile or "", options, paused)
        rows.writerow(guarded(cell) for cell in row)
    return text.getvalue()


def read(file: Path, ready: Callable[[dict[str, Any]], Wanted]) -> Iterator[tuple[int, Wanted]]:
    """The sites of a file with the lines they stand on: one address a line, or CSV with some of the columns.

    `ready` checks and completes what stands there, or raises UsageError; the fault then names the line.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not written in UTF-8: save it so.") from error
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}): give a list of sites.") from error
    there = False
    for line, row in _rows(file, text):
        try:
            yield line, ready(row)
        except UsageError as error:
            raise UsageError(f"{file}, line {line}: {error}") from error
        there = True
    if not there:
        raise UsageError(f"{file} names no site: write one address a line, or CSV with a column “url”.")


def guarded(cell: str) -> str:
    """A cell as it may stand in a file that a spreadsheet opens. Apostrophes before a formula are doubled, so that
    `bare` gives the same text back."""
    return f"'{storable(cell)}" if _FORMULA.match(cell) else storable(cell)


def bare(cell: str) -> str:
    """What was written as a guarded cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def _rows(file: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    lines = csv.reader(io.StringIO(text, newline=""))
    header: list[str] | None = None
    for row in lines:
        cells = [bare(cell).strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if header is None:
            names = [cell.lower() for cell in cells]
            if "url" in names:
                header = _header(file, names)
                continue
            header = ["url"]
        if len(cells) != len(header):
            raise UsageError(f"{file}, line {lines.line_num}: it has not as many values as the header has columns.")
        yield lines.line_num, dict(zip(header, cells, strict=True))


def _header(file: Path, names: list[str]) -> list[str]:
    for name in names:
        if name not in COLUMNS or names.count(name) > 1:
            raise UsageError(f"{file} has the column “{name}”; there may be, once each: {', '.join(COLUMNS)}.")
    return names


def parts(row: dict[str, Any]) -> dict[str, Any]:
    """The cells of a row as values; a column that is not there is None: what the site has stays."""
    tags, options, paused = row.get("tags"), row.get("options"), row.get("paused")
    return {
        "slug": row.get("id") or None,
        "url": row["url"],
        "client": row.get("client"),
        "tags": None
        if tags is None
        else tuple(tag for part in tags.replace(",", ";").split(";") if (tag := part.strip())),
        "schedule": row.get("schedule"),
        "profile": row.get("profile"),
        "options": None if options is None else _options(options),
        "paused": None if paused is None else _yes(paused),
    }


def _options(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError as error:
        raise UsageError(f'options “{text[:80]}” are not JSON such as {{"pages": 10}}.') from error
    if not isinstance(found, dict):
        raise UsageError(f'options “{text[:80]}” are not JSON such as {{"pages": 10}}.')
    return found


def _yes(text: str) -> bool:
    if text.lower() not in (*_TRUE, *_FALSE):
        raise UsageError(f"paused “{text[:80]}” is neither yes nor no.")
    return text.lower() in _TRUE
