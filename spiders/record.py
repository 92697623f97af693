"""What one visitor's collectors write down while a scan runs: raw values, in memory only, never on disk."""

from collections import Counter
from dataclasses import dataclass, field

from scanner.model.evidence import (
    Failure,
    Initiator,
    PolicyLink,
    SetterKind,
    Settled,
    StorageKind,
    VisitKind,
)
from scanner.model.forms import Form
from scanner.model.target import State
from scanner.model.traces import EchoPlace, HeldKind, Told
from spiders import limits


@dataclass(slots=True)
class SentRequest:
    """One request hop as recorded; `time_ms` is epoch milliseconds, `previous` the hop that redirected here."""

    url: str
    method: str
    time_ms: float
    resource_type: str
    recorded_by: str = "cdp"
    initiator: Initiator | None = None
    document_url: str | None = None
    previous: "SentRequest | None" = None
    status: int | None = None
    failed: str | None = None
    remote_ip: str | None = None
    mime_type: str | None = None
    body: str | None = None
    set_cookie_lines: list[str] = field(default_factory=list)
    blocked_cookies: list[tuple[str, str]] = field(default_factory=list)
    sent_cookies: list[str] = field(default_factory=list)
    began: float | None = None
    """The protocol's own clock, in seconds."""
    duration_ms: int | None = None
    bytes_received: int | None = None
    bytes_decoded: int = 0
    """Of a document, so far: after unpacking."""
    referrer: str | None = None
    answer_headers: dict[str, str] = field(default_factory=dict)
    """Response headers by lower-case name: those that tell something of the visitor or the connection."""
    returned_tag: str | None = None
    """The entity tag that the browser sent back (If-None-Match)."""
    security: dict[str, object] | None = None
    """The connection's certificate as the protocol gives it, of documents."""
    visit: int | None = None
    """The page load in whose tab it was sent; None where nobody tells (workers of several pages, the net log)."""


@dataclass
class ScriptWrite:
    """A cookie or stored key written by a script: `line` is what was written, `script` the URL of who did it."""

    kind: str
    line: str
    script: str | None
    document_url: str
    time_ms: float
    visit: int = 0


@dataclass(frozen=True, slots=True)
class ToldBody:
    """What a script sent in a way that outlives its page, as the script's document told it."""

    url: str
    text: str
    time_ms: float


@dataclass
class JarReading:
    """All cookies of the visitor as the browser's protocol gives them, at one moment."""

    visit: int
    time_ms: float
    after_choice: bool
    cookies: list[dict[str, object]]


@dataclass
class StoredKey:
    """One key found in browser storage at one moment."""

    kind: StorageKind
    origin: str
    key: str
    value: str
    visit: int
    after_choice: bool


@dataclass
class VisitRecord:
    """One page load as it happened; `number` counts within the state."""

    number: int
    kind: VisitKind
    url: str
    started_ms: float
    final_url: str = ""
    status: int | None = None
    content_type: str = ""
    title: str | None = None
    language: str | None = None
    duration_ms: int = 0
    settled: Settled = "quiet"
    loaded: bool = True
    after_choice: bool = False
    lines: tuple[str, ...] = ()
    """Longer lines of the page's text, by which its content is known again."""
    tells: tuple[Told, ...] = ()
    held: tuple[tuple[HeldKind, str], ...] = ()
    """Addresses of other sites that it holds without loading them: links, and what is kept for a click."""
    load: int | None = None
    """Of a change of route: the page load within which it came."""


@dataclass(frozen=True, slots=True)
class Bait:
    """What was typed into one field on one page load, at epoch milliseconds."""

    visit: int
    type: str
    name: str
    text: str
    time_ms: float


@dataclass(frozen=True, slots=True)
class Route:
    """A change of route within the page that the visit `load` opened, at epoch milliseconds."""

    load: int
    url: str
    time_ms: float


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """An IP address in writing in a page."""

    visit: int
    place: EchoPlace
    url: str
    name: str
    address: str


@dataclass
class VisitorRecord:
    """Everything one visitor (state) recorded. `choice_ms` is when the choice was made, None while none was."""

    state: State
    visits: list[VisitRecord] = field(default_factory=list)
    requests: list[SentRequest] = field(default_factory=list)
    writes: list[ScriptWrite] = field(default_factory=list)
    jar: list[JarReading] = field(default_factory=list)
    stored: list[StoredKey] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    links: list[PolicyLink] = field(default_factory=list)
    api_calls: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    """Calls by interface, script and visit."""
    failures: list[Failure] = field(default_factory=list)
    pictures: list[tuple[str, str, bytes]] = field(default_factory=list)
    """What each shows, the page's address, and the picture as JPEG."""
    baits: list[Bait] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    literals: list[FoundAddress] = field(default_factory=list)
    told_bodies: list[ToldBody] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    """What services that tell visitors their address answered."""
    choice_ms: float | None = None
    open: dict[str, int] = field(default_factory=dict)
    """The visit open in each tab, by the protocol session of its page."""
    left: list[tuple[float, int]] = field(default_factory=list)
    """When which visit's page was left."""

    def visit_in(self, root: str | None) -> int:
        """Number of the visit open in a tab; the latest for what belongs to no tab. Raises IndexError before the first."""
        return self.open[root] if root in self.open else self.visits[-1].number

    def load_of(self, request: SentRequest) -> int:
        """Number of the page load a request belongs to.

        What only the net log saw, soon after a page was left, is what that page sent on being left: of a page that is
        open, the protocol misses nothing that a document asks for.
        """
        if request.visit is not None:
            return request.visit
        begun = [visit for visit in self.visits if visit.load is None and visit.started_ms <= request.time_ms]
        if request.recorded_by == "netlog" and request.document_url is not None:
            since = request.time_ms - limits.LEAVE * 1000
            leaving = [number for at, number in self.left if since < at <= request.time_ms]
            begun = [self.visits[number] for number in leaving] or begun
        asking = [visit for visit in begun if request.referrer and visit.final_url == request.referrer]
        latest = max(asking or begun, key=lambda visit: visit.started_ms, default=None)
        return latest.number if latest else 0

    def visit_of(self, request: SentRequest) -> int:
        """Number of the visit a request belongs to, changes of route within a page load told apart."""
        load = self.load_of(request)
        routes = (one for one in self.visits if one.load == load and one.started_ms <= request.time_ms)
        return max(routes, key=lambda one: one.started_ms, default=self.visits[load]).number

    def count_routes(self) -> None:
        """Make a visit of every change of route; called once, when all pages have been visited."""
        ends = {route.load: self.visits[route.load].started_ms + self.visits[route.load].duration_ms for route in self.routes}
        for route in reversed(self.routes):
            load = self.visits[route.load]
            self.visits.append(
                VisitRecord(
                    len(self.visits),
                    "route",
                    route.url,
                    route.time_ms,
                    final_url=route.url,
                    status=load.status,
                    content_type=load.content_type,
                    language=load.language,
                    duration_ms=max(round(ends[route.load] - route.time_ms), 0),
                    settled=load.settled,
                    loaded=load.loaded,
                    after_choice=self.after_choice(route.time_ms),
                    lines=load.lines,
                    load=load.number,
                )
            )
            ends[route.load] = route.time_ms

    def after_choice(self, time_ms: float) -> bool:
        """Whether a moment lies after the choice."""
        return self.choice_ms is not None and time_ms >= self.choice_ms


def setter_kind(script: str | None) -> SetterKind:
    """How a setter is called when a script (or nobody known) wrote."""
    return "script" if script else "unknown"
