"""What left the browser and what came back on it: identifiers in requests, addresses echoed, endpoints, names, transport."""

from dataclasses import dataclass
from typing import Literal

from scanner.model.target import State

CarriedKind = Literal[
    "cookie_id",
    "storage_id",
    "visitor_id",
    "client_id",
    "email",
    "email_hash",
    "phone",
    "phone_hash",
    "typed_text",
    "ip",
    "page_url",
    "screen",
    "time_zone",
    "plugins",
    "page_content",
]
EchoPlace = Literal["text", "hidden-field", "attribute", "script", "variable", "cookie", "storage", "header"]
HeldKind = Literal["link", "kept"]
Told = Literal["company", "contact"]
ReportKind = Literal["nel", "report-to", "reporting-endpoints", "csp"]
OptOut = Literal["not-applicable", "opted-out", "not-opted-out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """Something of the visitor that was sent with a request, and in which part of it.

    `kind`: "cookie_id" and "storage_id" the value of a cookie or stored key, or its telling part; "client_id" a parameter
    that the service documents as an identifier; "visitor_id" a random value that is constant for one visitor and differs
    between visitors; "email", "phone", "typed_text" what was typed, "email_hash" and "phone_hash" its hash; "ip" the
    visitor's address; "page_url" the address of the page beyond its host; "screen", "time_zone", "plugins"; "page_content" text of
    the page as seen. `key` is the parameter, cookie, header ("referer"), "path" or "body". `coding` is plain, url, base64,
    md5, sha1 or sha256. `part` is where in the request it stood.
    """

    kind: CarriedKind
    key: str
    coding: str = "plain"
    part: Literal["url", "body", "header"] = "url"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressEcho:
    """An IP address that came back to the visitor, in the page (`url`) or in an answer (`url`), under `name` if it has one.

    `sure` is true where it is the visitor's own address, as given with --visitor-ip or told by a service that looks it
    up; else it is a public address of which that is not known. The address itself is not kept.
    """

    visit: int
    state: State
    place: EchoPlace
    url: str
    name: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEndpoint:
    """An address to which a response told the browser to send reports of errors (`url`), on behalf of the host `of`."""

    kind: ReportKind
    of: str
    url: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheIdentifier:
    """An entity tag (ETag) that differed from visitor to visitor, stayed for each, and was sent back by the browser."""

    url: str
    host: str
    states: tuple[State, ...]
    tag_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentString:
    """A consent string of the IAB framework (TCF version 2) that allows something, and where it was seen.

    `name` is the cookie, key or parameter that held it, `place` its domain, origin or host. `purposes` counts the purposes
    (of 24) it says were consented to, `before_choice` whether it was there before the visitor chose anything.
    """

    state: State
    visit: int
    held_by: Literal["cookie", "storage", "request"]
    name: str
    place: str
    purposes: int
    before_choice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutString:
    """What a string for the United States says of the visitor, and where it was seen (`held_by`, `name`, `place` as above).

    `section` is the part of a Global Privacy Platform string ("usnat", "usca" …), or "uspv1", which also stands alone.
    `sale`, `sharing` and `targeted_advertising` are None where the section has no such field; `gpc` is what it says of
    Global Privacy Control, None where it says nothing.
    """

    state: State
    visit: int
    held_by: Literal["cookie", "storage", "request"]
    name: str
    place: str
    section: str
    sale: OptOut | None = None
    sharing: OptOut | None = None
    targeted_advertising: OptOut | None = None
    gpc: bool | None = None
    before_choice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """The canonical names (DNS CNAME) that a host of the site stands for, one after the other."""

    host: str
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The certificate of the start page as the browser saw it; times are ISO 8601 UTC."""

    subject: str
    issuer: str
    valid_from: str
    valid_to: str
    protocol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """How the site's start page is reached.

    `redirects_to_https` is whether its http:// address leads to https://, None where that could not be tried (`why`).
    `headers` are the response headers of the page that matter for privacy, by lower-case name.
    """

    https: bool
    redirects_to_https: bool | None = None
    why: str | None = None
    hsts_max_age_days: float | None = None
    hsts_subdomains: bool = False
    hsts_preload: bool = False
    certificate: Certificate | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAddress:
    """An address of another site that a page holds and does not load by itself, without its query.

    `kind` "link" is a link to it; "kept" stands in a data attribute, as what is loaded by a click has it.
    """

    visit: int
    kind: HeldKind
    url: str
