"""What it checks
--------------
A cookie of the site's own server that carries a session or an identifier without the attribute Secure, on a site served
over https.

Why it matters
--------------
Without Secure the browser also sends it over an unencrypted connection, where others can read it.

Limits
------
Only first-party cookies that an HTTP response set and whose value looks like an identifier; cookies written by tags are
theirs to set. A session cookie weighs more.

How to fix
----------
Set the attributes Secure and HttpOnly.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, NotApplicableError, finding
from scanner.checks.law import gdpr
from scanner.model.findings import Finding

CHECK = "insecure-cookie"
META = CheckMeta(
    title="A cookie with an identifier may travel unencrypted",
    category="security",
    needs=("visits", "cookies"),
    law=gdpr("32(1)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such cookie."""
    pages = [visit.final_url for visit in material.visits if visit.loaded]
    if not pages or not all(urlsplit(url).scheme == "https" for url in pages):
        raise NotApplicableError("the site is not served over https throughout")
    for cookie in material.cookies:
        if cookie.party != "first" or cookie.secure or cookie.set_by.kind != "http" or not cookie.looks_random:
            continue
        yield finding(
            META,
            CHECK,
            subject=cookie.name,
            verdict=None,
            severity="medium" if cookie.session else "low",
            confidence="certain",
            title=f"{cookie.name} · set without Secure",
            message=f"The server set the cookie {cookie.name} without the attribute Secure"
            f"{'' if cookie.http_only else ', and without HttpOnly'}, on a site served over https.",
            recommendation=(
                f"Set the attributes Secure and HttpOnly on {cookie.name}, in the server’s or the application’s settings. "
                "Redirect http to https, so that nothing is sent in the clear."
            ),
            evidence=[f"cookies/{cookie.id}"],
            cookie=cookie.name,
        )
