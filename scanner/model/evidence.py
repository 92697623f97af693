"""What was observed on a site, before any interpretation: the record that checks can be re-run on without a browser.

Ids are positions: `Request.visit` is the index of its visit in `Evidence.visits`, and a finding's "requests/12" is
`evidence.requests[12]`. Times are ISO 8601 UTC, lifetimes days, unknown is None. Cookie and storage values are not kept
unless asked for: `value_length` and `value_hash` (keyed by a secret of this scan that is thrown away) show equality only.
"""

from dataclasses import dataclass, field
from typing import Literal

from scanner.model.consent import Consent
from scanner.model.forms import Form
from scanner.model.target import State, Target
from scanner.model.traces import (
    AddressEcho,
    Alias,
    CacheIdentifier,
    ConsentString,
    HeldAddress,
    Identifier,
    OptOutString,
    ReportEndpoint,
    Told,
    Transport,
)

Settled = Literal["quiet", "limit"]
VisitKind = Literal["home", "policy", "page", "route"]
SetterKind = Literal["http", "script", "unknown"]
StorageKind = Literal["local", "session", "indexeddb", "cache"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something that could not be gathered: what, where (URL, state or collector), and why in one sentence."""

    what: str
    where: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One page load in one state, or (`kind` "route") one change of route within a page that was loaded. `status` is that of the document; `loaded` is false for an error page or bot wall. `tells`: what its text says of who runs the site, a company's name and how to reach it."""

    id: int
    state: State
    kind: VisitKind
    url: str
    final_url: str
    status: int | None
    title: str | None
    language: str | None
    started_at: str
    duration_ms: int
    settled: Settled
    loaded: bool = True
    after_choice: bool = False
    tells: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Initiator:
    """Why a request was made: `kind` as CDP names it (parser, script, preload, other …), with the first script's place."""

    kind: str
    url: str | None = None
    line: int | None = None
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request that left the browser, redirect hops counted one by one.

    `url` has identifying query values hashed like cookie values unless values are kept. `recorded_by` is "cdp", or
    "netlog" for those that only the net log saw (beacons sent on leaving a page). `body` is the posted text, shortened.
    `duration_ms` runs to the end of the answer, `bytes_received` is what came over the network, heads included.
    `carried` is what of the visitor's own was found in it while the scan still knew the raw values.
    """

    id: int
    visit: int
    state: State
    url: str
    host: str
    method: str
    resource_type: str
    time: str
    after_choice: bool = False
    redirected_from: int | None = None
    initiator: Initiator | None = None
    document_url: str | None = None
    status: int | None = None
    failed: str | None = None
    remote_ip: str | None = None
    mime_type: str | None = None
    set_cookies: tuple[str, ...] = ()
    blocked_cookies: tuple[tuple[str, str], ...] = ()
    sent_cookies: tuple[str, ...] = ()
    body: str | None = None
    carried: tuple[Identifier, ...] = ()
    duration_ms: int | None = None
    bytes_received: int | None = None
    recorded_by: Literal["cdp", "netlog"] = "cdp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setter:
    """Who wrote a cookie or key: an HTTP response (url of the request) or a script (url of the script)."""

    kind: SetterKind
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CookieSighting:
    """When a cookie was first and last there in one state, and whether it was written again after the choice."""

    state: State
    first_visit: int
    before_choice: bool
    after_choice: bool = False
    written_after_choice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """One cookie by (name, domain, path), over all states; `lifetime_days` as set (0 = session), before the browser's cap.

    `overwritten_by` and `deleted_by` are others that wrote it again or had it deleted, each once. `blocked` gives the browser's
    reason for a Set-Cookie line it refused. `value_hashes` are keyed hashes per state, so
    that an identifier that differs between visitors is seen without its value.
    """

    id: int
    name: str
    domain: str
    path: str
    host_only: bool
    states: tuple[State, ...]
    session: bool
    lifetime_days: float | None
    secure: bool
    http_only: bool
    same_site: str | None
    partitioned: bool
    set_by: Setter
    value_length: int
    value_hash: str
    sightings: tuple[CookieSighting, ...] = ()
    value_hashes: tuple[tuple[State, str], ...] = ()
    overwritten_by: tuple[Setter, ...] = ()
    deleted_by: tuple[Setter, ...] = ()
    blocked: str | None = None
    value: str | None = None
    looks_random: bool = False
    holds_visitor_ip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageItem:
    """One key of localStorage or sessionStorage, one IndexedDB database or one cache, by origin."""

    id: int
    kind: StorageKind
    origin: str
    key: str
    states: tuple[State, ...]
    value_length: int
    value_hash: str
    set_by: Setter
    sightings: tuple[CookieSighting, ...] = ()
    value: str | None = None
    looks_random: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """Calls of one kind of browser interface by one script ("" when unknown) on one page load.

    `api` is canvas (read back from more than 16 by 16 pixels), canvas-small, webgl, audio, fonts, navigator,
    media-devices, permissions, battery, webrtc, geolocation, storage-access, beacon, or listener-keys, -input, -mouse, -scroll.
    Beyond 40 by one script on one page the count is reported as it doubles: up to half of the last calls may be missing.
    """

    api: str
    state: State
    script: str
    count: int
    visit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLink:
    """A link to a policy as it stands on a visited page; `place` is footer, banner, form, body or well-known.

    `status` is what the linked page answered, None while it was not followed (`why` then says so).
    """

    visit: int
    url: str
    text: str
    place: str
    kinds: tuple[str, ...]
    status: int | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A document as published: `file` is its body in the bundle (rendered HTML, PDF bytes or text), `found_by` the link's
    text and page, the option or the well-known path that led to it."""

    url: str
    final_url: str
    content_type: str
    status: int | None
    sha256: str
    file: str
    found_by: str
    retrieved_at: str
    title: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedText:
    """Bait typed into one field, with the requests that carried it off before anything was submitted.

    `coding` is how it stood in the first of them: plain, url, base64, md5, sha1, sha256; None when none carried it.
    """

    visit: int
    state: State
    type: str
    name: str
    requests: tuple[int, ...] = ()
    coding: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screenshot:
    """A picture of the page (JPEG) at one moment: `what` is "banner" or "after-accept" and so on; `file` in the bundle."""

    what: str
    state: State
    url: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What made the record: program and browser; in a result also the versions of catalogue, rules and lists that judged it."""

    name: str
    version: str
    browser: str
    user_agent: str
    catalogue: str = ""
    rules: str = ""
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything gathered in one scan. `gathered` names what could be looked for, whether or not anything was found.

    `reason` says in one sentence why the site could not be scanned, else None; `interrupted` that the user stopped it.
    """

    tool: Tool
    target: Target
    started_at: str
    finished_at: str
    complete: bool
    gathered: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    visits: tuple[Visit, ...] = ()
    requests: tuple[Request, ...] = ()
    cookies: tuple[Cookie, ...] = ()
    storage: tuple[StorageItem, ...] = ()
    api_calls: tuple[ApiCall, ...] = ()
    forms: tuple[Form, ...] = ()
    policy_links: tuple[PolicyLink, ...] = ()
    consent: Consent = field(default_factory=Consent)
    documents: tuple[Snapshot, ...] = ()
    screenshots: tuple[Screenshot, ...] = ()
    typed: tuple[TypedText, ...] = ()
    address_echoes: tuple[AddressEcho, ...] = ()
    report_endpoints: tuple[ReportEndpoint, ...] = ()
    cache_identifiers: tuple[CacheIdentifier, ...] = ()
    aliases: tuple[Alias, ...] = ()
    consent_strings: tuple[ConsentString, ...] = ()
    held_addresses: tuple[HeldAddress, ...] = ()
    opt_out_strings: tuple[OptOutString, ...] = ()
    transport: Transport | None = None
    har: str | None = None
    interrupted: bool = False
    reason: str | None = None
