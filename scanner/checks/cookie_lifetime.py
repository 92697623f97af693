"""What it checks
--------------
A cookie that lasts more than 1.5 times as long as the policy states, or that is kept although the policy calls it a
session cookie.

Why it matters
--------------
How long cookies last is part of the information visitors are to have.

Limits
------
Shorter than declared is no finding. A cookie that several lines declare is held against the longest of them, and an
exact name goes before a name with a wildcard. What the consent dialog lists is asked only where no policy tells. The lifetime is the one asked for when the cookie was set; browsers may cap it
at 400 days.

How to fix
----------
Either correct the stated lifetime, or set the cookie for as long as stated.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.law import PLANET49, gdpr
from scanner.facts.lifetimes import declared_lifetime, readable
from scanner.model.findings import Finding

CHECK = "cookie-lifetime"
META = CheckMeta(
    title="A cookie lasts longer than the policy states",
    category="disclosure",
    needs=(
        "cookies",
        "documents",
    ),
    law=(PLANET49, *gdpr("13(2)(a)")),
)


_TOLERANCE = 1.5
_LONG_DAYS = 30
_SHORTEST_DAYS = 0.05


def check(material: Material) -> Iterator[Finding]:
    """One finding for every declared cookie that outlives its declaration."""
    material.need_documents()
    for cookie in material.cookies:
        told = declared_lifetime(cookie.name, material.statements) or declared_lifetime(
            cookie.name, material.disclosed
        )
        if told is None or cookie.lifetime_days is None:
            continue
        statement, stated = told
        if cookie.lifetime_days <= max(stated * _TOLERANCE, _SHORTEST_DAYS):
            continue
        by_dialog = statement not in material.statements
        heavy = stated == 0 and cookie.identifier and cookie.lifetime_days > _LONG_DAYS
        yield finding(
            META,
            CHECK,
            subject=cookie.name,
            verdict="incorrect",
            severity="medium" if heavy else "low",
            confidence="certain",
            title=f"{cookie.name} · set for {readable(cookie.lifetime_days)}, stated {readable(stated)}",
            message=f"The cookie {cookie.name} was set for {readable(cookie.lifetime_days)}; the consent dialog states {readable(stated)}."
            if by_dialog
            else f"The cookie {cookie.name} was set for {readable(cookie.lifetime_days)}; the policy states {readable(stated)}.",
            recommendation=f"Either write in the list: “{cookie.name}: {readable(cookie.lifetime_days)}”. Or set the cookie for no longer than {readable(stated)}.",
            evidence=[f"cookies/{cookie.id}"],
            told=[statement],
            cookie=cookie.name,
            observed=readable(cookie.lifetime_days),
            stated=readable(stated),
        )
