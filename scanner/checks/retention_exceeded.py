"""What it checks
--------------
A cookie for statistics or advertising, or one that looks like an identifier, that is set for longer than the policy
states that data on visits are kept.

Why it matters
--------------
As long as the cookie lasts, a visit can be tied to those before.

Limits
------
Only a stated time that speaks of cookies, visits or statistics counts; how long customer data are kept does not. The
server may delete its records sooner: never more than likely. How long a cookie lasts that the same
sentence names counts for that one only. Half as long again is tolerated; a cookie whose own
lifetime is stated is left to cookie-lifetime.

How to fix
----------
Either state the longer time, or shorten the cookie.
"""

import re
from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding
from scanner.checks.law import gdpr
from scanner.facts.disclosure import Statement
from scanner.facts.lifetimes import declared_lifetime, readable
from scanner.model.findings import Finding

CHECK = "retention-exceeded"
META = CheckMeta(
    title="A cookie outlives the time stated for data on visits",
    category="disclosure",
    needs=("cookies", "documents"),
    law=gdpr("5(1)(e)", "13(2)(a)"),
)
_TOLERANCE = 1.5
_ABOUT_VISITS = re.compile(
    r"cookie|sīkdat|sīkfail|slapuk|küpsis|куки|apmeklējum|apmeklētāj|\bvisit|traffic|statisti|analyti|analītik|"
    r"посещ|lankym|külast|besuch",
    re.IGNORECASE,
)

_OWN = re.compile(
    r"\b(our|my) (own )?cookies|\b(mūsu|manis|manām|manas|mūsējās)\b|\bнаши|\bmūsų|\bmeie|\bunser|\bmein", re.IGNORECASE
)
"""Words by which a time is one for the cookies of the site itself."""

def check(material: Material) -> Iterator[Finding]:
    """One finding for every such cookie."""
    material.need_documents()
    named = [one for one in material.statements if one.claim.practice.startswith("cookie:")]
    stated = [
        (one, days)
        for one in material.stated("retention")
        if (days := _days(one)) is not None
        and _ABOUT_VISITS.search(one.claim.quote)
        and not any(_overlap(one, cookie) for cookie in named)
    ]
    if not stated:
        raise NotApplicableError("no document states how long data on visits are kept")
    told, days = max(stated, key=lambda pair: pair[1])
    for cookie in material.cookies:
        tracks = cookie.purpose in ("statistics", "marketing") or (cookie.purpose == "unknown" and cookie.identifier)
        if not tracks or cookie.lifetime_days is None or cookie.lifetime_days <= days * _TOLERANCE:
            continue
        if declared_lifetime(cookie.name, material.statements):
            continue
        if cookie.party == "third" and _OWN.search(told.claim.quote):
            continue
        yield finding(
            META,
            CHECK,
            subject=cookie.name,
            verdict="incorrect",
            severity="low",
            confidence="likely",
            title=f"{cookie.name} · set for {readable(cookie.lifetime_days)}, data on visits stated to be kept {readable(days)}",
            message=f"The cookie {cookie.name} of {cookie.domain} was set for {readable(cookie.lifetime_days)}; the policy "
            f"states: “{told.claim.quote}”.",
            recommendation=f"Either state how long {cookie.name} lasts beside the time for which data are kept. "
            "Or set it for no longer than that.",
            evidence=[f"cookies/{cookie.id}"],
            told=[told],
            cookie=cookie.name,
        )


def _overlap(one: Statement, other: Statement) -> bool:
    """Whether two statements stand in one passage."""
    same = one.document == other.document
    return same and one.claim.start < other.claim.end and other.claim.start < one.claim.end


def _days(one: Statement) -> float | None:
    days = (one.claim.value or {}).get("days")
    return float(days) if isinstance(days, int | float) and days > 0 else None
