"""The visitors side by side: what was sent and stored for each, and what refusing should have stopped and did not."""

import base64
from dataclasses import dataclass
from pathlib import Path

from reports.frame import shortened
from reports.language import Language, mark
from reports.page.findings import Card
from reports.page.words import STATE
from reports.wording import PHRASES
from scanner.model.consent import ConsentAction
from scanner.model.result import Result
from scanner.model.target import State

MOST_SERVICES = 60
_PICTURE_BYTES = 3_000_000
_PICTURES = {
    "banner": mark("the consent dialog as it was shown"),
    "settings": mark("the second layer of the consent dialog"),
    "after-accept": mark("the page after accepting"),
    "after-reject": mark("the page after refusing"),
    "after-withdraw": mark("the page after withdrawing consent"),
    "after-partial": mark("the page with statistics allowed only"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One visitor's figures; `choice` says how the choice was made and verified."""

    state: State
    name: str
    choice: str
    figures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A screenshot, embedded."""

    words: str
    data: str


FIGURES = (
    mark("Pages loaded"),
    mark("Requests"),
    mark("Requests to third parties"),
    mark("Third-party services"),
    mark("Cookies"),
    mark("Third-party cookies"),
    mark("Stored keys"),
)


def visited(result: Result) -> list[State]:
    """The states visited, in their order."""
    there = {visit.state for visit in result.visits}
    return [state for state in ("baseline", "accept", "reject", "withdraw", "partial") if state in there]


def columns(result: Result, language: Language) -> list[Column]:
    """One column a visitor; what a visitor's pages sent before the choice counts as well."""
    found = []
    for state in visited(result):
        sent = [one for one in result.requests if one.state == state]
        third = [one for one in sent if one.party == "third"]
        cookies = [one for one in result.cookies if state in one.states and not one.blocked]
        figures = (
            sum(visit.state == state and visit.kind != "policy" and visit.loaded for visit in result.visits),
            len(sent),
            len(third),
            len({one.service for one in third}),
            len(cookies),
            sum(one.party == "third" for one in cookies),
            sum(state in one.states for one in result.storage),
        )
        found.append(Column(state, language.say(STATE[state]), _choice(result, state, language), figures))
    return found


def matrix(result: Result, states: list[State]) -> list[tuple[str, str, list[int]]]:
    """Requests of every third-party service (name, id) by state, those that send most first."""
    names = {flow.service: flow.name or flow.service for flow in result.flows}
    counts: dict[str, list[int]] = {}
    for one in result.requests:
        if one.party == "third" and one.service and one.state in states:
            counts.setdefault(one.service, [0] * len(states))[states.index(one.state)] += 1
    heaviest = sorted(counts.items(), key=lambda each: (-sum(each[1]), each[0]))
    return [(shortened(names.get(service, service), 80), service, row) for service, row in heaviest]


def unstopped(cards: list[Card]) -> list[Card]:
    """Findings on what went on after a refusal or a withdrawal, followers included."""
    every = [each for card in cards for each in (card, *card.followers)]
    return [card for card in every if card.finding.check.endswith(("after-reject", "after-withdrawal"))]


def pictures(result: Result, bundle: Path | None, language: Language) -> list[Picture]:
    """The screenshots of the bundle, as long as they are not too large together."""
    found, size = [], 0
    for one in result.screenshots:
        file = bundle / one.file if bundle else None
        if file is None or bundle is None or not file.is_file() or not file.resolve().is_relative_to(bundle.resolve()):
            continue
        body = file.read_bytes()
        size += len(body)
        if size > _PICTURE_BYTES or not body.startswith(b"\xff\xd8"):
            continue
        words = language.say(_PICTURES[one.what]) if one.what in _PICTURES else shortened(one.what, 60)
        found.append(
            Picture(
                f"{language.say(STATE[one.state])}: {words}",
                f"data:image/jpeg;base64,{base64.b64encode(body).decode()}",
            )
        )
    return found


def _choice(result: Result, state: State, language: Language) -> str:
    if state == "baseline":
        return language.say("nothing was clicked")
    action: ConsentAction = getattr(result.consent, state)
    told = language.wording.render(action.why or "", PHRASES)
    if not action.done:
        return language.say("not made: %(why)s", why=shortened(told or language.say("no control was found"), 200))
    clicks = " → ".join(language.say("“%(text)s”", text=shortened(click, 60)) for click in action.clicks)
    if not action.verified:
        why = shortened(told or language.say("nothing showed that the site took notice"), 200)
        return language.say("%(clicks)s; not verified: %(why)s", clicks=clicks, why=why)
    signals = [language.wording.render(one, PHRASES) for one in action.signals[:6]]
    return language.say(
        "%(clicks)s; verified by %(signals)s", clicks=clicks, signals=shortened(", ".join(signals), 200)
    )
