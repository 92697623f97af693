"""Public suffixes: what is kept of the list gives for every rule what the package itself gives."""

import tldextract

from scanner.facts.parties import registrable
from scanner.facts.suffixes import public_suffix

LIST = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def test_every_rule_of_the_list_counts_as_in_the_package() -> None:
    names = [rule.lstrip("!").replace("*", "any") for rule in LIST.tlds]
    hosts = [host for name in names for host in (name, f"shop.{name}", f"www.shop.{name}", name.partition(".")[2]) if host]
    hosts += [host.encode("idna").decode() for host in hosts if not host.isascii()]
    wrong = {host: public_suffix(host) for host in hosts if public_suffix(host) != LIST(host).suffix}
    assert wrong == {}


def test_a_registrable_domain_is_one_label_below_its_suffix() -> None:
    hosts = {
        "shop.example.co.uk": "example.co.uk",
        "www.ck": "www.ck",
        "a.b.any.ck": "b.any.ck",
        "co.uk": "co.uk",
        "www.xn--e1afmkfd.xn--p1ai": "xn--e1afmkfd.xn--p1ai",
        "www.shop.test": "shop.test",
        "localhost": "localhost",
        "127.0.0.1": "127.0.0.1",
        "a.github.io": "github.io",
    }
    assert {host: registrable(host) for host in hosts} == hosts
