"""What it checks
--------------
A cookie for statistics that is set for more than 13 months.

Why it matters
--------------
Thirteen months is the French authority's condition for audience measurement that needs no consent.

Limits
------
Information only: there is no limit in the law of the EU, and the condition is French. The lifetime is the one asked for;
browsers may cap it at 400 days.

How to fix
----------
Set a shorter lifetime where the cookie is to pass as exempt audience measurement.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.law import CNIL_AUDIENCE
from scanner.facts.lifetimes import readable
from scanner.model.findings import Finding

CHECK = "long-lived-cookie"
META = CheckMeta(
    title="A statistics cookie is set for more than 13 months",
    category="security",
    needs=("cookies",),
    law=(CNIL_AUDIENCE,),
)

_DAYS = 396


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such cookie."""
    for cookie in material.cookies:
        if cookie.told != "statistics" or cookie.lifetime_days is None or cookie.lifetime_days <= _DAYS:
            continue
        yield finding(
            META,
            CHECK,
            subject=cookie.name,
            verdict=None,
            severity="info",
            confidence="certain",
            title=f"{cookie.name} · set for {readable(cookie.lifetime_days)}",
            message=f"The cookie {cookie.name} (catalogued as statistics) was set for {readable(cookie.lifetime_days)}.",
            recommendation=(
                f"Set {cookie.name} for 13 months at most where it is to pass as exempt audience measurement. "
                "Otherwise see that the policy states the lifetime it is set for."
            ),
            evidence=[f"cookies/{cookie.id}"],
            cookie=cookie.name,
        )
