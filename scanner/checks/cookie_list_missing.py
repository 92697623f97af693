"""What it checks
--------------
Cookies for statistics or advertising on a site whose documents list no cookie by name.

Why it matters
--------------
How long cookies last and who has access to them is part of what visitors are to be told.

Limits
------
Every document that was found has to be readable. A list in the consent dialog counts. Not assessed where a dialog was shown
in which no list was found: it may stand behind a control that was not used. Sites with necessary cookies only are not counted.

How to fix
----------
Publish a list with each cookie's name, purpose, lifetime and who sets it.
"""

from collections.abc import Iterator

from scanner.checks.base import CheckMeta, Material, NotApplicableError, NotAssessedError, counted, finding
from scanner.checks.law import EPD, PLANET49, taskforce
from scanner.facts.dialog_lists import dialog_lists_cookies, dialog_names_cookie
from scanner.facts.lifetimes import declared_cookies
from scanner.facts.mentions import names_cookie
from scanner.model.findings import Finding

CHECK = "cookie-list-missing"
META = CheckMeta(
    title="No list of cookies was found",
    category="policy",
    needs=("cookies", "consent", "documents"),
    law=(EPD, PLANET49, taskforce("28")),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site."""
    cookies = [one for one in material.cookies if one.documented in ("statistics", "marketing")]
    if not cookies:
        raise NotApplicableError("no cookie that needs consent was observed")
    material.need_whole_policy()
    named = any(names_cookie(document, one.name) for document in material.documents for one in cookies)
    if named or declared_cookies(material.statements) or dialog_lists_cookies(material.consent):
        return
    if any(dialog_names_cookie(material.consent, one.name) for one in cookies):
        return
    if material.consent.banner:
        raise NotAssessedError("a consent dialog was shown, which may hold a list behind a control that was not used")
    names = ", ".join(dict.fromkeys(one.name for one in cookies))
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict="missing",
        severity="medium",
        confidence="certain",
        title=f"{counted(len(cookies), 'cookie')} for statistics or advertising · no list found",
        message=f"Stored: {names}; on any of them: {material.documents_read()}.",
        recommendation=(
            f"Publish a list with each cookie’s name, purpose, lifetime and who sets it, and link it from the policy. "
            f"Begin with: {names}."
        ),
        evidence=[f"cookies/{one.id}" for one in cookies[:8]],
    )
