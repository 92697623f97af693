"""What it checks
--------------
A cookie that the policy's list calls necessary and that its vendor documents for statistics or advertising.

Why it matters
--------------
What is called necessary is not put to the visitor's choice.

Limits
------
What it is for is what the vendor documents; whether it is necessary for what the visitor asked for, the operator has to
show. Only where the list gives a purpose to the cookie's own line.

How to fix
----------
Either list it under its purpose and ask before it is set, or record why it is strictly necessary.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding, stored_early
from scanner.checks.law import EPD, taskforce
from scanner.facts.lifetimes import declared_cookies, names_match
from scanner.model.findings import Finding

CHECK = "cookie-purpose"
META = CheckMeta(
    title="A cookie called necessary is documented for statistics or advertising",
    category="disclosure",
    needs=("cookies", "documents"),
    law=(EPD, taskforce("27–29")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such cookie."""
    material.need_documents()
    declared = {
        name: one
        for name, one in declared_cookies(material.statements).items()
        if (one.claim.value or {}).get("purpose")
    }
    if not declared:
        raise NotApplicableError("no document gives the purpose of cookies by name")
    for cookie in material.cookies:
        told = [one for name, one in declared.items() if names_match(name, cookie.name)]
        if not told or any((one.claim.value or {})["purpose"] != "necessary" for one in told):
            continue
        if cookie.told not in ("statistics", "marketing"):
            continue
        early = stored_early(cookie)
        yield finding(
            META,
            CHECK,
            subject=cookie.name,
            verdict="incorrect",
            severity="high" if early else "medium",
            confidence="likely",
            purpose_confidence="likely",
            title=f"{cookie.name} · listed as necessary, catalogued as {cookie.purpose}",
            message=f"The policy’s list calls {cookie.name} necessary; {cookie.purpose_source or 'the catalogue'} documents it for "
            f"{cookie.purpose}{', and it was stored before any choice' if early else ''}.",
            recommendation=(
                f"Either list {cookie.name} under {cookie.purpose} and ask before it is set. "
                "Or record for which service that the visitor asked for it is strictly necessary."
            ),
            evidence=[f"cookies/{cookie.id}"],
            told=told,
            cookie=cookie.name,
        )
