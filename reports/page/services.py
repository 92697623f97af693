"""The say / do table: every third-party service as observed, beside what the policy says of it."""

from dataclasses import dataclass

from reports.frame import shortened
from reports.language import Language
from reports.page.findings import Card, Quoted, quoted
from reports.page.policies import Library
from reports.page.words import CATEGORY, DISCLOSURE, PURPOSE, ROLE, STATE
from scanner.model.findings import SEVERITIES
from scanner.model.result import Flow, Result

_NOTHING = len(SEVERITIES)


@dataclass(frozen=True, slots=True)
class Row:
    """One service; `weight` sorts, `states` counts requests by state, `cards` are the findings on it."""

    flow: Flow
    name: str
    owner: str
    kind: str
    role: str
    states: tuple[tuple[str, int], ...]
    pages: int
    cookies: str
    identifiers: str
    accounts: str
    quotes: tuple[Quoted, ...]
    cards: tuple[Card, ...]
    severity: str
    weight: int


def rows(result: Result, cards: list[Card], library: Library, language: Language) -> list[Row]:
    """All rows, heaviest first."""
    of_service: dict[str, list[Card]] = {}
    for card in cards:
        of_service.setdefault(card.finding.subject or "", []).append(card)
    counts: dict[str, dict[str, int]] = {}
    pages: dict[str, set[str]] = {}
    for request in result.requests:
        if request.service and request.party == "third":
            by_state = counts.setdefault(request.service, {})
            by_state[request.state] = by_state.get(request.state, 0) + 1
            if request.visit < len(result.visits):
                pages.setdefault(request.service, set()).add(result.visits[request.visit].url)
    found = [
        _row(flow, of_service.get(flow.service, []), counts.get(flow.service, {}), pages, library, language)
        for flow in result.flows
    ]
    return sorted(found, key=lambda row: (row.weight, -row.flow.requests, row.name.lower()))


def _row(
    flow: Flow,
    cards: list[Card],
    counts: dict[str, int],
    pages: dict[str, set[str]],
    library: Library,
    language: Language,
) -> Row:
    heaviest = min((SEVERITIES.index(card.finding.severity) for card in cards), default=_NOTHING)
    kinds = [language.say(CATEGORY[flow.category])] if flow.category in CATEGORY else []
    if flow.purpose != "unknown":
        kinds.append(language.say(PURPOSE[flow.purpose]))
    owner = [shortened(flow.entity or language.say("company unknown"), 80)]
    owner += [language.country(flow.country)] if flow.country else []
    return Row(
        flow=flow,
        name=shortened(flow.name or flow.service, 100),
        owner=", ".join(owner),
        kind=" · ".join(dict.fromkeys(kinds)),
        role=language.say(ROLE.get(flow.role, ROLE["unknown"])) if flow.role != "unknown" else "",
        states=tuple((language.say(STATE[state]), counts[state]) for state in STATE if state in counts),
        pages=len(pages.get(flow.service, ())),
        cookies=shortened(", ".join(flow.cookies), 200),
        identifiers=shortened(", ".join(dict.fromkeys(one.key for one in flow.identifiers)), 120),
        accounts=shortened(", ".join(flow.accounts), 120),
        quotes=quoted(flow.quotes[:3], library),
        cards=tuple(cards),
        severity=SEVERITIES[heaviest] if heaviest < _NOTHING else "",
        weight=heaviest * 10 + list(DISCLOSURE).index(flow.disclosure),
    )
