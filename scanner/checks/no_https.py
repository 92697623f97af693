"""What it checks
--------------
Pages that are served without encryption.

Why it matters
--------------
Whoever is on the way can read which pages are visited and what is typed in, and change what is shown.

Limits
------
The address at which the page ended up counts, after redirects. Whether the same page also exists over https is not
tried. A page with a form that asks for personal data weighs more.

How to fix
----------
Serve the site over https and redirect http to it.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, NotAssessedError, counted, finding
from scanner.checks.law import gdpr
from scanner.facts.form_fields import asks_personal
from scanner.model.findings import Finding

CHECK = "no-https"
META = CheckMeta(
    title="Pages are served without encryption",
    category="security",
    needs=("visits", "forms"),
    law=gdpr("5(1)(f)", "32(1)(a)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for the site, with the pages."""
    shown = {visit.final_url: visit.id for visit in material.visits if visit.loaded}
    if not shown:
        raise NotAssessedError("no page of the site could be looked at")
    bare = {url: at for url, at in shown.items() if urlsplit(url).scheme == "http"}
    if not bare:
        return
    asking = any(form.page in bare and asks_personal(form) for form in material.forms)
    yield finding(
        META,
        CHECK,
        subject=None,
        verdict=None,
        severity="high" if asking else "medium",
        confidence="certain",
        title=f"{len(bare)} of {counted(len(shown), 'page')} · served without encryption",
        message=f"Served over http: {', '.join(list(bare)[:8])}{'; a form there asks for personal data' if asking else ''}.",
        recommendation="Get a certificate and serve the site over https. Redirect http to it, and send Strict-Transport-Security.",
        evidence=[f"visits/{at}" for at in bare.values()][:8],
    )
