"""What it checks
--------------
A name that the policy lists as a cookie and that was found as a key of the browser's storage.

Why it matters
--------------
Cookies and stored keys are looked at and cleared in different places.

Limits
------
Information only. Not reported where a cookie of that name was there too.

How to fix
----------
Say in the list where it is kept.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding
from scanner.checks.law import gdpr
from scanner.facts.lifetimes import declared_cookies, names_match
from scanner.model.findings import Finding

CHECK = "storage-called-cookie"
META = CheckMeta(
    title="A stored key is listed as a cookie",
    category="disclosure",
    needs=("cookies", "storage", "documents"),
    law=gdpr("12(1)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such name."""
    material.need_documents()
    declared = declared_cookies(material.statements)
    if not declared:
        raise NotApplicableError("no document lists cookies by name")
    for name, statement in declared.items():
        items = [item for item in material.storage if names_match(name, item.key)]
        if not items or any(names_match(name, cookie.name) for cookie in material.cookies):
            continue
        yield finding(
            META,
            CHECK,
            subject=items[0].key,
            verdict="ambiguous",
            severity="info",
            confidence="certain",
            title=f"{items[0].key} · listed as a cookie, kept in {items[0].kind} storage",
            message=f"The policy lists {name} among cookies; it was found in the browser’s {items[0].kind} storage of "
            f"{items[0].origin}.",
            recommendation=(
                f"Write in the list that {items[0].key} is kept in the browser’s storage and is no cookie. "
                "Write how long it stays: such a key has no lifetime of its own."
            ),
            evidence=[f"storage/{item.id}" for item in items[:5]],
            told=[statement],
            key=items[0].key,
        )
