"""Whose a host is: the site's own, or a third party's."""

from functools import cache
from urllib.parse import urlsplit

from scanner.facts import ip
from scanner.facts.suffixes import public_suffix
from scanner.model.result import Party
from scanner.model.target import Target


@cache
def registrable(host: str) -> str:
    """The registrable domain of a host ("shop.example.co.uk" → "example.co.uk"); an address or bare name is itself.

    A suffix that is not on the public list (".test") counts as one label.
    """
    bare = host.strip("[].").lower()
    if address := ip.usual(bare):
        return address
    return ".".join(bare.split(".")[-2 - public_suffix(bare).count(".") :])


def is_first_party(host: str, target: Target) -> bool:
    """Whether a host belongs to the scanned site, or to one that the user named as the same owner's."""
    own = {registrable(urlsplit(target.url).hostname or ""), *(registrable(name) for name in target.first_party)}
    return registrable(host) in own


def party(host: str, target: Target) -> Party:
    """ "first" or "third"."""
    return "first" if is_first_party(host.lstrip("."), target) else "third"
