"""What it checks
--------------
A key for statistics or advertising, or one that looks like an identifier, in the browser's lasting storage, while no
document speaks of anything but cookies.

Why it matters
--------------
Visitors who clear cookies or read of them do not learn of what is kept beside them.

Limits
------
Keys that merely remember a setting are not counted, nor is what ends with the browser session. A document that mentions
browser storage or "similar technologies" covers all; so does the key by its name in a list.

How to fix
----------
Describe what is kept in the browser's storage, what for and how long.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.law import EPD, gdpr, guidelines_2_2023
from scanner.facts.lifetimes import declared_cookies, names_match
from scanner.facts.mentions import mentions
from scanner.model.findings import Finding

CHECK = "undisclosed-storage"
META = CheckMeta(
    title="Identifiers in the browser's storage are not mentioned",
    category="disclosure",
    needs=("storage", "documents"),
    law=(EPD, guidelines_2_2023("35–39"), *gdpr("12(1)")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such key."""
    material.need_whole_policy()
    if material.stated("storage.web") or any(mentions(document, "storage") for document in material.documents):
        return
    declared = declared_cookies(material.disclosed)
    for item in material.storage:
        tracks = item.purpose in ("statistics", "marketing")
        if item.kind not in ("local", "indexeddb") or not (tracks or (item.identifier and item.purpose == "unknown")):
            continue
        if any(names_match(name, item.key) for name in declared):
            continue
        yield finding(
            META,
            CHECK,
            subject=item.key,
            verdict="omitted",
            severity="medium" if item.identifier else "low",
            confidence="certain" if tracks else "possible",
            title=f"{item.key} · kept in the browser’s storage, no statement found",
            message=f"The key {item.key} of {item.origin} was kept in the browser’s {item.kind} storage; on such storage: "
            f"{material.documents_read()}.",
            recommendation=f"Either add to the policy: “We keep {item.key} in your browser’s storage.”, with what for and how long. Or stop keeping it.",
            evidence=[f"storage/{item.id}"],
            key=item.key,
        )
