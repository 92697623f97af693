"""Settings from privacydiff.toml: the same names as the command line's options, with its faults told by line."""

import difflib
import tomllib
from pathlib import Path
from typing import Any

from scanner.model.errors import UsageError

FILE = "privacydiff.toml"

_TYPES: dict[str, type | tuple[type, ...]] = {
    "pages": int,
    "page": list,
    "states": list,
    "policy": list,
    "out": str,
    "format": list,
    "locale": str,
    "timezone": str,
    "device": str,
    "proxy": str,
    "ignore_certificate_errors": bool,
    "header": list,
    "storage_state": str,
    "browser": str,
    "timeout": (int, float),
    "deadline": (int, float),
    "fail_on": str,
    "keep_values": bool,
    "no_robots": bool,
    "first_party": list,
}
_NAMES = {
    int: "a whole number",
    str: "a text in quotes",
    bool: "true or false",
    list: "a list of texts",
    (int, float): "a number",
}


def read(file: Path | None) -> dict[str, Any]:
    """The settings of `file`, or of privacydiff.toml in the current folder if there is one.

    Raises UsageError that names file, line and what is wrong with it.
    """
    if file is None:
        file = Path(FILE)
        if not file.is_file():
            return {}
    if not file.is_file():
        raise UsageError(f"{file} does not exist: give the path of a settings file with --config, or leave it out.")
    text = file.read_text(encoding="utf-8")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file} is not valid TOML: {error}.") from error
    for key, value in values.items():
        _check(file, text, key, value)
    return values


def _check(file: Path, text: str, key: str, value: object) -> None:
    place = f"{file}, line {_line(text, key)}"
    wanted = _TYPES.get(key)
    if wanted is None:
        near = difflib.get_close_matches(key, _TYPES, n=1)
        hint = f"did you mean “{near[0]}”?" if near else f"there are: {', '.join(_TYPES)}."
        raise UsageError(f"{place}: there is no setting “{key}”; {hint}")
    fits = isinstance(value, wanted) and not (isinstance(value, bool) and wanted is not bool)
    if not fits or (isinstance(value, list) and not all(isinstance(entry, str) for entry in value)):
        raise UsageError(f"{place}: “{key}” must be {_NAMES[wanted]}.")


def _line(text: str, key: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if line.split("=")[0].split("]")[0].strip().strip('["') == key:
            return number
    return 1
