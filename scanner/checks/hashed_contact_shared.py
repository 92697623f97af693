"""What it checks
--------------
The hash of an e-mail address or telephone number, typed into a field, that another party received.

Why it matters
--------------
A hash of an address is the same everywhere: by it companies join what each knows of a person.

Limits
------
MD5, SHA-1 and SHA-256 of the text as typed, in lower case, and of a number with the country's code. Salted hashes and
others are not recognised.

How to fix
----------
Either switch such matching off (“enhanced conversions”, “advanced matching”), or ask for consent to it before.
"""

from collections import defaultdict
from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, counted, finding, refer, seen_note
from scanner.checks.law import gdpr, guidelines_2_2023
from scanner.model.findings import Finding
from scanner.model.result import AnnotatedRequest

CHECK = "hashed-contact-shared"
META = CheckMeta(
    title="The hash of an e-mail address or telephone number goes to another party",
    category="security",
    needs=("requests", "typed"),
    law=(*gdpr("5(1)(f)", "32(1)"), guidelines_2_2023("61–63")),
)
_KINDS = {"email_hash": "an e-mail address", "phone_hash": "a telephone number"}


def check(material: Material) -> Iterator[Finding]:
    """One finding for every recipient."""
    if not material.typed:
        raise NotApplicableError("no field was typed into")
    sent: dict[str, list[AnnotatedRequest]] = defaultdict(list)
    for one in material.requests:
        if one.party == "third" and any(each.kind in _KINDS for each in one.identifiers):
            sent[one.service or one.host].append(one)
    for subject, requests in sent.items():
        known = material.service(subject)
        name = known.name if known else subject
        hashes = [each for one in requests for each in one.identifiers if each.kind in _KINDS]
        words = " and ".join(dict.fromkeys(_KINDS[each.kind] for each in hashes))
        codings = ", ".join(dict.fromkeys(each.coding for each in hashes))
        yield finding(
            META,
            CHECK,
            subject=subject,
            verdict=None,
            severity="high",
            confidence="certain",
            title=f"{name} · received the hash of {words}",
            message=f"The hash ({codings}) of {words} that was typed, and not submitted, stood in "
            f"{counted(len(requests), 'request')} to {name}.{seen_note(requests)}",
            recommendation=(
                f"Either switch the matching of contact details off in {name} (“enhanced conversions”, “advanced matching”). "
                "Or ask for consent to it before, and write in the policy who gets such hashes."
            ),
            evidence=refer(requests),
            service=name,
        )
