"""Reads what a site of the store is given: address, schedule, profile and settings, checked as a scan would."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from scanner.cli import configuration
from scanner.cli import target as targets
from scanner.cli.addresses import address
from scanner.cli.options import SETTINGS
from scanner.model.errors import UsageError

if TYPE_CHECKING:
    from scanner.fleet.store.sites import Wanted

OPTIONS = (
    "pages", "page", "policy", "first_party", "no_robots", "no_typing", "no_other_device", "states", "locale", "timezone",
    "device", "gpc", "storage_state", "proxy", "ignore_certificate_errors", "no_dns", "timeout", "deadline", "only", "skip",
    "keep_values",
)  # fmt: skip
"""Settings that a site can have of its own. Secrets (headers) stand in the worker's settings file or environment."""

_ANY = "https://site.invalid/"


def wanted(**given: Any) -> "Wanted":
    """A site as wanted. Raises UsageError for what a scan could not use."""
    from scanner.fleet.queue import words
    from scanner.fleet.store.sites import Wanted

    one = Wanted(**given)
    one = replace(
        one, url=address(one.url), client=one.client.strip() if one.client is not None else None,
        tags=None if one.tags is None else tuple(tag.strip() for tag in one.tags if tag.strip()),
    )  # fmt: skip
    if one.schedule:
        words.read(one.schedule)
    if one.options is not None or one.profile:
        options = _checked(one.url, one.options or {}, one.profile)
        one = replace(one, options=None if one.options is None else options)
    return one


def settings(given: list[str]) -> dict[str, str]:
    """Settings as they are given on the command line: ["pages=10"]."""
    found = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--set {text}: write a setting and its value, such as pages=10.")
        found[name.strip().replace("-", "_")] = value.strip()
    return found


def _checked(url: str, options: Mapping[str, Any], profile: str | None) -> dict[str, Any]:
    """The settings as a scan of `url` would read them; the address matters to pages of the site alone."""
    of_site = url if "page" in options or "first_party" in options else _ANY
    checked: dict[str, Any] = json.loads(_read(of_site, json.dumps(options, sort_keys=True), profile))
    return checked


@lru_cache(maxsize=1024)
def _read(url: str, written: str, profile: str | None) -> str:
    """The same as JSON: a file of sites says the same of many."""
    options = json.loads(written)
    values, origins = {}, {}
    for name, value in options.items():
        if name not in OPTIONS:
            raise UsageError(f"“{name}” is no setting that a site can have; there are: {', '.join(OPTIONS)}.")
        origins[name] = f"The setting {name}"
        kind = SETTINGS[name].kind
        values[name] = configuration.parse(_written(value, "\n" if kind == "lines" else ","), kind, origins[name])
    usual = configuration.choose({"profile": profile} if profile else {}, None, {})
    chosen = configuration.Chosen({**usual.values, **values}, {**usual.origins, **origins})
    targets.make(url, chosen)
    targets.judging(chosen)
    return json.dumps({name: chosen[name] for name in sorted(options)})


def _written(value: Any, between: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return between.join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
