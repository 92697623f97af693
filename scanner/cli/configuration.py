"""Reads the settings of a scan from command line, environment and privacydiff.toml; faults are told by their place."""

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanner.cli import exceptions
from scanner.cli.options import SETTINGS, Kind, dashed, variable
from scanner.model.errors import UsageError

FILE = "privacydiff.toml"
TABLES = ("alerts", "smtp")
"""Tables that scans pass over: alerts (cli/alerting.py) read them."""
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
_TYPES: dict[Kind, tuple[type, ...]] = {
    "whole": (int,),
    "number": (int, float),
    "text": (str,),
    "flag": (bool,),
    "words": (list,),
    "lines": (list,),
}
_WANTED: dict[Kind, str] = {
    "whole": "a whole number",
    "number": "a number",
    "text": "a text in quotes",
    "flag": "true or false",
    "words": 'a list of texts, such as ["…", "…"]',
    "lines": 'a list of texts, such as ["…", "…"]',
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The value of every setting, and how to call the place it came from ("--pages", "privacydiff.toml, line 3: pages")."""

    values: Mapping[str, Any]
    origins: Mapping[str, str]

    def __getitem__(self, name: str) -> Any:
        """The value of a setting: int, float, str, bool, a tuple of str, or None."""
        return self.values[name]

    def origin(self, name: str) -> str:
        """Where the value of a setting came from."""
        return self.origins.get(name, dashed(name))


def choose(given: Mapping[str, Any], file: Path | None, environment: Mapping[str, str]) -> Chosen:
    """All settings: those given on the command line, else the environment's, else the file's, else the defaults.

    `given` holds text, booleans and lists of text, None and empty lists for what was not given. `file` None means
    PRIVACYDIFF_CONFIG, else privacydiff.toml in the current folder if there is one. Raises UsageError.
    """
    values = {exceptions.KEY: (), **dict.fromkeys(TABLES), **{name: setting.default for name, setting in SETTINGS.items()}}
    origins: dict[str, str] = {}
    if file is None and environment.get(variable("config")):
        file = Path(environment[variable("config")])
    for name, (value, place) in _from_file(file).items():
        values[name], origins[name] = value, place
    for name, setting in SETTINGS.items():
        if text := environment.get(variable(name), "").strip():
            values[name], origins[name] = parse(text, setting.kind, variable(name)), variable(name)
        argument = given.get(name)
        if argument not in (None, [], ()):
            values[name], origins[name] = _argument(argument, setting.kind, dashed(name)), dashed(name)
    return Chosen(values, origins)


def parse(text: str, kind: Kind, origin: str) -> Any:
    """A value written as text. Several are parted by commas or, where a value may hold commas, by line ends."""
    if kind == "text":
        return text
    if kind == "words":
        return tuple(word for part in text.split(",") if (word := part.strip()))
    if kind == "lines":
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    if kind == "flag":
        if text.lower() not in (*_TRUE, *_FALSE):
            raise UsageError(f"{origin} {text} is neither true nor false.")
        return text.lower() in _TRUE
    read: Callable[[str], int | float] = int if kind == "whole" else float
    try:
        return read(text)
    except ValueError as error:
        raise UsageError(f"{origin} {text} is not {_WANTED[kind]}.") from error


def _argument(value: Any, kind: Kind, origin: str) -> Any:
    if isinstance(value, bool):
        return value
    if kind == "lines":
        return tuple(value)
    return parse(",".join(value) if isinstance(value, list) else value, kind, origin)


def _from_file(file: Path | None) -> dict[str, tuple[Any, str]]:
    """The values of a settings file, each with its place."""
    if file is None:
        file = Path(FILE)
        if not file.is_file():
            return {}
    if not file.is_file():
        raise UsageError(f"{file} does not exist: give the path of a settings file, or leave --config out.")
    try:
        text = file.read_text(encoding="utf-8-sig")
        plain = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not written in UTF-8: save it so.") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(_syntax(file, text, str(error))) from error
    return {key: _read(file, text, key, value) for key, value in plain.items()}


def _read(file: Path, text: str, key: str, value: Any) -> tuple[Any, str]:
    if key == exceptions.KEY:
        return exceptions.read(value, file, text), f"{file}: {key}"
    return (value, str(file)) if key in TABLES else _checked(file, text, key, value)


def _syntax(file: Path, text: str, message: str) -> str:
    """ "Invalid value (at line 3, column 9)" as "privacydiff.toml, line 3, is not valid TOML: invalid value."."""
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", message)
    line = int(found[1]) if found and found[1] else max(len(text.splitlines()), 1)
    what = message[: found.start()] if found else message
    return f"{file}, line {line}, is not valid TOML: {what[:1].lower()}{what[1:]}."


def _checked(file: Path, text: str, key: str, value: Any) -> tuple[Any, str]:
    place = f"{file}, line {_line(text, key)}"
    if key not in SETTINGS:
        near = difflib.get_close_matches(key.replace("-", "_").lower(), SETTINGS, n=1)
        hint = f"did you mean “{near[0]}”?" if near else f"there are: {', '.join((*SETTINGS, exceptions.KEY, *TABLES))}."
        raise UsageError(f"{place}: there is no setting “{key}”; {hint}")
    kind = SETTINGS[key].kind
    fits = isinstance(value, _TYPES[kind]) and isinstance(value, bool) == (kind == "flag")
    if not fits or (isinstance(value, list) and not all(isinstance(entry, str) for entry in value)):
        raise UsageError(f"{place}: “{key}” must be {_WANTED[kind]}.")
    return tuple(value) if isinstance(value, list) else value, f"{place}: {key}"


def _line(text: str, key: str) -> int:
    """The number of the line that sets `key` (1 when a table header or an unusual spelling hides it)."""
    name = re.escape(key)
    setting = re.compile(rf"""\s*(?:\[+\s*)?(?:"{name}"|'{name}'|{name})\s*[=.\]]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if setting.match(line)), 1)
