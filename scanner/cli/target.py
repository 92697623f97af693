"""Turns what the user gave into a Target, or says in one sentence what cannot be used."""

import json
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from scanner.cli import exceptions
from scanner.cli.addresses import address, host_name
from scanner.cli.configuration import Chosen
from scanner.cli.options import SETTINGS
from scanner.facts import ip
from scanner.facts.parties import is_first_party
from scanner.model.errors import UsageError
from scanner.model.judging import Judging
from scanner.model.target import ALL_STATES, State, Target

_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:([\t -~\x80-\xff]*)")  # RFC 9110, sections 5.1 and 5.5
_LEAST_PAGES, _MOST_PAGES = 1, 1000
_LEAST_TIMEOUT, _MOST_TIMEOUT = 1, 600
_LEAST_DEADLINE, _MOST_DEADLINE = 5, 86_400
_PROXIES = ("http", "https", "socks5")


def make(url: str, chosen: Chosen) -> Target:
    """The Target of a scan. Raises UsageError that names the option, variable or line at fault."""
    target = Target(
        url=address(url),
        states=_states(chosen),
        pages=_between(chosen, "pages", _LEAST_PAGES, _MOST_PAGES),
        policies=tuple(_policy(source, chosen.origin("policy")) for source in chosen["policy"]),
        locale=_locale(chosen),
        timezone=_timezone(chosen),
        device=one_of(chosen, "device"),
        proxy=_proxy(chosen),
        ignore_certificate_errors=chosen["ignore_certificate_errors"],
        headers=tuple(_header(line, chosen.origin("header")) for line in chosen["header"]),
        storage_state=_storage_state(chosen),
        browser=chosen["browser"],
        timeout_s=float(_between(chosen, "timeout", _LEAST_TIMEOUT, _MOST_TIMEOUT)),
        deadline_s=float(_between(chosen, "deadline", _LEAST_DEADLINE, _MOST_DEADLINE)),
        keep_values=chosen["keep_values"],
        robots=not chosen["no_robots"],
        typing=not chosen["no_typing"],
        other_device=not chosen["no_other_device"],
        dns=not chosen["no_dns"],
        allow_private=chosen["allow_private"],
        guarded=chosen["guarded"],
        gpc=chosen["gpc"],
        visitor_ip=_visitor_ip(chosen),
        first_party=tuple(_domain(name, chosen.origin("first_party")) for name in chosen["first_party"]),
    )
    return _with_pages(target, chosen)


def judging(chosen: Chosen) -> Judging:
    """How findings are to be judged: profile, choice of checks, accepted findings."""
    return Judging(
        profile=one_of(chosen, "profile"), only=chosen["only"], skip=chosen["skip"], accepted=chosen[exceptions.KEY]
    )


def for_document(url: str, given: Mapping[str, Any]) -> Target:
    """The Target for opening one document; `given` holds proxy, ignore_certificate_errors, browser and allow_private, or None."""
    chosen = Chosen({"proxy": None, **given}, {})
    return Target(
        url=address(url),
        proxy=_proxy(chosen),
        ignore_certificate_errors=bool(given.get("ignore_certificate_errors")),
        browser=given.get("browser"),
        allow_private=bool(given.get("allow_private")),
    )


def one_of(chosen: Chosen, name: str) -> Any:
    """A setting that takes one of a few words; None stays None."""
    value, allowed = chosen[name], SETTINGS[name].allowed
    if value is not None and value not in allowed:
        raise UsageError(f"{chosen.origin(name)} {value} is not known: give {', '.join(allowed)}.")
    return value


def _states(chosen: Chosen) -> tuple[State, ...]:
    for name in chosen["states"]:
        if name not in ALL_STATES:
            raise UsageError(f"{chosen.origin('states')} {name} is not known: there are {', '.join(ALL_STATES)}.")
    return tuple(state for state in ALL_STATES if state in chosen["states"] or state == "baseline")


def _between(chosen: Chosen, name: str, least: float, most: float) -> Any:
    value = chosen[name]
    if not least <= value <= most:
        raise UsageError(f"{chosen.origin(name)} {value:g} is out of range: give a number from {least:g} to {most:g}.")
    return value


def _locale(chosen: Chosen) -> str:
    value = str(chosen["locale"])
    if not _LOCALE.fullmatch(value):
        raise UsageError(f"{chosen.origin('locale')} {value} is not a language tag: give one such as lv-LV.")
    return value


def _timezone(chosen: Chosen) -> str:
    value = str(chosen["timezone"])
    known = zoneinfo.available_timezones()
    if known and value not in known:  # a machine without the time zone database knows none; then the browser decides
        raise UsageError(f"{chosen.origin('timezone')} {value} is not a time zone: give one such as Europe/Riga.")
    return value


def _proxy(chosen: Chosen) -> str | None:
    if chosen["proxy"] is None:
        return None
    value = str(chosen["proxy"])
    full = value if "://" in value else f"http://{value}"
    try:
        parts = urlsplit(full)
        named = host_name(parts.hostname or "") is not None and ("://" in value or parts.port is not None)
        usable = named and parts.scheme in _PROXIES and parts.port != 0
    except ValueError:
        usable = False
    origin = chosen.origin("proxy")
    if not usable:
        raise UsageError(f"{origin} {value} is not a proxy's address: give one such as http://127.0.0.1:8080.")
    if "@" in parts.netloc:
        raise UsageError(f"{origin} holds a user name or password: only proxies without a login can be used.")
    return full


def _visitor_ip(chosen: Chosen) -> str | None:
    if chosen["visitor_ip"] is None:
        return None
    address = ip.usual(str(chosen["visitor_ip"]).strip())
    if address is None:
        raise UsageError(f"{chosen.origin('visitor_ip')} is not an IP address: give one such as 203.0.113.7.")
    return address


def _header(line: str, origin: str) -> tuple[str, str]:
    found = _HEADER.fullmatch(line.strip())
    if not found:
        name = line.partition(":")[0]  # the value may be a secret: it is not repeated
        raise UsageError(f"{origin} “{name}” is not a header: give “Name: value”.")
    return found[1], found[2].strip()


def _storage_state(chosen: Chosen) -> str | None:
    if chosen["storage_state"] is None:
        return None
    value, origin = str(chosen["storage_state"]), chosen.origin("storage_state")
    if not Path(value).is_file():
        raise UsageError(f"{origin} {value} does not exist: give the path of a file.")
    try:
        state = json.loads(Path(value).read_bytes())
    except ValueError as error:
        raise UsageError(f"{origin} {value} is not JSON: give a file that Playwright's storage_state wrote.") from error
    if not isinstance(state, dict) or not isinstance(state.get("cookies"), list):
        raise UsageError(f"{origin} {value} holds no cookies: give a file that Playwright's storage_state wrote.")
    return value


def _policy(source: str, origin: str) -> str:
    if "://" in source:
        return address(source)
    if not Path(source).is_file():
        raise UsageError(f"{origin} {source} does not exist: give a file, or an address with https://.")
    return source


def _domain(name: str, origin: str) -> str:
    host = host_name(name.lower())
    if host is None or "." not in host:
        raise UsageError(f"{origin} “{name}” is not a domain: give one such as example.lv, without https://.")
    return host


def _with_pages(target: Target, chosen: Chosen) -> Target:
    pages = []
    for given in chosen["page"]:
        page = address(urljoin(target.url, given) if given.startswith("/") else given)
        if not is_first_party(urlsplit(page).hostname or "", target):
            raise UsageError(
                f"{chosen.origin('page')} {given} is not on {urlsplit(target.url).hostname}: "
                "if it is the same owner's, name its domain in first_party."
            )
        pages.append(page)
    return replace(target, page_urls=tuple(pages))
