"""Finds what is the visitor's own in the requests that left the browser, by its raw value; only kind and place are kept."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from scanner.facts.parties import is_first_party
from scanner.model.target import State, Target
from scanner.model.traces import CarriedKind, Identifier
from spiders import bait, bodies, browser, limits
from spiders.addresses import Visitor
from spiders.masking import looks_random
from spiders.record import SentRequest, VisitorRecord

_TELLING = re.compile(r"\d{5,}\.\d{8,}|[A-Za-z0-9_-]{12,}")
_JSON_KEY = re.compile(r'"([\w.$-]{1,60})"\s*:\s*"?[^"]*$')
_PLUGIN = "Chrome PDF Viewer"
"""A plug-in that every Chromium lists; who sends it has gone through the list."""
_SHORTEST, _LONGEST = 8, 300
_LINES, _LINE = 3, 15
"""So many lines of the page, each at least so long, must stand in a body for it to hold the page's content."""


@dataclass(frozen=True, slots=True)
class _Clue:
    """A text that gives something away when it stands in a request."""

    text: str
    kind: CarriedKind
    coding: str = "plain"

    def stands_in(self, text: str) -> bool:
        """Whether the text holds it; an IP address only where no longer one does."""
        if self.kind == "ip":
            return re.search(rf"(?<![\w.:]){re.escape(self.text)}(?![\w:]|\.\d)", text) is not None
        return self.text in text


def find(records: list[VisitorRecord], target: Target, visitor: Visitor) -> dict[int, tuple[Identifier, ...]]:
    """What each request carried, by the id() of its SentRequest; requests that carried nothing are left out."""
    found: dict[int, tuple[Identifier, ...]] = {}
    constant = _constant_parameters(records, target)
    for record in records:
        clues = [*itertools.islice(_stored(record, records), limits.CLUES), *_typed(record), *(_Clue(one, "ip") for one in visitor.addresses)]
        clues += [_Clue(target.timezone, "time_zone"), _Clue(_PLUGIN, "plugins")]
        for request in record.requests:
            third = not is_first_party(urlsplit(request.url).hostname or "", target)
            carried = dict.fromkeys(_in_request(request, clues, target, record, third=third))
            carried.update(dict.fromkeys(constant.get(id(request), ())))
            if carried:
                found[id(request)] = tuple(carried)
    return found


def _in_request(
    request: SentRequest, clues: list[_Clue], target: Target, record: VisitorRecord, *, third: bool
) -> Iterator[Identifier]:
    page = _beyond_host(request.document_url or record.visits[record.visit_of(request)].final_url)
    values: set[str] = set()
    parts = list(bodies.parts(request.url, request.body))
    whole = "\n".join(one.text for one in parts)
    clues = [clue for clue in clues if clue.text in whole]  # few clues are in any request: the parts are asked for those
    for one in parts:
        name, text = one.name, one.text
        values.add(text)
        for clue in clues:
            if (third or clue.kind not in _OWN_BUSINESS) and clue.stands_in(text):
                how = clue.coding if clue.coding != "plain" else one.coding
                yield Identifier(kind=clue.kind, key=_key(name, text, clue.text), coding=how, part=one.place)
        if not third:
            continue
        if page and name != "path" and page in text:
            yield Identifier(kind="page_url", key=_key(name, text, page), part=one.place)
        if _screen(text, target):
            yield Identifier(kind="screen", key=name, part=one.place)
        if _holds_page(text, record, request):
            yield Identifier(kind="page_content", key=name, part=one.place)
    if third and {str(side) for side in _size(target)} <= values:
        yield Identifier(kind="screen", key="width and height")
    if third and page and page in unquote(request.referrer or ""):
        yield Identifier(kind="page_url", key="referer", part="header")


_OWN_BUSINESS = frozenset({"cookie_id", "storage_id", "time_zone", "plugins"})
"""What a site's own server may get without a third party learning of it."""


def _stored(record: VisitorRecord, records: list[VisitorRecord]) -> Iterator[_Clue]:
    """Values of cookies and stored keys that look like identifiers and are no other visitor's as well."""
    elsewhere = {
        value
        for other in records
        if other is not record
        for value in (*(value for _, value in _cookies(other)), *(key.value for key in other.stored))
    }
    others = "\n".join(elsewhere)
    seen: set[str] = set()
    kinds: tuple[tuple[CarriedKind, Iterator[str]], ...] = (
        ("cookie_id", (value for _, value in _cookies(record))),
        ("storage_id", (key.value for key in record.stored)),
    )
    for kind, values in kinds:
        for value in dict.fromkeys(values):
            if value not in elsewhere and looks_random(value):
                for text in _telling(value):
                    if text not in seen and text not in others:
                        seen.add(text)
                        yield _Clue(text, kind)


def _cookies(record: VisitorRecord) -> Iterator[tuple[str, str]]:
    for reading in record.jar:
        for one in reading.cookies:
            yield str(one["name"]), str(one["value"])


def _telling(value: str) -> Iterator[str]:
    """A value as a whole, and the parts of it that look like an identifier by themselves."""
    plain = unquote(value)
    if _SHORTEST <= len(plain) <= _LONGEST:
        yield plain
    for part in _TELLING.findall(plain[:4000])[:12]:
        if part != plain and ("." in part or looks_random(part)):
            yield part


def _typed(record: VisitorRecord) -> Iterator[_Clue]:
    for one in record.baits:
        kind: CarriedKind = "email" if "@" in one.text else "phone" if one.text.isdigit() else "typed_text"
        hashed: CarriedKind = {"email": "email_hash", "phone": "phone_hash"}.get(kind, "typed_text")  # type: ignore[assignment]
        for coding, text in bait.codings(one.text):
            yield _Clue(text, hashed if coding in bait.HASHES else kind, coding)


def _constant_parameters(records: list[VisitorRecord], target: Target) -> dict[int, list[Identifier]]:
    """Parameters whose random value is one for a visitor on several page loads, and another for each other visitor."""
    values: dict[tuple[str, str], dict[State, set[str]]] = defaultdict(lambda: defaultdict(set))
    places: dict[tuple[str, str], dict[State, set[int]]] = defaultdict(lambda: defaultdict(set))
    holders: dict[tuple[str, str], list[SentRequest]] = defaultdict(list)
    for record in records:
        for request in record.requests:
            host = urlsplit(request.url).hostname or ""
            if is_first_party(host, target):
                continue
            for one in bodies.parts(request.url, request.body):
                if one.name not in ("path", "body") and one.coding == "plain" and _SHORTEST <= len(one.text) <= _LONGEST:
                    values[host, one.name][record.state].add(one.text)
                    places[host, one.name][record.state].add(record.visit_of(request))
                    holders[host, one.name].append(request)
    found: dict[int, list[Identifier]] = defaultdict(list)
    for key, states in values.items():
        each = [next(iter(seen)) for seen in states.values() if len(seen) == 1]
        again = all(len(visits) > 1 for visits in places[key].values())
        if len(states) > 1 and len(each) == len(states) == len(set(each)) and again and all(map(looks_random, each)):
            for request in holders[key]:
                found[id(request)].append(Identifier(kind="visitor_id", key=key[1]))
    return found


def _key(name: str, text: str, clue: str) -> str:
    """The name of the member of a JSON body in which a text stands, where one can be told; else the part's own name."""
    if name != "body":
        return name
    found = _JSON_KEY.search(text[max(0, text.find(clue) - 200) : text.find(clue)])
    return found.group(1) if found else name


def _beyond_host(url: str) -> str | None:
    """A page's address without scheme, where it tells more than the host."""
    page = urlsplit(url)
    rest = page.path + (f"?{page.query}" if page.query else "")
    return f"{page.netloc}{rest}" if rest.strip("/") else None


def _size(target: Target) -> tuple[int, int]:
    view = browser.MOBILE if target.device == "mobile" else browser.DESKTOP
    return view["width"], view["height"]


def _screen(text: str, target: Target) -> bool:
    width, height = _size(target)
    if str(width) not in text:
        return False
    return re.search(rf"(?<!\d){width}\s*[x×*,]\s*{height}(?!\d)", text) is not None or (
        re.search(rf"[\"']?\w*width[\"']?\s*[:=]\s*{width}(?!\d)", text, re.IGNORECASE) is not None
        and re.search(rf"[\"']?\w*height[\"']?\s*[:=]\s*{height}(?!\d)", text, re.IGNORECASE) is not None
    )


def _holds_page(text: str, record: VisitorRecord, request: SentRequest) -> bool:
    if len(text) < _LINES * _LINE:
        return False
    lines = record.visits[record.visit_of(request)].lines
    return sum(line in text for line in lines) >= _LINES
