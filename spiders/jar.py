"""Joins jar readings, Set-Cookie lines and script writes of all visitors into cookies with their setter and lifetime."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from scanner.model.evidence import Cookie, CookieSighting, Setter
from scanner.model.target import State
from spiders.assembly import Numbering, cookie_name
from spiders.masking import Mask, holds_address, looks_random
from spiders.record import VisitorRecord, setter_kind

_DAY = 86_400
_AGE = re.compile(r"-?[0-9]+")
_LONGEST = 1e12
"""Seconds that a lifetime counts at most, as browsers stop counting too: some thirty thousand years."""


class _Key(NamedTuple):
    name: str
    domain: str
    path: str


@dataclass(frozen=True)
class _Write:
    """One attempt to set a cookie: by an HTTP response or by a script, with the line as written."""

    name: str
    host: str
    line: str
    setter: Setter
    time_ms: float
    visit: int

    @property
    def deletes(self) -> bool:
        """Whether it asks for a lifetime that is over already."""
        declared = _declared(self.line, self.time_ms)
        return declared is not None and declared <= 0


def cookies(records: list[VisitorRecord], numbering: Numbering, mask: Mask) -> tuple[Cookie, ...]:
    """Every cookie of every visitor by (name, domain, path), then those the browser refused."""
    writes = {record.state: _writes(record, mask) for record in records}
    held: dict[_Key, dict[State, list[tuple[int, float, bool, dict[str, Any]]]]] = {}
    for record in records:
        for reading in record.jar:
            for given in reading.cookies:
                key = _Key(str(given["name"]), str(given["domain"]), str(given["path"]))
                seen = held.setdefault(key, {}).setdefault(record.state, [])
                seen.append((reading.visit, reading.time_ms, reading.after_choice, given))
    joined = [
        _cookie(at, key, states, writes, records, numbering, mask) for at, (key, states) in enumerate(held.items())
    ]
    return tuple(joined + _refused(records, {key.name for key in held}, len(joined), numbering, mask))


def _cookie(
    at: int,
    key: _Key,
    states: dict[State, list[tuple[int, float, bool, dict[str, Any]]]],
    writes: dict[State, list[_Write]],
    records: list[VisitorRecord],
    numbering: Numbering,
    mask: Mask,
) -> Cookie:
    given = next(iter(states.values()))[0][3]
    values = {state: str(readings[-1][3]["value"]) for state, readings in states.items()}
    mine = {
        state: [write for write in writes[state] if write.name == key.name and _covers(key.domain, write.host)]
        for state in states
    }
    first_state = next(iter(states))
    reading_time = states[first_state][0][1]
    setting = _setting(mine[first_state], reading_time) or next((found[0] for found in mine.values() if found), None)
    session = bool(given.get("session", given.get("expires", -1) == -1))
    lifetime = 0.0 if session else _lifetime(setting, given, reading_time)
    by_state = {record.state: record for record in records}
    value = values[first_state]
    differs = len(values) < 2 or len(set(values.values())) > 1
    return Cookie(
        id=at,
        name=key.name,
        domain=key.domain,
        path=key.path,
        host_only=not key.domain.startswith("."),
        states=tuple(states),
        session=session,
        lifetime_days=lifetime,
        secure=bool(given.get("secure")),
        http_only=bool(given.get("httpOnly")),
        same_site=given.get("sameSite"),
        partitioned=bool(given.get("partitionKey")),
        set_by=setting.setter if setting else Setter(kind="unknown"),
        value_length=len(value),
        value_hash=mask.hash(value),
        value_hashes=tuple((state, mask.hash(text)) for state, text in values.items()),
        sightings=tuple(
            _sighting(by_state[state], readings, mine[state], numbering) for state, readings in states.items()
        ),
        overwritten_by=_others(mine, setting, deleting=False),
        deleted_by=_others(mine, setting, deleting=True),
        value=value if mask.keep_values else None,
        looks_random=differs and looks_random(value),
        holds_visitor_ip=holds_address(value),
    )


def _others(mine: dict[State, list[_Write]], first: _Write | None, *, deleting: bool) -> tuple[Setter, ...]:
    """Who wrote a cookie again, or had it deleted, besides whoever set it first."""
    known = first.setter if first else None
    every = (write.setter for writes in mine.values() for write in writes if write.deletes == deleting)
    return tuple(dict.fromkeys(one for one in every if deleting or one != known))


def _sighting(
    record: VisitorRecord,
    readings: list[tuple[int, float, bool, dict[str, Any]]],
    writes: list[_Write],
    numbering: Numbering,
) -> CookieSighting:
    visit, first_seen = readings[0][:2]
    written = next((one.visit for one in writes if one.time_ms <= first_seen and not one.deletes), visit)
    return CookieSighting(
        state=record.state,
        first_visit=numbering.visit(record.state, written),  # the page next to it may have been read first
        before_choice=any(not after for _, _, after, _ in readings),
        after_choice=any(after for _, _, after, _ in readings),
        written_after_choice=any(record.after_choice(write.time_ms) for write in writes),
    )


def _refused(
    records: list[VisitorRecord], held: set[str], start: int, numbering: Numbering, mask: Mask
) -> list[Cookie]:
    """Cookies a response tried to set and the browser did not take, each once."""
    found: dict[tuple[str, str], Cookie] = {}
    for record in records:
        for request in record.requests:
            for line, reason in request.blocked_cookies:
                name, host = cookie_name(line), urlsplit(request.url).hostname or ""
                if name in held or not name or (name, host) in found:
                    continue
                value = line.split(";", 1)[0].partition("=")[2]
                days = _declared(line, request.time_ms)
                found[name, host] = Cookie(
                    id=start + len(found),
                    name=name,
                    domain=host,
                    path="/",
                    host_only=True,
                    states=(record.state,),
                    session=days is None,
                    lifetime_days=days or 0.0,
                    secure=_has(line, "secure"),
                    http_only=_has(line, "httponly"),
                    same_site=_attribute(line, "samesite"),
                    partitioned=_has(line, "partitioned"),
                    set_by=Setter(kind="http", url=mask.url(request.url)),
                    value_length=len(value),
                    value_hash=mask.hash(value),
                    sightings=(
                        CookieSighting(
                            state=record.state,
                            first_visit=numbering.visit(record.state, record.visit_of(request)),
                            before_choice=not record.after_choice(request.time_ms),
                            after_choice=record.after_choice(request.time_ms),
                        ),
                    ),
                    blocked=reason or "refused by the browser",
                )
    return list(found.values())


def _writes(record: VisitorRecord, mask: Mask) -> list[_Write]:
    found = [
        _Write(
            cookie_name(line),
            urlsplit(request.url).hostname or "",
            line,
            Setter(kind="http", url=mask.url(request.url)),
            request.time_ms,
            record.load_of(request),
        )
        for request in record.requests
        for line in request.set_cookie_lines
    ]
    for write in record.writes:
        if write.kind == "cookie":
            url = mask.url(write.script) if write.script else mask.url(write.document_url)
            host = urlsplit(write.document_url).hostname or ""
            setter = Setter(kind=setter_kind(write.script or write.document_url), url=url)
            found.append(_Write(cookie_name(write.line), host, write.line, setter, write.time_ms, write.visit))
    return sorted(found, key=lambda write: write.time_ms)


def _setting(writes: list[_Write], reading_ms: float) -> _Write | None:
    """The last write before the cookie was first seen that does not delete it: a script that tries several domains
    writes more than once, and only the last try stuck."""
    before = [write for write in writes if write.time_ms <= reading_ms and not write.deletes]
    return before[-1] if before else None


def _covers(domain: str, host: str) -> bool:
    bare = domain.lstrip(".")
    return not host or host == bare or host.endswith("." + bare) or bare.endswith("." + host)


def _lifetime(setting: _Write | None, given: dict[str, Any], reading_ms: float) -> float:
    declared = _declared(setting.line, setting.time_ms) if setting else None
    if declared is None:
        declared = (float(given["expires"]) - reading_ms / 1000) / _DAY
    return round(declared, 2)


def _declared(line: str, time_ms: float) -> float | None:
    """Lifetime in days that a Set-Cookie line or script write asks for; None for a session cookie."""
    age = _attribute(line, "max-age")
    if age is not None and _AGE.fullmatch(age):
        return max(min(float(age), _LONGEST), -_LONGEST) / _DAY
    expires = _attribute(line, "expires")
    if expires is None:
        return None
    try:
        moment = parsedate_to_datetime(expires.replace("-", " "))
    except (ValueError, OverflowError):  # no date, or one that no calendar holds
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime.fromtimestamp(time_ms / 1000, UTC)).total_seconds() / _DAY


def _attribute(line: str, wanted: str) -> str | None:
    for part in line.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == wanted:
            return value.strip()
    return None


def _has(line: str, flag: str) -> bool:
    return any(part.strip().lower() == flag for part in line.split(";")[1:])
