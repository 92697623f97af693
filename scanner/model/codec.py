"""JSON and TOML to dataclasses and back, validated; the only file that knows msgspec."""

import threading
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from scanner.model.errors import UsageError

T = TypeVar("T")
_PLAIN = msgspec.json.Decoder()
_FIRST = threading.Lock()
"""msgspec learns a type's fields when it first meets it; two threads that have it do so at once crash the process."""


def to_json(value: Any, *, indent: int = 1) -> bytes:
    """Encode a dataclass (or plain values) as UTF-8 JSON; `indent` 0 gives one line."""
    encoded = msgspec.json.encode(value)
    return msgspec.json.format(encoded, indent=indent) if indent else encoded


def from_json(data: bytes, kind: type[T], *, source: str = "the input") -> T:
    """Decode JSON into `kind`, raising UsageError that names the place of the fault."""
    with _FIRST:
        decoder = msgspec.json.Decoder(kind)
    try:
        return decoder.decode(data)
    except msgspec.DecodeError as error:
        raise UsageError(f"{source} is not what was expected: {error}.") from error


def plain_json(text: str) -> Any:
    """JSON as dicts, lists and scalars, in a third of the standard library's time. Half characters are an error."""
    return _PLAIN.decode(text)


def from_toml(path: Path, kind: type[T], *, strict: bool = False) -> T:
    """Decode a TOML file into `kind`, raising UsageError that names file and place; `strict` refuses unknown keys."""
    try:
        plain = msgspec.toml.decode(path.read_bytes())
        if strict:
            _refuse_unknown(plain, kind, path)
        with _FIRST:
            return msgspec.convert(plain, kind)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"{path} is not what was expected: {error}.") from error


def schema(kind: type[Any], title: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `kind` is written as; further keys may come."""
    described = msgspec.json.schema(kind)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **described}


def to_plain(value: Any) -> Any:
    """A dataclass as dicts, lists and scalars."""
    return msgspec.to_builtins(value)


def _refuse_unknown(plain: Any, kind: Any, path: Path) -> None:
    """Raise for a key that `kind` or a dataclass within it does not have: msgspec passes over them for dataclasses."""
    if isinstance(plain, list):
        for inner in get_args(kind):
            for entry in plain:
                _refuse_unknown(entry, inner, path)
    if not isinstance(plain, dict) or not is_dataclass(kind):
        return
    types = _types(kind if isinstance(kind, type) else type(kind))
    for key, value in plain.items():
        if key not in types:
            raise UsageError(f"{path} has the unknown key “{key}”; known here: {', '.join(sorted(types))}.")
        _refuse_unknown(value, types[key], path)


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
