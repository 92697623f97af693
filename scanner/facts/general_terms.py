"""Which statements cover a kind of service in general terms, without naming it."""

import re

from scanner.facts.disclosure import Statement, of_practice, waits_for_consent
from scanner.services import Catalogue, Service

_RECIPIENTS = {"statistics": ("sharing.analytics_providers",), "marketing": ("sharing.advertisers",)}
_PURPOSES = {
    "statistics": ("cookies.statistics", "purpose.analytics"),
    "marketing": ("cookies.marketing", "purpose.advertising"),
}
_COOKIES = {"statistics": ("cookies.statistics",), "marketing": ("cookies.marketing", "tech.pixel")}
_SOMEBODY = ("cookies.third_party", "sharing.third_parties")
PARTNERS = re.compile(
    r"partner|партн[её]р|third[- ]part|treš(o|ās|ajām|ajai|ā)\s+(puš|person)|треть\w+\s+(лиц|сторон)|trečiosios|trečiųjų|"
    r"kolmanda|dritt(e|en|er|anbieter)",
    re.IGNORECASE,
)
"""Words by which a statement on cookies or techniques speaks of others who use them as well: "we and our partners"."""
_TOOLS = re.compile(
    r"\brīk|\btools?\b|instrument|инструмент|įrank|tööriist|\btool|werkzeug|programm|\bservices? (of|by|from)\b|счётчик|счетчик"
    r"|skaitītāj|skaitiklis|loendur|\bcounter",
    re.IGNORECASE,
)
"""Words by which a purpose is told with what serves it: "analytics tools"."""
_EXAMPLE = re.compile(
    r"\b(such as|e\.?\s?g\.|for example|for instance|including|and (others|similar)|among others|etc\b)|piemēram|tostarp|\bu\.\s?c\.|\bun cit|"
    r"t\.\s?sk\.|например|в том числе|такие как|и др\b|и друг|pavyzdžiui|pvz\.|tokie kaip|ir kit|\bnäiteks|\bnt\.?\s|nagu näit|\bjt\b|"
    r"z\.\s?b\.|zum beispiel|beispielsweise|wie etwa|unter anderem|u\.\s?a\.|usw",
    re.IGNORECASE,
)
"""Words that make of a name an example: others may be meant as well."""
_BY_CATEGORY = {
    "ip-lookup": ("data.location", "data.ip_address"),
    "maps": ("tech.embedded_content",),
    "video": ("tech.embedded_content",),
    "fonts": ("tech.embedded_content",),
    "captcha": ("tech.embedded_content",),
    "social": ("tech.social_plugins", "sharing.social_networks"),
    "consent": ("consent.banner",),
    "payment": ("data.payment",),
}


def general(known: Service, every: list[Statement], catalogue: Catalogue, *, cookies: bool) -> list[Statement]:
    """The general statements that cover a service; `cookies` tells whether it stored anything.

    A recipient of its kind ("analytics providers") covers it; so does its purpose together with recipients in general.
    Tools for its purpose cover it, and cookies of its purpose one that stores; unless the policy names any service for
    that purpose: then that is what it speaks of.
    """
    if known.category in _BY_CATEGORY:
        return _not_of_others(of_practice(every, *_BY_CATEGORY[known.category]), every)
    purpose = "statistics" if known.category == "tag-manager" else known.purpose
    recorded = _not_of_others(of_practice(every, "tech.session_recording"), every) if known.recording else []
    if recorded or purpose not in _PURPOSES:
        return recorded or _processors(known, every)
    if direct := of_practice(every, *_RECIPIENTS[purpose]):
        return direct
    told = [one for one in of_practice(every, *_PURPOSES[purpose]) if not _of_a_vendor(one, every)]
    somebody = of_practice(every, *_SOMEBODY) or _processors(known, every) or _with_partners(every)
    if told and somebody and not known.recording:
        both = [one for one in told if PARTNERS.search(one.claim.quote)]
        return both[:1] or [*told[:2], *somebody[:1]]
    if _named(purpose, every, catalogue):
        return []
    if tools := [one for one in told if _TOOLS.search(one.claim.quote)]:
        return tools
    return [*of_practice(every, *_COOKIES[purpose]), *_waiting(every, _COOKIES[purpose])] if cookies else []


def _with_partners(every: list[Statement]) -> list[Statement]:
    return [
        one
        for one in every
        if one.claim.polarity == "asserted"
        and one.claim.practice.startswith(("cookies.", "tech."))
        and PARTNERS.search(one.claim.quote)
    ]


def _processors(known: Service, every: list[Statement]) -> list[Statement]:
    return of_practice(every, "sharing.processors") if known.role == "processor" else []


def _waiting(every: list[Statement], practices: tuple[str, ...]) -> list[Statement]:
    """ "No marketing cookies without your consent" tells that there are some with it."""
    return [one for one in of_practice(every, *practices, polarity="qualified") if waits_for_consent(one)]


def _not_of_others(told: list[Statement], every: list[Statement]) -> list[Statement]:
    """Those that speak of techniques in general; one that names who does it speaks of them, unless as an example."""
    return [one for one in told if _EXAMPLE.search(one.claim.quote) or not _of_a_vendor(one, every)]


def _of_a_vendor(statement: Statement, every: list[Statement]) -> bool:
    """Whether a passage names who serves the purpose it tells: then it speaks of them."""
    return any(
        one.claim.practice.startswith("vendor:")
        and one.claim.polarity == "asserted"
        and (one.document, one.claim.start) == (statement.document, statement.claim.start)
        for one in every
    )


def _named(purpose: str, every: list[Statement], catalogue: Catalogue) -> bool:
    """Whether any service of a purpose is named as used."""
    names = {one.claim.practice.removeprefix("vendor:") for one in every if one.claim.polarity == "asserted"}
    return any((known := catalogue.service(name)) is not None and known.purpose == purpose for name in names)
