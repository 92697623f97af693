"""The finished Result of a scan (the result contract of docs/result.md): what reports, and nothing else, read."""

from dataclasses import dataclass, field
from typing import Literal

from scanner.model.claims import Document
from scanner.model.consent import Consent
from scanner.model.evidence import (
    ApiCall,
    Cookie,
    Failure,
    PolicyLink,
    Request,
    Screenshot,
    StorageItem,
    Tool,
    TypedText,
    Visit,
)
from scanner.model.findings import CheckOutcome, Disclosure, Finding, Quote
from scanner.model.forms import Form
from scanner.model.inspection import Inspection, Question
from scanner.model.judging import Judging
from scanner.model.target import State, Target
from scanner.model.traces import (
    AddressEcho,
    Alias,
    CacheIdentifier,
    ConsentString,
    Identifier,
    OptOutString,
    ReportEndpoint,
    Transport,
)

Party = Literal["first", "third"]
Purpose = Literal["necessary", "preferences", "statistics", "marketing", "unknown"]

PurposeBy = Literal["", "service-file", "list", "heuristic"]
"""Who told a purpose: the vendor, as a service file holds it; a fetched list; or the looks of the cookie alone."""

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedRequest(Request):
    """A request with what the catalogue knows of its receiver. `service` is None for the site itself.

    `listed` names the list, and its rule, that speaks of a receiver no service file knows.
    """

    party: Party = "first"
    service: str | None = None
    entity: str | None = None
    country: str | None = None
    account: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    cname: str | None = None
    listed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedCookie(Cookie):
    """A cookie with its party, its service and its purpose, and who told the purpose (scanner/facts/purposes.py)."""

    party: Party = "first"
    service: str | None = None
    purpose: Purpose = "unknown"
    purpose_source: str | None = None
    purpose_by: PurposeBy = ""
    identifier: bool = False

    @property
    def documented(self) -> Purpose:
        """The purpose, if a service file documents it: all that a finding on many cookies may count."""
        return self.purpose if self.purpose_by == "service-file" else "unknown"

    @property
    def told(self) -> Purpose:
        """The purpose, if a service file or a list tells it: a finding on this cookie says which of the two."""
        return "unknown" if self.purpose_by == "heuristic" else self.purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedStorageItem(StorageItem):
    """A stored key with its party, service and purpose."""

    party: Party = "first"
    service: str | None = None
    purpose: Purpose = "unknown"
    identifier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One third-party service, observed or named as used in the policy, with the verdict on its disclosure.

    `service` is a catalogue id, or the registrable domain of a host that no service file knows. `first_requests` are
    positions in `Result.requests`; `role` is what its vendor documents: processor, controller, joint, depends or unknown.
    """

    service: str
    entity: str | None
    country: str | None
    states: tuple[State, ...]
    observed: bool
    disclosure: Disclosure
    name: str = ""
    category: str = ""
    purpose: Purpose = "unknown"
    quotes: tuple[Quote, ...] = ()
    requests: int = 0
    first_requests: tuple[int, ...] = ()
    cookies: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    before_choice: bool = False
    role: str = "unknown"
    listed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts for a first glance."""

    by_severity: dict[str, int] = field(default_factory=dict)
    findings: int = 0
    services: int = 0
    undisclosed_services: int = 0
    cookies: int = 0
    third_party_cookies: int = 0
    requests: int = 0
    third_party_requests: int = 0
    documents: int = 0
    pages: int = 0
    not_assessed: int = 0
    accepted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Everything a report may show. `reason` says why a site could not be scanned, else None."""

    schema: int
    tool: Tool
    target: Target
    started_at: str
    finished_at: str
    complete: bool
    gathered: tuple[str, ...]
    failures: tuple[Failure, ...]
    visits: tuple[Visit, ...] = ()
    requests: tuple[AnnotatedRequest, ...] = ()
    cookies: tuple[AnnotatedCookie, ...] = ()
    storage: tuple[AnnotatedStorageItem, ...] = ()
    api_calls: tuple[ApiCall, ...] = ()
    forms: tuple[Form, ...] = ()
    policy_links: tuple[PolicyLink, ...] = ()
    consent: Consent = field(default_factory=Consent)
    documents: tuple[Document, ...] = ()
    screenshots: tuple[Screenshot, ...] = ()
    typed: tuple[TypedText, ...] = ()
    address_echoes: tuple[AddressEcho, ...] = ()
    report_endpoints: tuple[ReportEndpoint, ...] = ()
    cache_identifiers: tuple[CacheIdentifier, ...] = ()
    aliases: tuple[Alias, ...] = ()
    consent_strings: tuple[ConsentString, ...] = ()
    opt_out_strings: tuple[OptOutString, ...] = ()
    transport: Transport | None = None
    har: str | None = None
    flows: tuple[Flow, ...] = ()
    findings: tuple[Finding, ...] = ()
    checks: tuple[CheckOutcome, ...] = ()
    summary: Summary = field(default_factory=Summary)
    judging: Judging = field(default_factory=Judging)
    inspection: Inspection | None = None
    questions: tuple[Question, ...] = ()
    interrupted: bool = False
    reason: str | None = None
