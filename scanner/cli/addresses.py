"""Reads web addresses and host names as people write them."""

import re
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from scanner.facts import ip
from scanner.model.errors import UsageError

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d+(?:[/?#]|$))")  # "localhost:8080" has none


def address(given: str) -> str:
    """The web address meant; "example.lv" is https://example.lv/, a fragment is dropped. Raises UsageError."""
    text = given.strip()
    bare = "://" not in text.partition("?")[0]
    if bare and _SCHEME.match(text):
        raise UsageError(f"“{given}” is not a web address: it must begin with https:// or http://.")
    if bare and Path(text).is_file():
        raise UsageError(
            f"“{given}” is a file: give the address of a site, or use `privacydiff policy` to read a file."
        )
    try:
        parts = urlsplit(f"https://{text}" if bare else text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UsageError(f"“{given}” is not a web address ({error}): give one such as https://example.lv.") from error
    if parts.scheme not in ("http", "https"):
        raise UsageError(f"“{given}” is not a web address: it must begin with https:// or http://.")
    if "@" in parts.netloc:
        raise UsageError("The address holds a user name or password: leave them out, use --header or --storage-state.")
    name = host_name(host)
    spaced = any(letter.isspace() or not letter.isprintable() for letter in text)
    if name is None or spaced or (bare and name != "localhost" and "." not in name and ":" not in name):
        raise UsageError(f"“{given}” is not a web address: give one such as https://example.lv.")
    netloc = f"[{name}]" if ":" in name else name
    return urlunsplit((parts.scheme, f"{netloc}:{port}" if port else netloc, parts.path or "/", parts.query, ""))


def host_name(host: str) -> str | None:
    """A host name as browsers write it, letters beyond ASCII in their coded form; None when it is none."""
    if numeric := ip.usual(host):
        return numeric
    try:
        coded = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return coded if all(_LABEL.fullmatch(label) for label in coded.split(".")) else None
