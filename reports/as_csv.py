"""CSV tables for spreadsheets: findings, flows, cookies, requests, storage, claims, checks, traces.

UTF-8, by default with a byte order mark, so that Excel reads it right. Text that a spreadsheet would run as a formula
gets an apostrophe before it.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from reports.look import Look
from reports.tables import plain, tables
from scanner.model.result import Result

_FORMULA = re.compile(r"^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def write(result: Result, folder: Path) -> list[Path]:
    """Write all tables; each has all its columns even when it has no row."""
    return present(result, folder, Look())


def present(result: Result, folder: Path, look: Look) -> list[Path]:
    """The same, with or without a byte order mark."""
    encoding = "utf-8-sig" if look.byte_order_mark else "utf-8"
    return [
        write_table(folder / f"{name}.csv", columns, rows, encoding) for name, (columns, rows) in tables(result).items()
    ]


def cell(value: Any) -> Any:
    """A value as it may stand in a cell of a CSV file; numbers and yes/no stay what they are."""
    text = plain(value)
    return f"'{text}" if isinstance(text, str) and _FORMULA.match(text) else text


def write_table(file: Path, columns: list[str], rows: Iterable[list[Any]], encoding: str = "utf-8-sig") -> Path:
    """Write one table."""
    frame = pd.DataFrame([[cell(value) for value in row] for row in rows], columns=columns)
    frame.to_csv(file, index=False, encoding=encoding, lineterminator="\r\n")
    return file
