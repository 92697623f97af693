"""What it checks
--------------
The value of one company's cookie in the address of a request to another company.

Why it matters
--------------
Two companies that exchange their identifiers for a visitor can join what each knows.

Limits
------
Values are compared by keyed hashes, so only a value passed on as it is can be seen. Only third-party cookies whose value
looks like an identifier, and only companies that service files tell apart. High when it happened before any choice.

How to fix
----------
Load the tag that starts the exchange only after consent, or remove it.
"""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from scanner.checks.base import CheckMeta, Material, counted, covers, finding, refer
from scanner.checks.law import EPD, guidelines_2_2023
from scanner.model.findings import Finding
from scanner.model.result import AnnotatedCookie, AnnotatedRequest

CHECK = "cookie-sync"
META = CheckMeta(
    title="One company's cookie value goes to another",
    category="security",
    needs=("requests", "cookies"),
    law=(EPD, guidelines_2_2023("61–63")),
)

_SHORTEST = 8


def check(material: Material) -> Iterator[Finding]:
    """One finding for every cookie that is passed on."""
    cookies = [
        one
        for one in material.cookies
        if one.party == "third" and one.identifier and one.value_length >= _SHORTEST and one.service
    ]
    for cookie in cookies:
        owner = material.service(cookie.service or "")
        sent = [one for one in material.requests if owner and _passes_on(one, cookie, owner.entity)]
        if not owner or not sent:
            continue
        early = any(not one.after_choice for one in sent)
        to = ", ".join(dict.fromkeys(one.entity or one.host for one in sent))
        yield finding(
            META,
            CHECK,
            subject=cookie.name,
            verdict=None,
            severity="high" if early else "medium",
            confidence="likely",
            title=f"{cookie.name} · value sent to {to}",
            message=f"The value of the cookie {cookie.name} of {owner.name} stood in {counted(len(sent), 'request')} to {to}"
            f"{', before any choice' if early else ''}.",
            recommendation=(
                f"Load the tag that starts the exchange only after consent to advertising, or remove it. "
                f"Where it stays, write in the policy that {owner.name} passes its identifier on to {to}."
            ),
            evidence=[*refer(sent), f"cookies/{cookie.id}"],
            cookie=cookie.name,
        )


def _passes_on(request: AnnotatedRequest, cookie: AnnotatedCookie, entity: str) -> bool:
    if request.party != "third" or request.entity in (None, entity) or covers(cookie.domain, request.host):
        return False
    hashes = {cookie.value_hash, *(hashed for _, hashed in cookie.value_hashes)}
    wanted = {f"~{hashed}" for hashed in hashes} | ({cookie.value} if cookie.value else set())
    return any(value in wanted for _, value in parse_qsl(urlsplit(request.url).query))
