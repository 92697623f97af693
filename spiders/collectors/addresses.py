"""IP addresses that stand in writing in a page: in its text, fields, attributes, scripts and variables."""

from spiders import isolated
from spiders.masking import addresses_in
from spiders.protocol import Client
from spiders.record import FoundAddress, VisitorRecord, VisitRecord

_PLACES = ("text", "hidden-field", "attribute", "script", "variable")


async def read(client: Client, session: str, record: VisitorRecord, visit: VisitRecord) -> None:
    """Take note of the addresses in the page open at a visit. Raises ScriptError."""
    found = [
        *await isolated.run(client, session, "addresses.js"),
        *await isolated.run_in_page(client, session, "variables.js"),
    ]
    for one in found:
        for address in addresses_in(str(one["address"])):
            if one["place"] in _PLACES:
                record.literals.append(
                    FoundAddress(visit.number, one["place"], visit.final_url, str(one["name"]), address)
                )
