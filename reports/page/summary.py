"""The first screen: one sentence for everybody, and what each reader looks for first. Causes are counted, not rows."""

from collections import Counter
from dataclasses import dataclass

from reports.language import Language, mark
from reports.page.findings import Card, Cards
from reports.page.services import Row
from reports.page.states import visited
from reports.page.words import FIXER, STATE_IN_SENTENCE
from scanner.model.findings import SEVERITIES, CheckOutcome
from scanner.model.result import Result

_TIMES = {1: mark("once"), 2: mark("twice"), 3: mark("three times"), 4: mark("four times"), 5: mark("five times")}


_CLAIMED = 6


@dataclass(frozen=True, slots=True)
class Claimed:
    """A cause beside what the policy says of it or of what hangs under it; `recipient` is named with role and country."""

    card: Card
    quote: str
    unsaid: bool
    recipient: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The facts of the first screen; `counts` are causes by severity."""

    sentence: str
    nothing: str
    counts: dict[str, int]
    heaviest: tuple[tuple[Card, str], ...]
    claimed: tuple[Claimed, ...]
    unassessed: tuple[tuple[CheckOutcome, str, str], ...]
    before: int


def summary(result: Result, cards: Cards, services: list[Row], language: Language) -> Summary:
    """The first screen of a result."""
    unassessed = tuple(
        (one, language.wording.render(one.title, one.id) or one.id, language.wording.render(one.why or "", one.id))
        for one in result.checks
        if one.outcome in ("not-assessed", "error")
    )
    before = sum(any(_early(each) for each in (card, *card.followers)) for card in cards.causes)
    counts = Counter(card.finding.severity for card in cards.causes)
    return Summary(
        sentence=_sentence(result, len(cards.causes), before, len(unassessed), language),
        nothing=_nothing(result, language),
        counts={severity: counts[severity] for severity in SEVERITIES},
        heaviest=tuple((card, language.say(FIXER.get(card.category, FIXER["policy"]))) for card in cards.causes[:3]),
        claimed=tuple(_claimed(result, card, services) for card in cards.causes[:_CLAIMED]),
        unassessed=unassessed,
        before=before,
    )


def _claimed(result: Result, card: Card, services: list[Row]) -> Claimed:
    """A cause with its recipient: the service it is about, or the one its cookie belongs to."""
    subject = card.finding.subject
    owners = {one.name: one.service for one in result.cookies if one.service}
    wanted = owners.get(subject or "", subject)
    row = next((one for one in services if one.flow.service == wanted), None)
    recipient = "" if row is None else " · ".join(part for part in (row.owner, row.role) if part)
    every = (card, *card.followers)
    quote = next((each.quotes[0].text for each in every if each.quotes and not each.unsaid), "")
    return Claimed(card, quote, any(each.unsaid for each in every), recipient)


def pages(result: Result, language: Language) -> str:
    """How many pages were visited."""
    return language.count("%(num)s page", "%(num)s pages", result.summary.pages)


def _sentence(result: Result, causes: int, before: int, unassessed: int, language: Language) -> str:
    states = visited(result)
    how = [language.say(STATE_IN_SENTENCE[state]) for state in states]
    parts = [
        language.say(
            "On %(day)s %(host)s was visited %(times)s (%(pages)s): %(how)s.",
            day=language.day(result.started_at, result.target.timezone),
            host=host_of(result),
            times=language.say(_TIMES.get(len(states), _TIMES[5])),
            pages=pages(result, language),
            how=language.listed(how),
        ),
    ]
    if causes:
        parts.append(
            language.count(
                "%(num)s difference between the published policy and what was observed",
                "%(num)s differences between the published policy and what was observed",
                causes,
            )
        )
        if before:
            parts[-1] += language.count(
                "; %(num)s of them before any choice", "; %(num)s of them before any choice", before
            )
    else:
        parts.append(_nothing(result, language).rstrip("."))
    if unassessed:
        parts[-1] += language.count(
            "; %(num)s question could not be assessed", "; %(num)s questions could not be assessed", unassessed
        )
    parts[-1] += "."
    parts.append(language.say("A record of observations, not a legal opinion."))
    return " ".join(parts)


def _nothing(result: Result, language: Language) -> str:
    how = [language.say(STATE_IN_SENTENCE[state]) for state in visited(result)]
    return language.say(
        "Nothing was found on %(pages)s visited %(how)s.", pages=pages(result, language), how=language.listed(how)
    )


def host_of(result: Result) -> str:
    """The site's name, as its address gives it."""
    return result.target.url.partition("://")[2].partition("/")[0] or result.target.url


def _early(card: Card) -> bool:
    return "before" in card.finding.check
