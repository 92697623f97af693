"""Explains how a host, an address or the name of a cookie, stored key or global is given to a service."""

import re
from collections.abc import Iterator

from rich.console import Console

from scanner import lists, services
from scanner.cli.terminal import cell
from scanner.facts.parties import registrable
from scanner.model.errors import PrivacydiffError
from scanner.services import Catalogue, Service, entity_of
from scanner.services.catalogue import name_pattern
from scanner.services.model import Host

_HOST = re.compile(r"(?:[\w-]+\.)+[A-Za-z][\w-]*\.?")


def show_which(console: Console, asked: str) -> None:
    """The service, and the entry of its file that decided; else what the long tail and the fetched lists say."""
    catalogue = services.load()
    known_lists = lists.load(lists.Folder(lists.data_folder()))
    if "://" in asked or "/" in asked or _HOST.fullmatch(asked):
        told = list(_address(asked if "://" in asked else f"https://{asked}", catalogue, known_lists))
        if not told and "/" not in asked:
            told = list(_name(asked, catalogue, known_lists))  # cookies may be called like hosts
    else:
        told = list(_name(asked, catalogue, known_lists))
    if not told:
        raise PrivacydiffError(f"Neither a service file nor a list knows {asked}.")
    for line in told:
        console.print(cell(line))


def _address(asked: str, catalogue: Catalogue, known_lists: lists.Lists) -> Iterator[str]:
    scheme, _, rest = asked.partition("://")
    url = asked if "/" in rest else f"{scheme}://{rest}/"
    host = re.split(r"[/?#:]", rest.rpartition("@")[2] if "@" in rest.partition("/")[0] else rest, maxsplit=1)[0]
    match, entry = catalogue.match_url(url), catalogue.matched_by(url)
    if match and entry:
        yield f"{_whose(match.service)}: {_how(entry)}, in services/{match.service.id}.toml."
        if match.account:
            yield f"The address names the account {match.account}."
        if match.by_path:
            yield "Path and parameters decided, not the host: the site may pass these requests on itself."
        return
    domain = registrable(host)
    if owner := entity_of(domain):
        yield f"{owner.name}{f' ({owner.category})' if owner.category else ''}: {domain} stands in entities.csv; no service file knows it."
    if told := known_lists.request(url, "https://site.invalid/", "script"):
        owned = f", {told.owner}" if told.owner else ""
        yield f"{told.category or 'a tracker'}{owned}: by {told.source}, asked as a script on another site."


def _how(entry: Host) -> str:
    if not entry.domain:
        return f"an address on any host that fits {entry.pattern}"
    narrowed = f" and path {entry.path}…" if entry.path else f" and pattern {entry.pattern}" if entry.pattern else ""
    return f"host {entry.domain} with its sub-domains{narrowed}"


def _name(name: str, catalogue: Catalogue, known_lists: lists.Lists) -> Iterator[str]:
    fitting = [
        (cookie, service)
        for service in catalogue.services.values()
        for cookie in service.cookies
        if name_pattern(cookie.name).fullmatch(name)
    ]
    for cookie, service in sorted(fitting, key=lambda pair: -len(pair[0].name.replace("*", ""))):
        where = (
            f"on {cookie.domain}" if cookie.domain else "on the site itself" if cookie.party == "first" else "anywhere"
        )
        yield (
            f"{_whose(service)}: cookie {cookie.name} {where}, for {cookie.purpose}, in services/{service.id}.toml "
            f"({cookie.source or service.sources[0]})."
        )
    if found := catalogue.match_storage(name):
        yield f"{_whose(found.service)}: stored key {found.key.key}, for {found.key.purpose}, in services/{found.service.id}.toml."
    for service in catalogue.services.values():
        if name in service.globals:
            yield f"{_whose(service)}: global variable {name}, in services/{service.id}.toml."
    if listed := known_lists.cookie(name, ""):
        yield f"{listed.platform}: cookie for {listed.purpose}, by the Open Cookie Database."


def _whose(service: Service) -> str:
    return f"{service.name} ({service.id}, {service.company}, {service.country})"
