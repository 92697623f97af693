"""Whether an address lies in a private network, which a hosted scanner must not be made to look into."""

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

from scanner.facts import ip
from scanner.model.target import Target
from spiders import limits


async def refusal(target: Target) -> str | None:
    """Why the start address of a scan may not be visited, or None; names are not resolved where a proxy does that."""
    if target.allow_private:
        return None
    host = (urlsplit(target.url).hostname or "").rstrip(".").lower()
    for address in [host] if is_address(host) else await _resolved(host, target):
        if is_private(address):
            return (
                f"{target.url} lies in a private network ({address}): "
                "use --allow-private if you mean to scan it from this machine."
            )
    return None


def is_address(host: str) -> bool:
    """Whether a host is an IP address in writing."""
    return ip.usual(host) is not None


def is_private(address: str) -> bool:
    """Whether an IP address is loopback, private, link-local or otherwise not of the public internet.

    An IPv6 address that stands for an IPv4 address is what that one is: a gateway would lead there.
    """
    whole = ipaddress.ip_address(address.partition("%")[0])
    return any(one.is_multicast or not one.is_global for one in (whole, *_within(whole)))


def _within(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for: mapped, 6to4, or behind the well-known prefixes."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [one for one in (address.ipv4_mapped, address.sixtofour) if one]
    if any(address in network for network in _PREFIXES):
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return found


_PREFIXES = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
"""NAT64 (RFC 6052), and the old form of IPv4 addresses in IPv6 (RFC 4291)."""


async def _resolved(host: str, target: Target) -> list[str]:
    if target.proxy:
        return []
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(limits.DNS):
            found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, TimeoutError):
        return []  # the browser will say that there is no such host
    return [str(entry[4][0]) for entry in found]
