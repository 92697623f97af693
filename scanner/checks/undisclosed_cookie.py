"""What it checks
--------------
A cookie that was set and that no cookie list names.

Why it matters
--------------
Visitors are to be told how long cookies last and who has access to them.

Limits
------
Only where a document lists cookies by name; a cookie whose name stands anywhere in a document, or
in the lists of the consent dialog, is not missing. While a document could not be read, all are possible only. Cookies of the web server, and those that keep the choice made in the consent dialog, are low.

How to fix
----------
Add the cookie to the list with its purpose, lifetime and who sets it.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding, read_note
from scanner.checks.law import EPD, PLANET49
from scanner.facts.choice_cookies import keeps_choice
from scanner.facts.dialog_lists import dialog_names_cookie
from scanner.facts.lifetimes import declared_cookies, names_match, readable
from scanner.facts.mentions import names_cookie
from scanner.model.findings import Finding

CHECK = "undisclosed-cookie"
META = CheckMeta(
    title="A cookie is not on the published cookie list",
    category="disclosure",
    needs=(
        "cookies",
        "consent",
        "documents",
    ),
    law=(EPD, PLANET49),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every cookie that the lists do not hold."""
    material.need_documents()
    declared = declared_cookies(material.statements)
    if not declared:
        raise NotApplicableError("no document lists cookies by name")
    for cookie in material.cookies:
        if any(names_match(name, cookie.name) for name in declared):
            continue
        if any(names_cookie(document, cookie.name) for document in material.documents):
            continue
        if dialog_names_cookie(material.consent, cookie.name):
            continue
        technical = (
            cookie.purpose in ("necessary", "preferences")
            or (cookie.session and not cookie.service)
            or keeps_choice(cookie)
        )
        lasts = readable(0 if cookie.session else cookie.lifetime_days or 0)
        yield finding(
            META,
            CHECK,
            subject=cookie.name,
            verdict="omitted",
            severity="low" if technical else "medium",
            confidence="possible" if material.open_documents else "certain",
            title=f"{cookie.name} · set, not on the cookie list",
            message=f"The cookie {cookie.name} of {cookie.domain} was stored; the published list names {len(declared)} cookies and not this one.{read_note(material.open_documents)}",
            recommendation=(
                f"Either add {cookie.name} to the list: how long it is kept ({lasts}), by whom it is set ({cookie.domain}) and what for. "
                "Or stop setting it."
            ),
            evidence=[f"cookies/{cookie.id}"],
            told=list(declared.values())[:1],
            cookie=cookie.name,
        )
