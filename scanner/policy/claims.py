"""Finds the claims of a text: every practice of the contract that a sentence states, with its stance and its quote."""

import re
from dataclasses import replace

from scanner.model.claims import Claim, ClaimValue
from scanner.policy import named_cookies
from scanner.policy.durations import in_days
from scanner.policy.patterns import Grammar, fold, grammar, languages
from scanner.policy.phrases import Phrases
from scanner.policy.polarity import Stance, opposite, stance
from scanner.policy.structure import Sentence, sentences
from scanner.policy.vendors import Names, names_of
from scanner.services import Catalogue

_NEVER_NEGATED = (
    *("purpose.", "sharing.", "consent.banner", "consent.implied", "legal_basis.", "cookies.necessary"),
    *("security.", "tech.", "retention", "joint_controllers", "representative", "transfer.safeguards"),
)
_NARROWER = tuple(
    f"cookies.{kind}"
    for kind in (
        "third_party",
        "first_party",
        "marketing",
        "statistics",
        "preferences",
        "tracking",
        "persistent",
        "session",
    )
)
"""A denial of one kind of cookie says nothing of cookies at large."""
_THINGS = ("cookies.", "tech.", "storage.", "data.", "vendor:")
_NOT_IN_HEADINGS = ("sharing.", "transfer.", "automated_decisions", "purpose.profiling", "identification", "retention")
"""A heading says what its section is about: "Disclosure to third parties" may stand over a denial."""
_IN_OUTLINES = ("controller.", "policy.", "dpo", "consent.implied", "consent.banner", "outdated_law")
_NOT_IN_LABELS = ("sharing.", "transfer.", "automated_decisions", "purpose.", "identification", "data.", "tech.")
_LONGEST_LABEL = 80
_NEAR = 45
_MARKER = re.compile(r"^[\W\d_]+")
_ABOUT_BROWSERS = "consent.browser_settings"


def find(text: str, language: str, catalogue: Catalogue) -> tuple[Claim, ...]:
    """All claims of a text, each (practice, polarity) once, at its first and surest place. Empty for unknown languages."""
    if language not in languages():
        return ()
    rules = grammar(language)
    names = names_of(catalogue, language, rules.endings)
    found: dict[tuple[str, str], Claim] = {}
    before, explaining = "", False
    for sentence in sentences(text):
        folded = fold(sentence.text)
        explaining = _explains(folded, fold(sentence.heading), explaining, rules)
        if explaining:
            continue
        for claim in _in_sentence(sentence, folded, before, rules, names):
            key = (claim.practice, claim.polarity)
            if key not in found or _says_more(claim, found[key]):
                found[key] = claim
        before = folded
    for claim in named_cookies.find(text, rules, catalogue):
        found.setdefault((claim.practice, claim.polarity), claim)
    return tuple(sorted(found.values(), key=lambda claim: (claim.start, claim.practice)))


def _says_more(claim: Claim, than: Claim) -> bool:
    """Whether a claim is the better one of two that claim the same: a length of time tells more than "as long as needed"."""
    if claim.practice == "retention" and ("days" in (claim.value or {})) != ("days" in (than.value or {})):
        return "days" in (claim.value or {})
    return claim.confidence > than.confidence


def _explains(folded: str, heading: str, before: bool, rules: Grammar) -> bool:
    """Whether a sentence tells what cookies or terms are in general: by its own words, after one that does, or below a
    heading that asks for it."""
    bare = _MARKER.sub("", folded)
    if rules.words["definition"].search(bare):
        return True
    if heading == folded or rules.words["own"].search(folded):
        return False
    return bool((before and rules.words["continues"].search(bare)) or rules.words["explains"].search(heading))


def _in_sentence(sentence: Sentence, folded: str, before: str, rules: Grammar, names: Names) -> list[Claim]:
    if folded.rstrip().endswith("?") or rules.words["skip"].search(_MARKER.sub("", folded)):
        return []
    lead_in, heading = fold(sentence.lead_in), fold(sentence.heading)
    context = {
        "": True,
        "cookie": any(rules.words["cookie"].search(part) for part in (folded, lead_in, heading, before)),
        "collect": any(rules.words["lead_in_data"].search(part) for part in (folded, lead_in, heading)),
        "right": any(rules.words["right"].search(part) for part in (folded, lead_in, heading)),
        "data": any(rules.words["data"].search(part) for part in (folded, lead_in, heading)),
        "share": any(rules.words["share"].search(part) for part in (folded, lead_in, heading)),
    }
    is_outline = any(rules.words["outline"].search(part) for part in (folded, lead_in))
    label = _label(folded, rules)
    claims: list[Claim] = []
    services = names.find(sentence.text, folded)
    is_heading = sentence.text == sentence.heading and not re.search(r"\d", _MARKER.sub("", sentence.text))
    for name, rule in rules.practices.items():
        if not context[rule.practice.needs] or (rule.practice.not_in and rule.not_in.search(folded)):
            continue
        if is_outline and not name.startswith(_IN_OUTLINES):
            continue
        if is_heading and name.startswith(_NOT_IN_HEADINGS):
            continue
        others = [match.span() for match in rule.but_not.finditer(folded)] if rule.practice.but_not else []
        for match in (*rule.stated.finditer(folded), *rule.exact.finditer(sentence.text)):
            if any(first <= match.start() < last for first, last in others):
                continue
            if match.end() <= label and name.startswith(_NOT_IN_LABELS):
                continue
            if name == "controller.identity" and any(0 <= match.end() - start < _NEAR for _, start, _ in services):
                continue  # "WhatsApp Ireland Limited" is the company of a service, not the operator
            taken = stance(name, folded, *match.span(), rules, lead_in)
            if (
                taken.polarity != "asserted"
                and rule.practice.denied_if
                and not _stands_at(rule.denied_if, folded, match)
            ):
                continue
            claim = _claim(name, rule.practice.deny, taken, sentence, folded, rules)
            if claim:
                claims.append(claim)
        if rule.practice.denied and rule.denied.search(folded):
            claims = [claim for claim in claims if claim.practice != name]
            claims.append(_quoted(name, opposite(folded, rules), sentence))
    claims = _without_clashes(claims, bool(services))
    if any(claim.practice == _ABOUT_BROWSERS for claim in claims):
        # "set your browser so that no cookies are stored" is advice, not a denial
        return [claim for claim in claims if claim.polarity == "asserted" or not claim.practice.startswith(_THINGS)]
    for identity, start, end in services:
        taken = stance("vendor:", folded, start, end, rules, lead_in)
        claims.append(_quoted(f"vendor:{identity}", taken, sentence))
    return claims


def _label(folded: str, rules: Grammar) -> int:
    """Where the label ends that a denial stands behind ("Sensitive data: we collect none"): it says only what it is about."""
    end = folded.find(": ")
    return end if 0 < end <= _LONGEST_LABEL and rules.words["negation"].search(folded[end:]) else 0


def _stands_at(phrases: Phrases, folded: str, statement: re.Match[str]) -> bool:
    return any(
        match.start() < statement.end() and match.end() > statement.start() for match in phrases.finditer(folded)
    )


def _without_clashes(claims: list[Claim], names_services: bool) -> list[Claim]:
    """The claims of one sentence without those that another of its claims shows to be misread."""
    denied = {claim.practice for claim in claims if claim.polarity != "asserted"}
    about_others = names_services or "identification" in denied  # "this tool sets none", "are not used to identify you"
    narrower = any(practice.startswith(_NARROWER) for practice in denied)
    return [
        claim
        for claim in claims
        if not (claim.practice == "cookies.used" and claim.polarity == "denied" and about_others)
        and not (claim.practice == "cookies.used" and claim.polarity != "asserted" and narrower)
        and not (
            claim.practice == "purpose.advertising" and claim.polarity != "asserted" and "cookies.marketing" in denied
        )
        and not (claim.practice.startswith("data.") and claim.practice in denied and claim.polarity == "asserted")
    ]


def _claim(practice: str, deny: bool, taken: Stance, sentence: Sentence, folded: str, rules: Grammar) -> Claim | None:
    if taken.unclear and (deny or practice.startswith("purpose.")):
        return None  # "the letters are not regarded as advertising" neither sends nor denies sending any
    if taken.polarity == "denied" and practice.startswith(_THINGS) and rules.words["purpose_denied"].search(folded):
        return None  # "cookies are not used to …" denies the purpose, not the cookies
    if taken.polarity != "asserted" and not deny:
        if practice.startswith(_NEVER_NEGATED):
            return None
        taken = replace(taken, polarity="asserted")
    value: ClaimValue | None = None
    if practice == "retention":
        days = in_days(folded, rules)
        until = rules.words["until"].search(folded)
        if days:
            value = {"days": days}
        elif until:
            value = {"until": sentence.text[until.start() :].rstrip(" .;")}
    return replace(_quoted(practice, taken, sentence), value=value)


def _with_a_way_out(claim: Claim) -> Claim:
    """A denial beside a promise to wait for consent holds only until then."""
    if claim.polarity == "denied" and claim.practice.startswith(_THINGS):
        return replace(claim, polarity="qualified")
    return claim


def _quoted(practice: str, taken: Stance, sentence: Sentence) -> Claim:
    condition = sentence.text[slice(*taken.condition)] if taken.condition else None
    sure = 0.9 if taken.polarity == "asserted" and taken.modality == "actual" else 0.8
    return Claim(
        practice=practice,
        polarity=taken.polarity,
        modality=taken.modality,
        quote=sentence.text,
        start=sentence.start,
        end=sentence.end,
        confidence=sure if not sentence.item else sure - 0.05,
        condition=condition,
    )
