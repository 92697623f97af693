"""The canonical names (DNS CNAME) of the site's own hosts: what stands behind a sub-domain."""

import asyncio
from urllib.parse import urlsplit

import dns.asyncresolver
import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver

from scanner.facts.parties import is_first_party
from scanner.model.target import Target
from scanner.model.traces import Alias
from spiders import limits
from spiders.record import VisitorRecord


class Names:
    """What is known of the names behind the site's hosts; each is looked up once."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._asked: set[str] = set()
        self.aliases: list[Alias] = []
        self.faults: list[str] = []

    @property
    def known(self) -> bool:
        """Whether looking them up told anything: that there are none, too."""
        return not self.faults or bool(self.aliases)

    async def look_up(self, records: list[VisitorRecord]) -> None:
        """Look up the hosts that were asked for something and have not been looked up yet."""
        hosts = [host for host in own_hosts(records, self._target) if host not in self._asked]
        self._asked.update(hosts)
        if hosts:
            found, faults = await aliases(hosts)
            self.aliases += found
            self.faults += faults


def own_hosts(records: list[VisitorRecord], target: Target) -> list[str]:
    """The hosts of the site that were asked for something, at most limits.NAMES."""
    hosts = dict.fromkeys(urlsplit(request.url).hostname or "" for record in records for request in record.requests)
    return [host for host in hosts if _is_name(host) and is_first_party(host, target)][: limits.NAMES]


def not_looked_up(target: Target, *, own_proxy: bool = False) -> str | None:
    """Why no names are looked up in this scan, or None; a proxy of our own resolves names no other way than this does."""
    if target.proxy and not own_proxy:
        return "a proxy resolves the names; nothing is looked up beside it"
    return None if target.dns else "it was switched off with --no-dns"


async def aliases(hosts: list[str], resolver: dns.asyncresolver.Resolver | None = None) -> tuple[list[Alias], list[str]]:
    """The chains of names of hosts that have one, and a sentence for each host that could not be looked up."""
    found: list[Alias] = []
    faults: list[str] = []
    try:
        asked = resolver or dns.asyncresolver.Resolver()
    except (dns.exception.DNSException, OSError) as error:
        return [], [f"no name server is known: {error}"]
    for host, chain in zip(hosts, await asyncio.gather(*(_chain(host, asked) for host in hosts)), strict=True):
        if isinstance(chain, str):
            faults.append(f"{host} could not be looked up: {chain}")
        elif chain:
            found.append(Alias(host=host, chain=chain))
    return found, faults


async def _chain(host: str, resolver: dns.asyncresolver.Resolver) -> tuple[str, ...] | str:
    """The names behind a host in their order, or why they are not known."""
    try:
        answer = await resolver.resolve(
            host, dns.rdatatype.A, raise_on_no_answer=False, lifetime=limits.DNS, search=False
        )
    except (dns.resolver.NXDOMAIN, dns.resolver.NoNameservers, dns.exception.DNSException, OSError) as error:
        return " ".join(str(error).split()) or type(error).__name__
    following = {
        _text(group.name): _text(record.target)
        for group in answer.response.answer
        if group.rdtype == dns.rdatatype.CNAME
        for record in group
    }
    chain: list[str] = []
    name = host.lower().rstrip(".")
    while (name := following.get(name, "")) and name not in chain:
        chain.append(name)
    return tuple(chain)


def _text(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower()


def _is_name(host: str) -> bool:
    return "." in host and not host.replace(".", "").isdigit() and ":" not in host
