"""The shape of a service file."""

from dataclasses import dataclass, field
from typing import Literal

from scanner.model.result import Purpose

CATEGORIES = frozenset(
    [
        "analytics",
        "advertising",
        "tag-manager",
        "social",
        "session-replay",
        "heatmap",
        "a-b-testing",
        "fonts",
        "maps",
        "video",
        "captcha",
        "chat",
        "payment",
        "cdn",
        "consent",
        "error-monitoring",
        "email-marketing",
        "affiliate",
        "data-broker",
        "ip-lookup",
        "forms",
        "hosting",
        "company",
        "accessibility",
        "customer-data",
        "delivery",
        "e-commerce",
        "feedback",
        "marketing-automation",
        "personalisation",
        "reviews",
        "search",
        "security",
        "sign-in",
        "translation",
    ]
)
PURPOSES = frozenset({"necessary", "preferences", "statistics", "marketing", "unknown"})
ConsentNeed = Literal["required", "low", "embed", "none"]
"""How loading it before a choice weighs: a tracker; a tag manager, or a tool that keeps nothing on the device by its maker;
what the visitor may have come for (map, video, captcha, chat); or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A host with its sub-domains, narrowed by `path` (prefix) or `pattern` (regex on the whole URL after "//").

    Without `domain` the pattern is looked for on every host, the scanned site's own too: a tag served through the site;
    then `contains` is what every such address holds, so that the pattern is tried on few.
    """

    domain: str = ""
    path: str = ""
    pattern: str = ""
    contains: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCookie:
    """A cookie the service documents; `name` may hold "*" (anything) and "#" (a digit). `lifetime_days` 0 = session."""

    name: str
    party: Literal["first", "third", "any"] = "any"
    domain: str = ""
    purpose: Purpose = "unknown"
    lifetime_days: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownKey:
    """A key the service keeps in browser storage; "*" stands for any characters."""

    key: str
    purpose: Purpose = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An address that must, or must not, match; `account` is the account id it must give."""

    url: str
    account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameExample:
    """A sentence of a policy in which the service is named, or (`found` false) only seems to be."""

    language: str
    text: str
    found: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service file. `names` are what policies call it, by language ("all" = every one); "*" allows an ending.

    `aliases` are other ids it is asked for by. `ip_address` is what the vendor documents to do with the visitor's address:
    "kept", "shortened" or "not-kept" (used, then dropped). `dpf_checked_on` is the day (ISO) `dpf_status` was read in
    the vendor's own statement, `dpf_source`; the list of the Department of Commerce is the authority. `role_source` is the
    page on which the vendor documents its role.

    `names_beside` are names too short to mean it alone ("X"): they do beside another service of its category in a list.

    `companies` are ids of the companies whose bare name in a policy speaks of this service's recipient.
    """

    id: str = ""
    name: str
    entity: str
    company: str
    country: str
    category: str
    purpose: Purpose
    purpose_reason: str
    sources: tuple[str, ...]
    parent: str = ""
    role_source: str = ""
    role: Literal["processor", "controller", "joint", "depends", "unknown"] = "unknown"
    dpf_status: Literal["listed", "not-listed", "not-needed", "unknown"] = "unknown"
    dpf_checked_on: str = ""
    dpf_source: str = ""
    ip_address: Literal["kept", "shortened", "not-kept", "unknown"] = "unknown"
    contracting_entity: str = ""
    consent: ConsentNeed = "required"
    recording: bool = False
    privacy_url: str = ""
    opt_out_url: str = ""
    aliases: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    hosts: tuple[Host, ...] = ()
    cookies: tuple[KnownCookie, ...] = ()
    storage: tuple[KnownKey, ...] = ()
    parameters_identifiers: tuple[str, ...] = ()
    parameters_plain: tuple[str, ...] = ()
    globals: tuple[str, ...] = ()
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names_not: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names_beside: tuple[str, ...] = ()
    match: tuple[Example, ...] = ()
    no_match: tuple[Example, ...] = ()
    names_example: tuple[NameExample, ...] = ()
