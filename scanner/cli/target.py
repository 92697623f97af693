"""Turns what the user gave into a Target, or says in one sentence what cannot be used."""

import re
import zoneinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scanner.model.errors import UsageError
from scanner.model.target import STATES, State, Target

_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_MOST_PAGES = 1000


def make(url: str, options: dict[str, Any]) -> Target:
    """The Target of a scan; `options` as the command line and settings file name them. Raises UsageError."""
    return Target(
        url=address(url),
        states=_states(options["states"]),
        pages=_between("--pages", options["pages"], 1, _MOST_PAGES),
        page_urls=tuple(options["page"]),
        policies=tuple(_policy(source) for source in options["policy"]),
        locale=_locale(options["locale"]),
        timezone=_timezone(options["timezone"]),
        device=_one_of("--device", options["device"], ("desktop", "mobile")),
        proxy=_proxy(options["proxy"]),
        ignore_certificate_errors=options["ignore_certificate_errors"],
        headers=tuple(_header(line) for line in options["header"]),
        storage_state=_file("--storage-state", options["storage_state"]),
        browser=options["browser"],
        timeout_s=float(_between("--timeout", options["timeout"], 1, 600)),
        deadline_s=float(_between("--deadline", options["deadline"], 5, 86_400)),
        keep_values=options["keep_values"],
        robots=not options["no_robots"],
        first_party=tuple(options["first_party"]),
    )


def address(given: str) -> str:
    """The address to start at; "example.lv" is taken as https://example.lv/. Raises UsageError."""
    text = given.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UsageError(f"“{given}” is not a web address ({error}): give one such as https://example.lv.") from error
    if parts.scheme not in ("http", "https"):
        raise UsageError(f"“{given}” is not a web address: it must begin with https:// or http://.")
    if parts.username or parts.password:
        raise UsageError(
            "The address holds a user name or password: leave them out and use --header or --storage-state."
        )
    if (
        not host
        or any(letter.isspace() for letter in text)
        or ("." not in host and ":" not in host and host != "localhost")
    ):
        raise UsageError(f"“{given}” is not a web address: give one such as https://example.lv.")
    netloc = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{netloc}{f':{port}' if port else ''}{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"


def _states(given: list[str]) -> tuple[State, ...]:
    names = [name.strip() for entry in given for name in entry.split(",") if name.strip()]
    for name in names:
        if name not in STATES:
            raise UsageError(f"There is no state “{name}”: --states takes {', '.join(STATES)}.")
    return tuple(state for state in STATES if state in names or state == "baseline")


def _between(option: str, value: float, least: float, most: float) -> Any:
    if not least <= value <= most:
        raise UsageError(f"{option} {value:g} is out of range: give a number from {least:g} to {most:g}.")
    return value


def _one_of(option: str, value: str, allowed: tuple[str, ...]) -> Any:
    if value not in allowed:
        raise UsageError(f"{option} {value} is not known: give {' or '.join(allowed)}.")
    return value


def _locale(value: str) -> str:
    if not _LOCALE.fullmatch(value):
        raise UsageError(f"--locale {value} is not a language tag: give one such as lv-LV.")
    return value


def _timezone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(f"--timezone {value} is not a time zone: give one such as Europe/Riga.") from error
    return value


def _proxy(value: str | None) -> str | None:
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https", "socks5") or not parts.hostname:
        raise UsageError(f"--proxy {value} is not a proxy's address: give one such as http://127.0.0.1:8080.")
    return value


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not re.fullmatch(r"[A-Za-z0-9-]+", name.strip()):
        raise UsageError(f"--header “{name}” is not a header: give “Name: value”.")
    return name.strip(), value.strip()


def _file(option: str, value: str | None) -> str | None:
    if value is not None and not Path(value).is_file():
        raise UsageError(f"{option} {value} does not exist: give the path of a file.")
    return value


def _policy(source: str) -> str:
    if "://" not in source and not Path(source).is_file():
        raise UsageError(f"--policy {source} does not exist: give a file, or an address with https://.")
    return source
