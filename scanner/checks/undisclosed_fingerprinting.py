"""What it checks
--------------
A script that gathers traits of the device and sends something on, while no document speaks of it.

Why it matters
--------------
Visitors look for cookies. That a device is known by its traits they can learn from the policy only.

Limits
------
See fingerprinting: what is computed cannot be seen, so this is likely at most. A document in a language that cannot be
read leaves the question open.

How to fix
----------
Either say what is gathered and what for, or remove the script.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding, refer
from scanner.checks.law import EPD, WP29_FINGERPRINTING, gdpr, guidelines_2_2023
from scanner.facts import fingerprinting
from scanner.model.findings import Confidence, Finding

CHECK = "undisclosed-fingerprinting"
META = CheckMeta(
    title="Traits of the device are gathered, and nothing stated on it",
    category="disclosure",
    needs=("api_calls", "requests", "documents"),
    law=(EPD, *gdpr("13(1)(c)"), guidelines_2_2023("43–44, 53"), WP29_FINGERPRINTING),
)
_OWN_BUSINESS = ("captcha", "payment", "security")


def check(material: Material) -> Iterator[Finding]:
    """One finding for every party whose script does so."""
    material.need_whole_policy()
    told = material.stated("tech.fingerprinting", polarity="denied")
    if material.stated("tech.fingerprinting") and not told:
        return
    done: set[str] = set()
    for one in fingerprinting.find(material.api_calls, material.requests):
        if one.service in done:
            continue
        done.add(one.service)
        known = material.service(one.service)
        name = known.name if known else one.service
        confidence: Confidence = "possible" if known and known.category in _OWN_BUSINESS else "likely"
        yield finding(
            META,
            CHECK,
            subject=one.service,
            verdict="incorrect" if told else "omitted",
            severity="high" if one.party == "third" and one.early else "medium",
            confidence=confidence,
            title=f"{name} · gathers traits of the device, {'the policy states otherwise' if told else 'no statement found'}",
            message=f"A script of {name} asked for {', '.join(one.families)} and then made the browser send something; "
            + ("the policy states that this is not done." if told else f"on that: {material.documents_read()}."),
            recommendation=(
                f"Either write in the policy that {name} reads traits of the device ({', '.join(one.families)}), and what for. "
                "Or remove the script."
            ),
            evidence=refer(list(one.sent)),
            told=told,
            service=name,
        )
