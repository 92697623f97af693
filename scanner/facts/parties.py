"""Whose a host is: the site's own, or a third party's."""

from functools import cache
from urllib.parse import urlsplit

import tldextract

from scanner.facts import ip
from scanner.model.result import Party
from scanner.model.target import Target


@cache
def _extract() -> tldextract.TLDExtract:
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)  # the list in the package: no look-up, no file


@cache
def registrable(host: str) -> str:
    """The registrable domain of a host ("shop.example.co.uk" → "example.co.uk"); an address or bare name is itself.

    A suffix that is not on the public list (".test") counts as one label.
    """
    bare = host.strip("[].").lower()
    if address := ip.usual(bare):
        return address
    found = _extract()(bare)
    if found.suffix:
        return f"{found.domain}.{found.suffix}" if found.domain else bare
    return ".".join(bare.split(".")[-2:])


def is_first_party(host: str, target: Target) -> bool:
    """Whether a host belongs to the scanned site, or to one that the user named as the same owner's."""
    own = {registrable(urlsplit(target.url).hostname or ""), *(registrable(name) for name in target.first_party)}
    return registrable(host) in own


def party(host: str, target: Target) -> Party:
    """ "first" or "third"."""
    return "first" if is_first_party(host.lstrip("."), target) else "third"
