"""Which statements cover a kind of service in general terms, without naming it."""

from scanner.facts.disclosure import Statement, of_practice, waits_for_consent
from scanner.services import Catalogue, Service

_RECIPIENTS = {"statistics": ("sharing.analytics_providers",), "marketing": ("sharing.advertisers",)}
_PURPOSES = {
    "statistics": ("cookies.statistics", "purpose.analytics"),
    "marketing": ("cookies.marketing", "purpose.advertising"),
}
_COOKIES = {"statistics": ("cookies.statistics",), "marketing": ("cookies.marketing", "tech.pixel")}
_SOMEBODY = ("cookies.third_party", "sharing.third_parties")
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
    Cookies of its purpose cover one that stores, unless the policy names who sets them: then that is what it speaks of.
    """
    if known.category in _BY_CATEGORY:
        return of_practice(every, *_BY_CATEGORY[known.category])
    purpose = "statistics" if known.category == "tag-manager" else known.purpose
    recorded = of_practice(every, "tech.session_recording") if known.recording else []
    if recorded or purpose not in _PURPOSES:
        return recorded or _processors(known, every)
    if direct := of_practice(every, *_RECIPIENTS[purpose]):
        return direct
    told = of_practice(every, *_PURPOSES[purpose])
    somebody = of_practice(every, *_SOMEBODY) or _processors(known, every)
    if told and somebody and not known.recording:
        return [*told[:2], *somebody[:1]]
    if cookies and not _named(purpose, every, catalogue):
        return [*of_practice(every, *_COOKIES[purpose]), *_waiting(every, _COOKIES[purpose])]
    return []


def _processors(known: Service, every: list[Statement]) -> list[Statement]:
    return of_practice(every, "sharing.processors") if known.role == "processor" else []


def _waiting(every: list[Statement], practices: tuple[str, ...]) -> list[Statement]:
    """ "No marketing cookies without your consent" tells that there are some with it."""
    return [one for one in of_practice(every, *practices, polarity="qualified") if waits_for_consent(one)]


def _named(purpose: str, every: list[Statement], catalogue: Catalogue) -> bool:
    """Whether any service of a purpose is named as used."""
    names = {one.claim.practice.removeprefix("vendor:") for one in every if one.claim.polarity == "asserted"}
    return any((known := catalogue.service(name)) is not None and known.purpose == purpose for name in names)
