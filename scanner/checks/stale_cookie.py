"""What it checks
--------------
A cookie that the policy's list declares and that was not observed.

Why it matters
--------------
A list that names what is no longer there is hard to trust for what is.

Limits
------
It may come on other pages, after a login or in other countries: the finding says only that it was not observed. Not
assessed where a consent dialog was shown and could not be accepted.

How to fix
----------
Remove it from the list if it is no longer set.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, finding
from scanner.checks.law import gdpr
from scanner.facts.lifetimes import declared_cookies, names_match
from scanner.model.findings import Finding

CHECK = "stale-cookie"
META = CheckMeta(
    title="A listed cookie was not observed",
    category="disclosure",
    needs=("cookies", "storage", "consent", "documents"),
    law=gdpr("12(1)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such name."""
    material.need_documents()
    declared = declared_cookies(material.statements)
    if not declared:
        raise NotApplicableError("no document lists cookies by name")
    if material.consent.banner and not material.consent.accept.done:
        raise NotAssessedError("the consent dialog was not accepted, so what comes after that was not seen")
    names = [*(cookie.name for cookie in material.cookies), *(item.key for item in material.storage)]
    for name, statement in declared.items():
        if any(names_match(name, one) for one in names):
            continue
        yield finding(
            META,
            CHECK,
            subject=name,
            verdict="stale",
            severity="info",
            confidence="possible",
            title=f"{name} · on the cookie list, not observed",
            message=f"The policy lists the cookie {name}; it was not observed on the pages visited.",
            recommendation=f"Either remove {name} from the list if it is no longer set. Or write on which pages, or after what, it is set.",
            evidence=[],
            told=[statement],
            cookie=name,
        )
