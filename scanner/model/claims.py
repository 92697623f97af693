"""What a policy says: documents and the claims read from them (the claims contract of docs/claims.md)."""

from dataclasses import dataclass
from typing import Literal

Polarity = Literal["asserted", "denied", "qualified"]
Modality = Literal["actual", "possible"]
ClaimValue = dict[str, str | float | None]

PRACTICES: frozenset[str] = frozenset(
    [
        "cookies.used",
        "cookies.session",
        "cookies.persistent",
        "cookies.first_party",
        "cookies.third_party",
        "cookies.necessary",
        "cookies.preferences",
        "cookies.statistics",
        "cookies.marketing",
        "cookies.tracking",
        "storage.web",
        "tech.pixel",
        "tech.fingerprinting",
        "tech.session_recording",
        "tech.social_plugins",
        "tech.embedded_content",
        "data.ip_address",
        "data.user_agent",
        "data.access_time",
        "data.pages",
        "data.referrer",
        "data.location",
        "data.interaction",
        "data.name",
        "data.email",
        "data.phone",
        "data.address",
        "data.national_id",
        "data.payment",
        "data.communications",
        "data.purchases",
        "data.special_categories",
        "data.children",
        "purpose.service",
        "purpose.security",
        "purpose.analytics",
        "purpose.advertising",
        "purpose.personalisation",
        "purpose.direct_marketing",
        "purpose.profiling",
        "purpose.legal_obligation",
        "sharing.third_parties",
        "sharing.processors",
        "sharing.advertisers",
        "sharing.analytics_providers",
        "sharing.social_networks",
        "sharing.authorities",
        "sharing.group",
        "sharing.sale",
        "transfer.outside_eea",
        "retention",
        "consent.before_nonessential",
        "consent.implied_by_use",
        "consent.banner",
        "consent.withdrawal",
        "consent.browser_settings",
        "legal_basis.consent",
        "legal_basis.contract",
        "legal_basis.legitimate_interest",
        "legal_basis.legal_obligation",
        "right.access",
        "right.rectification",
        "right.erasure",
        "right.restriction",
        "right.portability",
        "right.objection",
        "right.complaint",
        "controller.identity",
        "controller.contact",
        "dpo",
        "supervisory_authority",
        "automated_decisions",
        "security.encryption",
        "identification",
        "anonymised_only",
        "policy.changes",
        "policy.date",
        "legitimate_interests",
        "provision_obligation",
        "transfer.safeguards",
        "representative",
        "rights.restricted",
        "outdated_law",
        "joint_controllers",
    ]
)
"""The closed list, without the two open families `cookie:<name>` and `vendor:<service>`."""


def is_practice(practice: str) -> bool:
    """Whether a practice is on the contract's list or belongs to one of its open families."""
    family, _, rest = practice.partition(":")
    return practice in PRACTICES or (family in ("cookie", "vendor") and bool(rest))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of a policy; `text[start:end] == quote` in its document's text."""

    practice: str
    polarity: Polarity
    modality: Modality
    quote: str
    start: int
    end: int
    confidence: float
    condition: str | None = None
    value: ClaimValue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A policy as read: its text (what quotes count in), its kinds and the claims found.

    `companies` and `domains` are whom and which websites it says it speaks of, as written, the most often named first.
    `notes` say what of it was not read, and why.
    """

    url: str
    language: str
    kinds: tuple[str, ...]
    sha256: str
    characters: int
    retrieved_at: str
    found_by: str
    text: str
    claims: tuple[Claim, ...]
    title: str | None = None
    date: str | None = None
    readable: bool = True
    why_unreadable: str | None = None
    companies: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_policy(self) -> bool:
        """Whether it counts as a policy: the lists of the consent dialog disclose what they name, and are none."""
        return "banner" not in self.kinds
