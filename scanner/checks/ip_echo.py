"""What it checks
--------------
The visitor’s IP address given back: in a cookie, a field that is not shown, the page’s text, scripts and variables, browser
storage, or the headers of answers.

Why it matters
--------------
An address that is stored in the browser or sent with a form is collected, whatever the server log does.

Limits
------
Which address is the visitor’s is known with `--visitor-ip`, or where a service that looks it up was asked; then nothing
else counts. Else any public address counts in cookies and fields (likely), and elsewhere as possible only.

How to fix
----------
Either describe it in the policy, or leave the address out.
"""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from scanner.checks.base import CheckMeta, Material, finding
from scanner.checks.law import gdpr
from scanner.model.findings import Finding
from scanner.model.traces import AddressEcho

CHECK = "ip-echo"
META = CheckMeta(
    title="An IP address is written into the page or a cookie",
    category="disclosure",
    needs=(
        "cookies",
        "forms",
        "address_echoes",
    ),
    law=gdpr("5(1)(c)", "13(1)(e)"),
)


def check(material: Material) -> Iterator[Finding]:
    """One finding for every such cookie and key, every page, and every host whose answers do so."""
    known = {one.name for one in material.address_echoes if one.place == "cookie" and one.sure}
    for cookie in material.cookies:
        if cookie.holds_visitor_ip:
            yield finding(
                META,
                CHECK,
                subject=cookie.name,
                verdict=None,
                severity="low",
                confidence="certain" if cookie.name in known else "likely",
                title=f"{cookie.name} · holds an IP address",
                message=f"The value of the cookie {cookie.name} of {cookie.domain} has the form of a public IP address.",
                recommendation=(
                    f"Either write in the policy that {cookie.name} holds the visitor’s IP address, what for and for how long. "
                    "Or leave the address out."
                ),
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
            recommendation="Either write in the policy that the form sends the visitor’s IP address, and what for. Or leave the field out.",
            evidence=[f"forms/{at}"],
            page=path,
        )
    yield from _given_back(material)


def _given_back(material: Material) -> Iterator[Finding]:
    found: dict[str, list[tuple[int, AddressEcho]]] = defaultdict(list)
    for at, one in enumerate(material.address_echoes):
        if one.place in ("cookie", "hidden-field"):
            continue
        page = urlsplit(one.url)
        subject = (
            (page.hostname or "") if one.place == "header" else one.name if one.place == "storage" else page.path or "/"
        )
        found[subject].append((at, one))
    for subject, echoes in found.items():
        sure = any(one.sure for _, one in echoes)
        places = ", ".join(dict.fromkeys(_PLACES[one.place].format(name=one.name) for _, one in echoes))
        yield finding(
            META,
            CHECK,
            subject=subject,
            verdict=None,
            severity="low" if any(one.place == "storage" for _, one in echoes) else "info",
            confidence="certain" if sure else "possible",
            title=f"{subject} · gives an IP address back",
            message=f"{'The visitor’s' if sure else 'A public'} IP address came back in {places}.",
            recommendation="Either write in the policy what the address is used for. Or leave it out of what is sent back.",
            evidence=[f"address_echoes/{at}" for at, _ in echoes[:5]],
            page=subject,
        )


_PLACES = {
    "text": "the text of the page",
    "attribute": "an attribute in the page",
    "script": "a script in the page",
    "variable": "the variable {name}",
    "storage": "the stored key {name}",
    "header": "the header {name}",
}
