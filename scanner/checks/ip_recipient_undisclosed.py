"""What it checks
--------------
Third parties that get the visitor’s IP address by being contacted, and that no document names or covers.

Why it matters
--------------
An IP address is personal data where somebody can link it to a person; recipients, or their categories, are to be
told.

Limits
------
One finding for the site. Every request carries an address; this is a matter of naming recipients, nothing more.

How to fix
----------
Either name these recipients or their kinds, or serve their files from the site itself.
"""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, counted, finding, read_note, refer
from scanner.checks.law import BREYER, MUNICH, gdpr
from scanner.facts.countries import country_of
from scanner.model.findings import Finding

CHECK = "ip-recipient-undisclosed"
META = CheckMeta(
    title="Recipients of the visitor’s IP address are not mentioned",
    category="disclosure",
    needs=(
        "requests",
        "documents",
    ),
    law=(*gdpr("13(1)(e)", "4(1)"), BREYER),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    material.need_documents()
    missing = [flow for flow in material.flows if flow.observed and flow.disclosure == "omitted"]
    if not missing:
        return
    requests = [
        next(request for request in material.requests if request.service == flow.service)
        for flow in missing
        if flow.requests
    ]
    names = ", ".join(flow.name for flow in missing)
    found = finding(
        META,
        CHECK,
        subject=None,
        verdict="omitted",
        severity="low",
        confidence="possible" if material.open_documents else "likely",
        title=f"{counted(len(missing), 'recipient')} of the IP address · no statement found",
        message=f"Contacted, and so given the visitor’s IP address: {names}; {material.documents_read()}.{read_note(material.open_documents)}",
        recommendation=(
            f"Either write in the policy: “Our pages load files from {names}, which receive your IP address.” "
            "Or serve these files from the site itself."
        ),
        evidence=refer(requests, 10),
    )
    german_fonts = country_of(urlsplit(material.target.url).hostname or "") == "DE" and any(
        flow.category == "fonts" for flow in missing
    )
    yield replace(found, law=(*found.law, *MUNICH)) if german_fonts else found
