"""How a policy speaks of one service: by name, by its company, in general terms, in a denial, or not at all.

The verdicts follow the flow-to-policy consistency literature (PoliCheck, USENIX Security 2020).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from scanner.model.claims import Claim, Document
from scanner.model.findings import Disclosure, Quote
from scanner.services import Service

# General terms that cover a kind of service without naming it, each with what else the policy must say.
_ANALYTICS = ("sharing.analytics_providers",)
_ADVERTISING = ("sharing.advertisers",)
_STATISTICS_PURPOSE = ("cookies.statistics", "purpose.analytics")
_MARKETING_PURPOSE = ("cookies.marketing", "purpose.advertising")
_RECIPIENTS = ("cookies.third_party", "sharing.third_parties")

# A bare denial of the practice is contradicted by the service alone, whatever it stores (judgement: not denials of cookies).
_DENIALS = {
    "analytics": ("purpose.analytics", "sharing.analytics_providers"),
    "session-replay": ("tech.session_recording",),
    "heatmap": ("tech.session_recording",),
    "advertising": ("purpose.advertising", "sharing.advertisers"),
    "video": ("tech.embedded_content",),
    "maps": ("tech.embedded_content",),
    "fonts": ("tech.embedded_content",),
    "social": ("tech.social_plugins", "sharing.social_networks"),
}
_COOKIE_DENIALS = {
    "statistics": ("cookies.statistics", "cookies.tracking"),
    "marketing": ("cookies.marketing", "cookies.tracking"),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with the document it stands in."""

    claim: Claim
    document: str

    @property
    def quote(self) -> Quote:
        """The passage, as findings and flows carry it."""
        return Quote(document=self.document, start=self.claim.start, end=self.claim.end, quote=self.claim.quote)


def statements(documents: Iterable[Document]) -> list[Statement]:
    """All claims of all documents."""
    return [Statement(claim, document.url) for document in documents for claim in document.claims]


def of_practice(every: list[Statement], *practices: str, polarity: str = "asserted") -> list[Statement]:
    """The statements of some practices with one polarity."""
    return [one for one in every if one.claim.practice in practices and one.claim.polarity == polarity]


def waits_for_consent(statement: Statement) -> bool:
    """Whether the way out that a qualified denial names is the visitor's consent."""
    condition = (statement.claim.condition or "").lower()
    return any(word in condition for word in ("piekri", "consent", "permission", "agree"))


def judge(
    service: str, known: Service | None, every: list[Statement], *, cookies: bool, third_party_cookies: bool = False
) -> tuple[Disclosure, list[Statement]]:
    """How the statements disclose an observed service, with those that decide it.

    `cookies` tells whether a cookie or key of the service was seen: a denial of cookies is contradicted by nothing less.
    """
    stated, how = _stated(service, known, every)
    denied = _denied(service, known, every, cookies=cookies, third_party_cookies=third_party_cookies)
    if stated and denied and how == "clear":
        return "ambiguous", [*stated, *denied]
    if denied:
        return ("ambiguous", [*stated, *denied]) if stated else ("incorrect", denied)
    if stated:
        return how, stated
    return "omitted", []


def _stated(service: str, known: Service | None, every: list[Statement]) -> tuple[list[Statement], Disclosure]:
    named = of_practice(every, f"vendor:{service}", f"vendor:{known.name.lower().replace(' ', '-')}" if known else "")
    if named:
        return named, "clear"
    if known is None:
        return [], "omitted"
    companies = of_practice(every, *(f"vendor:{company}" for company in known.companies))
    if companies:
        return companies, "clear" if _with_purpose(known, companies, every) else "vague"
    return _general(known, every), "vague"


def _with_purpose(known: Service, companies: list[Statement], every: list[Statement]) -> bool:
    """Whether the passage that names the company also speaks of what this service does."""
    wanted = _purposes(known)
    near = {(one.document, one.claim.start) for one in companies}
    told = {one.claim.practice for one in every if (one.document, one.claim.start) in near}
    if known.category == "social" or (known.purpose == "marketing" and "tech.social_plugins" in told):
        return True
    if told & {*wanted, *_COMPANY_TERMS}:
        return True
    return (
        known.purpose == "marketing"
        and known.category == "advertising"
        and bool(known.companies)
        and _as_social_network(known)
    )


_COMPANY_TERMS = ("cookies.third_party", "data.user_agent", "sharing.analytics_providers", "purpose.analytics")


def _as_social_network(known: Service) -> bool:
    return any(company in ("facebook", "linkedin", "twitter", "tiktok") for company in known.companies)


def _purposes(known: Service) -> tuple[str, ...]:
    if known.purpose == "statistics":
        return _STATISTICS_PURPOSE
    if known.purpose == "marketing":
        return _MARKETING_PURPOSE
    return ()


def _general(known: Service, every: list[Statement]) -> list[Statement]:
    if known.category == "ip-lookup":
        return of_practice(every, "data.location", "data.ip_address")
    if known.recording:
        return of_practice(every, "tech.session_recording")
    if known.category in ("maps", "video", "fonts", "captcha"):
        return of_practice(every, "tech.embedded_content")
    if known.category == "social":
        return of_practice(every, "tech.social_plugins", "sharing.social_networks")
    if known.category == "consent":
        return of_practice(every, "consent.banner")
    if known.category == "payment":
        return of_practice(every, "data.payment")
    if known.purpose == "statistics" or known.category == "tag-manager":
        direct = of_practice(every, *_ANALYTICS)
        return direct or _purpose_with_recipients(every, _STATISTICS_PURPOSE)
    if known.purpose == "marketing":
        direct = of_practice(every, *_ADVERTISING)
        return direct or _purpose_with_recipients(every, _MARKETING_PURPOSE)
    return of_practice(every, "sharing.processors") if known.role == "processor" else []


def _purpose_with_recipients(every: list[Statement], purpose: tuple[str, ...]) -> list[Statement]:
    told, recipients = of_practice(every, *purpose), of_practice(every, *_RECIPIENTS)
    return [*told[:2], *recipients[:1]] if told and recipients else []


def _denied(
    service: str, known: Service | None, every: list[Statement], *, cookies: bool, third_party_cookies: bool
) -> list[Statement]:
    found = of_practice(every, f"vendor:{service}", polarity="denied")
    if known is None:
        return found
    found += of_practice(every, *(f"vendor:{company}" for company in known.companies), polarity="denied")
    found += of_practice(every, *_DENIALS.get(known.category, ()), polarity="denied")
    if cookies:
        found += of_practice(every, *_COOKIE_DENIALS.get(known.purpose, ()), "cookies.used", polarity="denied")
    if third_party_cookies:
        found += of_practice(every, "cookies.third_party", polarity="denied")
    return found
