"""What it checks
--------------
A script that gathers signals which tell devices apart (canvas, graphics, audio, fonts, devices) of two families or more
on one page, and then sends something.

Why it matters
--------------
A device that is known again by its traits needs no cookie, and its user has nothing to delete.

Limits
------
What is computed from the signals cannot be seen; that they are put together is an inference. A canvas of 16 by 16
pixels or less is passed over (tests for emoji), and so is text measured a few times (charts). Scripts of captcha, payment
and security services, whose business this may be, are possible only. Code that the site serves from its own host is the
site's own here, whoever wrote it.

How to fix
----------
Either load the script only after consent, or record why none is needed.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, finding, refer
from scanner.checks.law import EPD, WP29_FINGERPRINTING, guidelines_2_2023
from scanner.facts import fingerprinting
from scanner.model.findings import Confidence, Finding

CHECK = "fingerprinting"
META = CheckMeta(
    title="A script gathers what tells devices apart",
    category="security",
    needs=("api_calls", "requests"),
    law=(EPD, guidelines_2_2023("43–44, 53"), WP29_FINGERPRINTING),
)
_OWN_BUSINESS = ("captcha", "payment", "security")


def check(material: Material) -> Iterator[Finding]:
    """One finding for every party whose script does so; its subject is the service or domain."""
    done: set[str] = set()
    for one in fingerprinting.find(material.api_calls, material.requests):
        if one.service in done:
            continue
        done.add(one.service)
        known = material.service(one.service)
        name = known.name if known else one.service
        guard = known is not None and known.category in _OWN_BUSINESS
        confidence: Confidence = "possible" if guard else "likely"
        when = ", before any choice" if one.early else ""
        yield finding(
            META,
            CHECK,
            subject=one.service,
            verdict=None,
            severity="high" if one.party == "third" and one.early else "medium",
            confidence=confidence,
            title=f"{name} · reads {', '.join(one.families)} and sends on",
            message=f"The script {urlsplit(one.script).path or one.script} of {name} asked for traits of the device "
            f"({', '.join(one.families)}) and made the browser send {len(one.sent)} requests{when}.",
            recommendation=(
                f"Either load {name} only after consent. "
                "Or record why none is needed, and write in the policy which traits of the device are read and what for."
            ),
            evidence=refer(list(one.sent)),
            service=name,
        )
