"""Whether a statement is asserted, denied, or denied with a way out; and whether it says "does" or "may"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scanner.model.claims import Modality, Polarity
from scanner.policy.clauses import clause, end_of_clause, leads_to, own_clause, topic, turns, without_asides
from scanner.policy.patterns import Grammar

_BEFORE, _AFTER = 90, 45
_AT_THE_END, _FAR_AFTER = 15, 400
_SHORT_CLAUSE, _ADJACENT = 7, 30
_QUOTES = "\"'„“”«»’ "
_ASIDE = re.compile(r",[^,:;]{0,90},\s*$")
_FAMILIES = {
    "cookies": ("use", "used"),
    "cookie": ("use", "used"),
    "storage": ("use", "used"),
    "tech": ("use", "used"),
    "vendor": ("use", "used", "offered", "nowhere", "share"),
    "data": ("collect", "collected"),
    "sharing": ("share", "shared"),
    "transfer": ("share", "shared"),
    "purpose": ("do",),
    "automated_decisions": ("do",),
    "identification": ("do",),
}
"""The lists of denials that speak of a family of practices: "does not contain cookies' names" denies no collecting."""
_GIVING = ("sharing.", "transfer.", "vendor:")
_GATED = ("cookies.", "tech.", "storage.", "vendor:", "data.")
"""What waits for a choice: denied after its withdrawal, it is denied without it."""
_AFTERWARDS = ("used", "offered", "nowhere", "collected", "shared", "sell", "do", "negation")


@dataclass(frozen=True, slots=True)
class Stance:
    """How a statement stands; `condition` is the way out of a qualified denial, as place in the sentence.

    `unclear`: something beside the statement is denied, by a verb that is not of its family.
    """

    polarity: Polarity
    modality: Modality
    condition: tuple[int, int] | None = None
    unclear: bool = False


def stance(
    practice: str,
    folded: str,
    start: int,
    end: int,
    grammar: Grammar,
    *,
    lead_in: str = "",
    before: str = "",
    narrow: bool = False,
    named: Sequence[int] = (),
) -> Stance:
    """The stance of the statement at folded[start:end] of its sentence; a bullet takes over that of its lead-in, and what
    is said "likewise" that of the clause before it, in this sentence or the one `before`.

    `narrow`: the practice is a kind of recipient; a statement that reaches into an exception is what is excepted.
    `named`: where the services of the sentence begin.
    """
    first, last = clause(folded, start, end, grammar)
    if practice.startswith("vendor:"):
        first = own_clause(folded, first, start, named)
    modality: Modality = "possible" if _may(folded[first:last] + " " + lead_in, grammar) else "actual"
    lists = _lists(practice, grammar)
    but_for = grammar.words["but_for"].search(folded)
    after = but_for and re.search(r"\w", folded[: but_for.start()])  # at the beginning it is a condition
    if but_for and after and (but_for.end() <= start or (narrow and start < but_for.start() < end)):
        return Stance("asserted", "possible")  # "to nobody except the courier"
    negated = (
        any(_negated(name, folded, first, last, start, end, grammar, named=named) for name in lists)
        or _answered_no(folded, end, grammar)
        or _follows_nor(folded, first, start, grammar)
        or (practice.startswith("vendor:") and _is_set_aside(folded, first, start, end, grammar))
        or _denied_likewise(lists, folded, first, last, before, grammar)
    )
    if not negated and not (lead_in and any(_lead_in_negated(name, lead_in, grammar) for name in lists)):
        unclear = lists != ("negation",) and _negated("negation", folded, first, last, start, end, grammar, aside=False)
        unclear |= any(_negated(name, folded, first, last, start, end, grammar) for name in lists if named)
        return Stance("asserted", modality, unclear=unclear)
    if grammar.words["ended"].search(folded):
        return Stance("asserted", modality, unclear=not practice.startswith(_GATED))
    choice = grammar.words["withdrawn"].search(folded)
    if choice and practice.startswith(_GATED):
        return Stance("qualified", modality, choice.span())
    if choice:
        return Stance("asserted", modality, unclear=True)  # "once you unsubscribe, no letters are sent"
    if practice.startswith("data.") and _of_others(folded, start, end, grammar):
        return Stance("asserted", modality, unclear=True)
    since = _added_denial(folded, clause(folded, end - 1, end, grammar)[0], grammar)
    plain = opposite(practice, folded, grammar, start, end, since=since)
    if plain.condition:
        return Stance("qualified", modality, plain.condition)
    only_if = grammar.words["condition"].search(folded)
    if only_if and only_if.start() < start and not (only_if.end() <= since and _goes_on(folded[: only_if.start()])):
        return Stance("qualified", modality, (only_if.start(), end_of_clause(folded, only_if.end())))
    if lead_in and grammar.words["exception"].search(lead_in):
        return Stance("qualified", modality)
    if condition := condition_after(folded, end, last, grammar):
        return Stance("qualified", modality, condition)
    return Stance("denied", modality)


def refusal(practice: str, folded: str, refused: re.Match[str], grammar: Grammar) -> Stance:
    """The stance of a sentence with a phrase that denies a practice by itself: qualified behind a condition."""
    taken = opposite(practice, folded, grammar)
    only_if = next(grammar.words["condition"].finditer(folded, 0, refused.start()), None)
    if taken.polarity == "denied" and only_if and not _goes_on(folded[: only_if.start()]):
        return Stance("qualified", taken.modality, (only_if.start(), end_of_clause(folded, only_if.end())))
    return taken


def _goes_on(before: str) -> bool:
    """Whether what stands before a place leads on to it: neither the beginning nor a colon does."""
    return before.strip() != "" and not before.rstrip().endswith((":", ";", "–", "—"))


def condition_after(folded: str, end: int, last: int, grammar: Grammar) -> tuple[int, int] | None:
    """Place of the condition that a clause ends with, from `end` to `last`: "it is not used if you decline"; not "even if"."""
    for only_if in grammar.words["condition"].finditer(folded, end, last):
        said = grammar.words["concessive"].finditer(folded, max(0, only_if.start() - _ADJACENT), only_if.end())
        if not any(match.end() > only_if.start() for match in said):
            return only_if.start(), end_of_clause(folded, only_if.end())
    return None


def _may(folded: str, grammar: Grammar) -> bool:
    """Whether words say "may, can" of anybody but the visitor."""
    able = [match.span() for match in grammar.words["able"].finditer(folded)]
    return any(
        not any(start < match.end() and end > match.start() for start, end in able)
        for match in grammar.words["possible"].finditer(folded)
    )


def opposite(practice: str, folded: str, grammar: Grammar, start: int = -1, end: int = -1, *, since: int = 0) -> Stance:
    """The stance of a sentence that states the opposite of a practice; what is denied itself (start, end) is no way out,
    nor is that of another denial before `since`."""
    of_sharing = practice.startswith(_GIVING) and practice != "sharing.sale"
    if choice := grammar.words["ended"].search(folded) or grammar.words["withdrawn"].search(folded):
        return Stance("qualified", "actual", choice.span())
    for name in ("exception", "exception_of_sharing") if of_sharing else ("exception",):
        for way_out in grammar.words[name].finditer(folded):
            if start <= way_out.start() and 2 * (min(end, way_out.end()) - way_out.start()) > end - start:
                continue
            if way_out.start() > 0 and way_out.end() <= since:
                continue  # that of an earlier denial; at the beginning of a sentence it holds for all of it
            if practice == "sharing.sale" and _is_of_next(folded, end, way_out, grammar):
                continue
            return Stance("qualified", "actual", (way_out.start(), end_of_clause(folded, way_out.end())))
    return Stance("denied", "actual")


def _added_denial(folded: str, first: int, grammar: Grammar) -> int:
    """Where a clause begins that adds a denial of its own to the one before ("…, nor do we sell it"); 0 for others."""
    return first * any(match.start() == first for match in grammar.words["nor"].finditer(folded, first))


def _is_of_next(folded: str, end: int, way_out: re.Match[str], grammar: Grammar) -> bool:
    """Whether a way out stands in a later clause with a denial of its own: "never sold, and we do not share it for …"."""
    if end < 0 or way_out.start() <= end or folded[: way_out.start()].rstrip().endswith(","):
        return False
    begins = [match.end() for match in grammar.words["clause"].finditer(folded, end, way_out.start())]
    return bool(begins) and bool(_denials("negation", folded, begins[-1], way_out.start(), grammar))


def denied_later(folded: str, end: int, grammar: Grammar) -> bool:
    """Whether the rest of a sentence on the past says of a service that it is used no more: "until 2023 …, now off"."""
    return any(_denials(name, folded, end, len(folded), grammar) for name in _lists("vendor:", grammar))


def _lists(practice: str, grammar: Grammar) -> tuple[str, ...]:
    names = ("sell",) if practice == "sharing.sale" else _FAMILIES.get(re.split("[.:]", practice, maxsplit=1)[0], ())
    if names == _FAMILIES["vendor"] and "vendor" in grammar.denials:
        names = ("vendor", "used", "offered", "nowhere")
    known = tuple(name for name in names if name in grammar.denials)
    return known or ("negation",)


def _denials(name: str, folded: str, first: int, last: int, grammar: Grammar) -> list[tuple[int, int]]:
    """Places of the denials of one list, without the phrases that only look like one ("not only", "if you do not")."""
    pattern = grammar.denials.get(name, grammar.words["negation"])
    places = [match.span() for match in pattern.finditer(folded, first, last)]
    if not places:
        return []
    false = [match.span() for match in grammar.words["negation_not"].finditer(folded, first, last)]
    return [place for place in places if not any(place[0] < end and place[1] > start for start, end in false)]


def _answered_no(folded: str, end: int, grammar: Grammar) -> bool:
    """Whether a statement is asked for, and the answer is no: "Do you sell my data? Never."."""
    asked = folded.find("?", end)
    return asked >= 0 and grammar.words["answer_no"].search(folded[asked + 1 :].lstrip()) is not None


def _follows_nor(folded: str, first: int, start: int, grammar: Grammar) -> bool:
    """Whether a word of denial stands at once before a statement: "not advertisers, not publishers"."""
    near = max(first, start - _ADJACENT)
    false = [match.span() for match in grammar.words["negation_not"].finditer(folded, near)]
    return any(
        match.end() == start and not any(begin <= match.start() < stop for begin, stop in false)
        for match in grammar.words["nor"].finditer(folded, near, start)
    )


def _is_set_aside(folded: str, first: int, start: int, end: int, grammar: Grammar) -> bool:
    """Whether something else is used in place of a service: "a question rather than X", "instead of X we use Y"."""
    before = folded[first:start].rstrip(_QUOTES)
    after = folded[end:].lstrip(_QUOTES)
    follows = any(match.end() == len(before) for match in grammar.words["instead"].finditer(before))
    return follows or any(match.start() == 0 for match in grammar.words["in_place"].finditer(after[:_ADJACENT]))


def _of_others(folded: str, start: int, end: int, grammar: Grammar) -> bool:
    """Whether a denied datum is one that somebody else does not get: "the courier gets your address, but not your name"."""
    return any(
        match.start() < end and (match.end() >= start or start - match.end() <= _ADJACENT)
        for match in grammar.words["others_get"].finditer(folded)
    )


def _denied_likewise(lists: tuple[str, ...], folded: str, first: int, last: int, before: str, grammar: Grammar) -> bool:
    """Whether a short clause says of its subject what the clause before it denies: "X is not used; Y likewise"."""
    here = folded[first:last]
    if len(here.split()) > _SHORT_CLAUSE or not grammar.words["likewise"].search(here):
        return False
    earlier = folded[:first] or before
    return any(_denials(name, earlier, 0, len(earlier), grammar) for name in lists)


def _lead_in_negated(name: str, lead_in: str, grammar: Grammar) -> bool:
    return any(
        not grammar.words["turn"].search(lead_in[end:].rstrip(" :"))
        for _, end in _denials(name, lead_in, 0, len(lead_in), grammar)
    )


def _negated(
    name: str,
    folded: str,
    first: int,
    last: int,
    start: int,
    end: int,
    grammar: Grammar,
    *,
    aside: bool = True,
    named: Sequence[int] = (),
) -> bool:
    """Whether a denial of a list reaches a statement; without `aside` none that follows it after a comma does.

    One that stands at once before a service (they begin at `named`) denies that one only: "for statistics we do not use A",
    and so does one behind it where the statement is what it would be used for.
    """
    for begins, stops in _denials(name, folded, first, last, grammar):
        if begins < end and stops > start:
            if start < begins and stops < end and turns(folded[stops:end], grammar):
                continue  # "data are not passed on: we only see that a purchase was made"
            return True  # the denial is part of the statement
        before = stops <= start
        if not before and name not in _AFTERWARDS:
            continue  # "cookies do not store …" is about cookies, "cookies are not stored" a denial
        comma = folded[end - 1 : end] == ","  # a statement may hold the comma behind it
        between = folded[stops:start] if before else folded[end - comma : begins]
        if not before and any(
            leads_to(folded, stops, place) or (name == "do" and end <= place < begins) for place in named
        ):
            continue  # "for statistics, A is not used"
        if not before and ":" in between:
            colon = folded.index(":", end)
            if name != "nowhere" or not topic(folded, first, colon, named):
                continue  # "Automated decisions and profiling: we take no automated decisions"
            between = folded[colon + 1 : begins]
        if before and between.lstrip().startswith(":") and grammar.words["data"].search(folded[first:begins]):
            continue  # "card data we do not store: X takes the payments"
        if before:
            if len(between) <= _BEFORE and not turns(between, grammar, folded[start:end]):
                return True
            continue
        if not aside and "," in between:
            continue  # "newsletters, never more than one a month"
        ends = last - stops <= _AT_THE_END  # "race, religion, …, and the like are not collected"
        if ends:
            between = _ASIDE.sub(" ", between)  # "decisions, which would bind you, are not taken"
        between = without_asides(between, grammar, ("aside", "relative") if name == "do" else ("aside",))
        if len(between) <= (_FAR_AFTER if ends else _AFTER) and not (
            "," in between and grammar.words["turn"].search(between)
        ):
            return True
    return False
