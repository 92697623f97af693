"""What it checks
--------------
The visitor’s IP address written into a cookie or a hidden form field.

Why it matters
--------------
An address that is stored in the browser or sent with a form is collected, whatever the server log does.

Limits
------
A value that has the form of a public address counts; whether it is the visitor’s is likely, not certain.

How to fix
----------
Either describe it in the policy, or leave the address out.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.law import gdpr
from scanner.model.findings import Finding

CHECK = "ip-echo"
META = CheckMeta(
    title="An IP address is written into the page or a cookie",
    category="disclosure",
    needs=(
        "cookies",
        "forms",
    ),
    law=gdpr("5(1)(c)", "13(1)(e)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such cookie, and one for every page with such a form."""
    for cookie in material.cookies:
        if cookie.holds_visitor_ip:
            yield finding(
                META,
                CHECK,
                subject=cookie.name,
                verdict=None,
                severity="low",
                confidence="likely",
                title=f"{cookie.name} · holds an IP address",
                message=f"The value of the cookie {cookie.name} of {cookie.domain} has the form of a public IP address.",
                recommendation="Either describe it in the policy, or leave the address out.",
                evidence=[f"cookies/{cookie.id}"],
                cookie=cookie.name,
            )
    pages: dict[str, int] = {}
    for at, form in enumerate(material.forms):
        if any(field.hidden_value_is_ip for field in form.fields):
            pages.setdefault(urlsplit(form.page).path or "/", at)
    for path, at in pages.items():
        yield finding(
            META,
            CHECK,
            subject=path,
            verdict=None,
            severity="low",
            confidence="likely",
            title=f"{path} · a form field that is not shown holds an IP address",
            message=f"A field of a form on {path} that is not shown is filled with a public IP address, which is sent with the form.",
            recommendation="Either describe it in the policy, or leave the field out.",
            evidence=[f"forms/{at}"],
            page=path,
        )
