"""The visitor's IP address: what it is, as far as is known, and where the site and others gave it back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.model.target import State, Target
from scanner.model.traces import AddressEcho, EchoPlace
from spiders.assembly import Numbering
from spiders.masking import Mask, addresses_in
from spiders.record import VisitorRecord

_VISITOR_HEADERS = re.compile(r"client-?ip|remote-?(addr|ip)|real-?ip|forwarded|visitor-?ip|user-?ip|connecting-ip|peer-?ip")
"""Names of response headers that can hold nothing but the address of who asked."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """What is known of the visitor's addresses; empty where nothing told."""

    addresses: frozenset[str]


def known(records: list[VisitorRecord], target: Target) -> Visitor:
    """The addresses given with --visitor-ip, else those that services for looking up one's address answered with."""
    if target.visitor_ip:
        return Visitor(frozenset({target.visitor_ip}))
    return Visitor(frozenset(address for record in records for answer in record.looked_up for address in addresses_in(answer)))


def echoes(records: list[VisitorRecord], numbering: Numbering, mask: Mask, visitor: Visitor) -> tuple[AddressEcho, ...]:
    """Every place at which an address came back, each once a visit. Policies are left out: they name their own."""
    found: dict[AddressEcho, None] = {}
    for record in records:
        for visit, place, url, name, address in _seen(record, visitor):
            sure = address in visitor.addresses
            if visitor.addresses and not sure:
                continue  # it is known which one is the visitor's, and this is another
            number = numbering.visit(record.state, visit)
            found[_echo(number, record.state, place, mask.url(url), name, sure=sure)] = None
    return tuple(found)


def _echo(visit: int, state: State, place: EchoPlace, url: str, name: str, *, sure: bool) -> AddressEcho:
    return AddressEcho(visit=visit, state=state, place=place, url=url, name=name, sure=sure)


def _seen(record: VisitorRecord, visitor: Visitor) -> Iterator[tuple[int, EchoPlace, str, str, str]]:
    """Visit, place, address of page or answer, name, and the IP address."""
    for one in record.literals:
        if record.visits[one.visit].kind != "policy":
            yield one.visit, one.place, one.url, one.name, one.address
    for reading in record.jar[-1:]:
        for cookie in reading.cookies:
            for address in addresses_in(str(cookie["value"])):
                place = f"https://{str(cookie['domain']).lstrip('.')}/"
                yield reading.visit, "cookie", place, str(cookie["name"]), address
    for key in record.stored:
        for address in addresses_in(key.value):
            yield key.visit, "storage", key.origin, key.key, address
    for request in record.requests:
        for name, value in request.answer_headers.items():
            for address in addresses_in(value):
                if address != request.remote_ip and (visitor.addresses or _VISITOR_HEADERS.search(name)):
                    yield record.visit_of(request), "header", request.url, name, address
