"""The public suffix of a host name: under it anybody may register a name of their own (publicsuffix.org, registries only).

The list is that of the package tldextract. To import it takes longer than to check a scan, so its rules are kept.
"""

from functools import cache
from importlib.metadata import version

from scanner import kept


def public_suffix(host: str) -> str:
    """The suffix in lower case ("shop.example.co.uk" → "co.uk"); empty where none is on the list (".test")."""
    labels = host.lower().split(".")
    rules = _rules()
    for at in range(len(labels)):
        longer, shorter = ".".join(labels[at:]), ".".join(labels[at + 1 :])
        if f"!{longer}" in rules:
            return shorter
        if longer in rules or f"*.{shorter}" in rules:
            return longer
    return ""


@cache
def _rules() -> frozenset[str]:
    return kept.made("suffixes", version("tldextract"), frozenset[str], _listed)


def _listed() -> frozenset[str]:
    """The rules of the list in the package (no look-up, no file), as written and in the letters of the domain name system."""
    import tldextract  # noqa: PLC0415 (it brings a client for HTTP, and its rules are kept)

    rules = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None).tlds
    return frozenset([*rules, *(rule.encode("idna").decode() for rule in rules)])
