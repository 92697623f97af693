"""Findings as the page shows them: one card a cause, with what hangs under it."""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass

from reports.frame import shortened
from reports.language import Language
from reports.page.evidence import Exhibit, exhibits
from reports.page.policies import Library
from scanner.model.findings import CheckOutcome, Finding, Law, Quote
from scanner.model.result import Result

_UNSAID = ("omitted", "missing")
_DOUBLE_STOP = re.compile(r"(?<=[.!?…])([”“])\.")
_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,60}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A relevant rule in the report's language."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage of a policy in the policy's language, and the anchor of its place in the annex."""

    text: str
    document: str
    anchor: str
    language: str


@dataclass(frozen=True, slots=True)
class Card:
    """One finding with everything its card shows.

    `unsaid`: it rests on no statement being found. `again`: an earlier card of the same check tells why it matters.
    """

    finding: Finding
    anchor: str
    title: str
    message: str
    recommendation: str
    topic: str
    matters: str
    limits: str
    category: str
    unsaid: bool
    again: bool
    exhibits: tuple[Exhibit, ...]
    quotes: tuple[Quoted, ...]
    rules: tuple[Rule, ...]
    followers: tuple["Card", ...]


def anchor(finding: Finding) -> str:
    """A finding's place in the page; the same in every report on the site."""
    subject = finding.subject or "site"
    if not _PLAIN.fullmatch(subject):
        subject = hashlib.sha256(subject.encode()).hexdigest()[:12]
    return f"finding-{finding.check}-{subject}"


def quoted(quotes: tuple[Quote, ...], library: Library) -> tuple[Quoted, ...]:
    """Quotes with their places."""
    return tuple(
        Quoted(shortened(one.quote), shortened(library.name(one), 90), library.place(one), library.spoken(one))
        for one in quotes
    )


class Cards:
    """All cards of a result: causes with their followers, those that are only possible, and those that were accepted."""

    def __init__(self, result: Result, language: Language, library: Library) -> None:
        self._result, self._language, self._library = result, language, library
        self._checks = {outcome.id: outcome for outcome in result.checks}
        self._told: set[str] = set()
        self._under: dict[str, list[Finding]] = defaultdict(list)
        accepted = [one for one in result.findings if one.accepted and one.accepted.state == "in-force"]
        kept = [one for one in result.findings if one not in accepted]
        sure = [one for one in kept if one.confidence != "possible"]
        heads = {f"{one.check} · {one.subject}" for one in sure}
        for one in sure:
            if one.cause in heads:
                self._under[one.cause or ""].append(one)
        self.findings = sure
        self.causes = [self._card(one) for one in sure if one.cause not in heads]
        self.possible = [self._card(one) for one in kept if one.confidence == "possible"]
        self.accepted = [self._card(one, alone=True) for one in accepted]

    def _card(self, one: Finding, *, alone: bool = False) -> Card:
        say = self._language.wording.render
        check = self._checks.get(one.check, CheckOutcome(id=one.check, outcome="fail"))
        alone = alone or one.confidence == "possible"
        under = [] if alone else self._under[f"{one.check} · {one.subject}"]
        again = one.check in self._told
        self._told.add(one.check)
        return Card(
            finding=one,
            anchor=anchor(one),
            title=shortened(say(one.title, one.check), 200),
            message=shortened(_DOUBLE_STOP.sub(r"\1", say(one.message, one.check)), 900),
            recommendation=shortened(say(one.recommendation, one.check), 600),
            topic=say(check.title, one.check),
            matters=say(check.matters, one.check),
            limits=say(check.limits, one.check),
            category=check.category,
            unsaid=one.verdict in _UNSAID,
            again=again,
            exhibits=tuple(exhibits(self._result, one, self._language)),
            quotes=quoted(one.quotes, self._library),
            rules=tuple(rule(law, self._language) for law in one.law),
            followers=tuple(self._card(each) for each in under if each is not one),
        )


def rule(law: Law, language: Language) -> Rule:
    """A rule as it is cited in the report's language."""
    instrument = language.wording.render(law.instrument, "law")
    article = language.wording.render(law.article, "law")
    return Rule(f"{instrument}, {article}", law.url if law.url and law.url.startswith("https://") else None)
