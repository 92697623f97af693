"""Tells IP addresses from names."""

import ipaddress


def usual(host: str) -> str | None:
    """An IP address in its usual form; None when `host` is none."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return None
