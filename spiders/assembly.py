"""Joins what the visitors recorded into one Evidence: numbers everything, masks values, adds what only the net log saw."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from scanner.model.evidence import ApiCall, Failure, Initiator, Request, Screenshot, TypedText, Visit
from scanner.model.forms import Form
from scanner.model.target import State
from scanner.model.traces import HeldAddress, HeldKind, Identifier
from spiders import bait
from spiders.masking import Mask
from spiders.netlog import LoggedRequest, NetLog
from spiders.record import Bait, SentRequest, ToldBody, VisitorRecord

_PICTURES = Path("evidence") / "screenshots"
_SAME_MOMENT_MS = 2_000
"""From the call that sends something to the moment it leaves, at most."""


@dataclass(frozen=True)
class Numbering:
    """First visit id of each state in the joined record."""

    first_visit: dict[State, int]

    def visit(self, state: State, number: int) -> int:
        """Id of a state's visit in the joined record."""
        return self.first_visit[state] + number


def number(records: list[VisitorRecord]) -> Numbering:
    """Give every state's visits their place."""
    first, total = {}, 0
    for record in records:
        first[record.state] = total
        total += len(record.visits)
    return Numbering(first)


def visits(records: list[VisitorRecord], numbering: Numbering, mask: Mask) -> tuple[Visit, ...]:
    """All visits, state by state."""
    return tuple(
        Visit(
            id=numbering.visit(record.state, visit.number),
            state=record.state,
            kind=visit.kind,
            url=visit.url,
            final_url=mask.url(visit.final_url) if visit.final_url != visit.url else visit.url,
            status=visit.status,
            title=visit.title,
            language=visit.language,
            started_at=iso(visit.started_ms),
            duration_ms=visit.duration_ms,
            settled=visit.settled,
            loaded=visit.loaded,
            after_choice=visit.after_choice,
            tells=visit.tells,
        )
        for record in records
        for visit in record.visits
    )


def add_unseen(record: VisitorRecord, log: NetLog) -> int:
    """Add to a visitor's requests those that only its net log has; returns how many.

    Both list the same requests: those to one address are joined by their times, and what is left over in the log is the rest.
    """
    detail: dict[tuple[str, str], list[SentRequest]] = defaultdict(list)
    logged: dict[tuple[str, str], list[LoggedRequest]] = defaultdict(list)
    for request in record.requests:
        detail[request.method, request.url].append(request)
    for one in log.requests:
        logged[one.method, one.url].append(one)
    added = 0
    for key, ones in logged.items():
        known = detail.get(key, [])
        pairs = nearest([one.time_ms for one in ones], [request.time_ms for request in known])
        for at, place in pairs.items():
            _complete(known[place], ones[at])
        for at, one in enumerate(ones):  # without an answer, and known already: given up and asked for again
            if at not in pairs and not one.by_browser and (one.status or not known):
                record.requests.append(_from_log(one))
                added += 1
    _take_told_bodies(record)
    record.requests.sort(key=lambda request: request.time_ms)
    return added


def nearest(first: list[float], second: list[float]) -> dict[int, int]:
    """Places in `second` by places in `first`: all of the shorter list, in order, each with the nearest that leaves enough."""
    few, many = (first, second) if len(first) <= len(second) else (second, first)
    pairs, begin = {}, 0
    for at, moment in enumerate(few):
        end = len(many) - (len(few) - at) + 1
        place = min(range(begin, end), key=lambda one: abs(many[one] - moment))
        pairs[at], begin = place, place + 1
    return pairs if few is first else {place: at for at, place in pairs.items()}


def _take_told_bodies(record: VisitorRecord) -> None:
    """Give requests without a body what a script said it sent there at that moment; each is given to one request."""
    told: dict[str, list[ToldBody]] = defaultdict(list)
    for one in record.told_bodies:
        told[one.url].append(one)
    for request in sorted(record.requests, key=lambda one: not one.body):  # those whose body is known come first
        near = [
            one
            for one in told.get(request.url, ())
            if abs(one.time_ms - request.time_ms) < _SAME_MOMENT_MS and request.body in (None, "", one.text)
        ]
        best = min(near, key=lambda one: abs(one.time_ms - request.time_ms), default=None)
        if best is not None and request.method not in ("GET", "HEAD"):
            told[request.url].remove(best)
            request.body = best.text


def _complete(request: SentRequest, logged: LoggedRequest) -> None:
    request.status = request.status or logged.status
    request.set_cookie_lines = request.set_cookie_lines or logged.set_cookie_lines
    request.sent_cookies = request.sent_cookies or logged.sent_cookies


def _from_log(logged: LoggedRequest) -> SentRequest:
    return SentRequest(
        url=logged.url,
        method=logged.method,
        time_ms=logged.time_ms,
        resource_type="ping" if logged.method == "POST" else "other",
        recorded_by="netlog",
        status=logged.status,
        set_cookie_lines=logged.set_cookie_lines,
        blocked_cookies=logged.refused_cookies,
        sent_cookies=logged.sent_cookies,
        document_url=logged.initiator if (logged.initiator or "").startswith("http") else None,
    )


def requests(
    records: list[VisitorRecord], numbering: Numbering, mask: Mask, carried: Mapping[int, tuple[Identifier, ...]]
) -> tuple[Request, ...]:
    """All requests in order of time within each state, numbered over all; `carried` by the id() of the SentRequest."""
    places: dict[int, int] = {}
    joined: list[Request] = []
    for record in records:
        for sent in record.requests:
            places[id(sent)] = len(joined)
            joined.append(
                Request(
                    id=len(joined),
                    visit=numbering.visit(record.state, record.visit_of(sent)),
                    state=record.state,
                    url=mask.url(sent.url),
                    host=urlsplit(sent.url).hostname or "",
                    method=sent.method,
                    resource_type=sent.resource_type,
                    time=iso(sent.time_ms),
                    after_choice=record.after_choice(sent.time_ms),
                    redirected_from=places.get(id(sent.previous)) if sent.previous else None,
                    initiator=_masked(sent.initiator, mask),
                    document_url=mask.url(sent.document_url) if sent.document_url else None,
                    status=sent.status,
                    failed=sent.failed,
                    remote_ip=sent.remote_ip,
                    mime_type=sent.mime_type,
                    set_cookies=tuple(dict.fromkeys(cookie_name(line) for line in sent.set_cookie_lines)),
                    blocked_cookies=tuple((cookie_name(line), reason) for line, reason in sent.blocked_cookies),
                    sent_cookies=tuple(dict.fromkeys(sent.sent_cookies)),
                    body=mask.body(sent.body),
                    duration_ms=sent.duration_ms,
                    bytes_received=sent.bytes_received,
                    carried=carried.get(id(sent), ()),
                    recorded_by="netlog" if sent.recorded_by == "netlog" else "cdp",
                )
            )
    return tuple(joined)


def _masked(initiator: Initiator | None, mask: Mask) -> Initiator | None:
    if initiator is None:
        return None
    return replace(
        initiator,
        url=mask.url(initiator.url) if initiator.url else None,
        chain=tuple(mask.url(url) for url in initiator.chain),
    )


def api_calls(records: list[VisitorRecord], numbering: Numbering, mask: Mask) -> tuple[ApiCall, ...]:
    """All calls, counted by interface, script and page load."""
    return tuple(
        ApiCall(
            api=api,
            state=record.state,
            script=mask.url(script),
            count=count,
            visit=numbering.visit(record.state, visit),
        )
        for record in records
        for (api, script, visit), count in record.api_calls.items()
    )


def forms(records: list[VisitorRecord], numbering: Numbering) -> tuple[Form, ...]:
    """All forms, with the visit they were seen on."""
    return tuple(
        replace(form, visit=numbering.visit(record.state, form.visit)) for record in records for form in record.forms
    )


def typed(records: list[VisitorRecord], numbering: Numbering) -> tuple[TypedText, ...]:
    """What was typed, and the requests that carried it; ids are those that `requests` gives."""
    places = {id(sent): place for place, sent in enumerate(one for record in records for one in record.requests)}
    found = []
    for record in records:
        caught: dict[Bait, list[bait.Caught]] = {one: [] for one in record.baits}
        for one in bait.caught(record.baits, record.requests):
            caught[one.bait].append(one)
        found += [
            TypedText(
                visit=numbering.visit(record.state, one.visit),
                state=record.state,
                type=one.type,
                name=one.name,
                requests=tuple(places[id(each.request)] for each in carried),
                coding=carried[0].form if carried else None,
            )
            for one, carried in caught.items()
        ]
    return tuple(found)


def screenshots(records: list[VisitorRecord], mask: Mask, out: Path) -> tuple[Screenshot, ...]:
    """Write the pictures below `out`; one of each kind and state."""
    kept = []
    for record in records:
        for what, url, picture in record.pictures:
            file = _PICTURES / f"{record.state}-{what}.jpg"
            (out / _PICTURES).mkdir(parents=True, exist_ok=True)
            (out / file).write_bytes(picture)
            kept.append(Screenshot(what=what, state=record.state, url=mask.url(url), file=file.as_posix()))
    return tuple(kept)


def held_addresses(records: list[VisitorRecord], numbering: Numbering) -> tuple[HeldAddress, ...]:
    """Those that any page holds, each once, with the first visit that showed it."""
    first: dict[tuple[HeldKind, str], int] = {}
    for record in records:
        for visit in record.visits:
            for one in visit.held:
                first.setdefault(one, numbering.visit(record.state, visit.number))
    return tuple(HeldAddress(visit=visit, kind=kind, url=url) for (kind, url), visit in first.items())


def cookie_name(line: str) -> str:
    """The name in a Set-Cookie line (a line without "=" is all value, as browsers read it)."""
    pair = line.split(";", 1)[0]
    return pair.split("=", 1)[0].strip() if "=" in pair else pair.strip()


def failures(records: list[VisitorRecord]) -> tuple[Failure, ...]:
    """All failures, each once."""
    return tuple(dict.fromkeys(failure for record in records for failure in record.failures))


def iso(time_ms: float | None = None) -> str:
    """Epoch milliseconds (now, if None) as ISO 8601 UTC with milliseconds."""
    moment = datetime.now(UTC) if time_ms is None else datetime.fromtimestamp(time_ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
