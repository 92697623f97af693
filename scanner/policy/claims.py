"""Finds the claims of a text: every practice of the contract that a sentence states, with its stance and its quote."""

import re
from collections.abc import Iterator
from dataclasses import replace

from scanner.model.claims import Claim, ClaimValue
from scanner.policy import named_cookies
from scanner.policy.clashes import THINGS, loaded_by_click, of_this_kind, without_clashes, without_denied_headings
from scanner.policy.durations import lengths
from scanner.policy.patterns import Grammar, fold, grammar, languages
from scanner.policy.phrases import Phrases
from scanner.policy.polarity import Stance, denied_later, refusal, stance
from scanner.policy.scope import is_narrowed, place, without
from scanner.policy.structure import Sentence, sentences
from scanner.policy.surroundings import SUBJECTS, Surroundings, is_elsewhere, is_unwanted, of_others, read_together
from scanner.policy.vendors import Names, is_source, names_of, owns_a_part
from scanner.services import Catalogue

_NEVER_NEGATED = (
    *("purpose.", "sharing.", "consent.banner", "consent.implied", "legal_basis.", "cookies.necessary"),
    *("security.", "tech.", "retention", "joint_controllers", "representative", "transfer.safeguards"),
)
_USED = ("cookies.", "tech.", "storage.", "purpose.")
_NOT_IN_HEADINGS = ("sharing.", "transfer.", "automated_decisions", "purpose.profiling", "identification", "retention")
"""A heading says what its section is about: "Disclosure to third parties" may stand over a denial."""
_IN_OUTLINES = ("controller.", "policy.", "dpo", "consent.implied", "consent.banner", "outdated_law")
_NOT_IN_LABELS = ("sharing.", "transfer.", "automated_decisions", "purpose.", "identification", "data.", "tech.")
_EXCEPTED = ("cookies.preferences", "cookies.necessary")
"""What "no cookies, except …" excepts."""
_LONGEST_LABEL = 80
_NEAR = 45
_MARKER = re.compile(r"^[\W\d_]+")
_SEEN = ("cookies.", "tech.", "storage.", "purpose.analytics")
"""What is seen on the pages: what was used once, or is planned, is not."""
_SENSITIVE = ("data.special_categories", "data.payment", "data.national_id")  # what sites ask not to be sent
_OF_SERVICES = ("tech.embedded_content", "tech.pixel", "tech.social_plugins")
_OF_THE_SITE = ("cookies.", "storage.", "sharing.")
"""What is denied below the name of a service is denied of it, not of the site: "Google Fonts: no cookies are set"."""
_PRODUCT = re.compile(r"[ .-]?[A-ZА-ЯЁ]\w+")
"""What follows the name of a company and makes it that of one of its products."""
_PRONOUN = 4
_KEPT = ("cookies.", "storage.", "data.user_agent", "purpose.analytics")
"""What one tool of the site does not keep says nothing of the rest of the site."""
_LINKED = ("tech.embedded_content", "vendor:")
_NARROWED = ("data.", "cookies.used")
"""What a relative clause narrows, but for children: "of children who are under 13" tells which."""
_NEXT = re.compile(r"(?<!\d)[.!?]\s")
_ABOUT_BROWSERS = "consent.browser_settings"


def find(text: str, language: str, catalogue: Catalogue) -> tuple[Claim, ...]:
    """All claims of a text, each (practice, polarity) once, at its first and surest place; of lengths of time, each.

    Empty for unknown languages.
    """
    if language not in languages():
        return ()
    rules = grammar(language)
    names = names_of(catalogue, language, rules.endings)
    found: dict[tuple[str, ...], Claim] = {}
    read = [*without_denied_headings([*by_sentence(text, language, catalogue)])]
    for claim in read:
        key = what_it_says(claim)
        if key not in found or claim.confidence > found[key].confidence:
            found[key] = claim
    for claim in (*named_cookies.find(text, rules, catalogue), *named_cookies.kinds(text)):
        found.setdefault(what_it_says(claim), claim)
    for practice in _OF_SERVICES:
        denied = found.get((practice, "denied"))
        if denied and (practice, "asserted") in found and names.find(denied.quote, fold(denied.quote)):
            del found[practice, "denied"]  # "Google Maps is not embedded" beside an embedded video of another
    for practice in loaded_by_click(read, rules):
        if use := found.get((practice, "asserted")):
            found[practice, "asserted"] = replace(use, modality="possible")
    return tuple(sorted(found.values(), key=lambda claim: (claim.start, claim.practice)))


def by_sentence(text: str, language: str, catalogue: Catalogue) -> Iterator[tuple[Sentence, list[Claim]]]:
    """Each sentence of a text that does not explain what cookies or terms are in general, with all that it claims by itself."""
    rules = grammar(language)
    names = names_of(catalogue, language, rules.endings)
    before, end, explaining = "", 0, False
    heading, of_service = "", False
    for sentence in read_together(text, sentences(text), rules):
        folded = fold(sentence.text)
        explaining = _explains(folded, fold(sentence.heading), explaining, rules)
        if explaining and not rules.practices["controller.identity"].exact.search(sentence.text):
            continue
        around = Surroundings(
            folded, fold(sentence.lead_in), fold(sentence.heading), before, near="\n" not in text[end : sentence.start]
        )
        said = _in_sentence(sentence, around, rules, names)
        if explaining:  # of a section of terms only who the operator is: "Bank: AS Alfa, registration number …"
            said = [claim for claim in said if claim.practice.startswith("controller.")]
        if sentence.heading != heading:
            heading = sentence.heading
            of_service = names.are_topic(heading) and not rules.words["cookie"].search(around.heading)
        if of_service:
            said = [claim for claim in said if claim.polarity != "denied" or not claim.practice.startswith(_OF_THE_SITE)]
        yield sentence, said
        before, end = folded, sentence.end


def says_nothing(folded: str, rules: Grammar) -> bool:
    """Whether a sentence is a question, or of others: it claims nothing about the site."""
    if folded.rstrip().endswith("?") and not rules.words["why"].search(folded):
        return True
    return rules.words["skip"].search(_MARKER.sub("", folded)) is not None and not is_unwanted(folded, rules)


def what_it_says(claim: Claim) -> tuple[str, ...]:
    """What a document claims once: a practice and its polarity; of retention each length of time, and one without any."""
    days = (claim.value or {}).get("days") if claim.practice == "retention" else None
    return (claim.practice, claim.polarity) if days is None else (claim.practice, claim.polarity, str(days))


def _explains(folded: str, heading: str, before: bool, rules: Grammar) -> bool:
    """Whether a sentence tells what cookies or terms are in general: by its own words, after one that does, or below a
    heading that asks for it."""
    bare = _MARKER.sub("", folded)
    if rules.words["definition"].search(bare):
        return True
    if heading == folded or rules.words["own"].search(folded):
        return False
    return bool((before and rules.words["continues"].search(bare)) or rules.words["explains"].search(heading))


def _in_sentence(sentence: Sentence, around: Surroundings, rules: Grammar, names: Names) -> list[Claim]:
    folded, lead_in, before = around.folded, around.lead_in, around.before
    if says_nothing(folded, rules):
        return []
    context = {"": True} | {subject: around.speak_of(subject, rules) for subject in SUBJECTS}
    not_now = rules.words["not_now"].search(folded)
    unwanted = is_unwanted(folded, rules)
    is_outline = any(rules.words["outline"].search(part) for part in (folded, lead_in))
    label = _label(folded, rules)
    answer = folded.partition("?")[2].strip()  # of a question that is read together with its answer
    not_these = not lead_in and sentence.text != sentence.heading and rules.words["what_not"].search(around.heading)
    claims: list[Claim] = []
    services = names.find(sentence.text, folded)
    places = [start for _, start, _ in services]
    by_others = of_others(folded, services, rules)
    is_heading = sentence.text == sentence.heading and not re.search(r"\d", _MARKER.sub("", sentence.text))
    is_heading |= folded.rstrip().endswith("?")  # as a heading, a question why may stand over a denial
    itself = without(folded, rules.words["of_itself"]) if services else folded  # "X counts visits: it sets no cookies" denies nothing of X
    for name, rule in rules.practices.items():
        if not context[rule.needs]:
            continue
        if is_outline and not name.startswith(_IN_OUTLINES):
            continue
        if is_heading and name.startswith(_NOT_IN_HEADINGS):
            continue
        stated = (*rule.stated.finditer(folded), *rule.exact.finditer(sentence.text))
        refused = rule.denied.search(folded) or rule.denied.search(answer)
        if not (stated or refused) or rule.not_in.search(folded):
            continue
        others = [match.span() for match in rule.but_not.finditer(folded)]
        for match in stated:
            if any(first <= match.start() < last for first, last in others):
                continue
            if not_now and name.startswith(_SEEN) and not _NEXT.search(folded[not_now.end() : match.start()]):
                continue
            if match.end() <= label and name.startswith(_NOT_IN_LABELS):
                continue
            if name == "controller.identity" and any(0 <= match.end() - start < _NEAR for _, start, _ in services):
                continue  # "WhatsApp Ireland Limited" is the company of a service, not the operator
            narrow = name.startswith(_EXCEPTED) or (name.startswith("sharing.") and not rule.deny)
            leads = around.heading if not_these and name.startswith("data.") else lead_in
            of_use = places if name.startswith(_USED) else ()
            stood = place(match, folded, rules)
            within = itself if name.startswith("purpose.") else folded
            taken = stance(name, within, *stood, rules, lead_in=leads, before=before, narrow=narrow, named=of_use)
            if unwanted and name in _SENSITIVE:
                taken = Stance("denied", "actual")
            if (
                taken.polarity != "asserted"
                and rule.denied_if.all
                and not _stands_at(rule.denied_if, folded, match)
            ):
                continue
            if (
                taken.polarity == "denied"
                and name.startswith(_NARROWED)
                and ((by_others and name != "cookies.used") or _is_of_less(name, folded, stood, rules, leads, before))
            ):
                continue  # "the courier gets the address, but not the name": the operator has both
            if name == "sharing.sale" and taken.polarity == "asserted" and not _is_of_data(around, rules):
                continue  # "I make cups and sell them here"
            claims += _claims(name, rule.deny, taken, sentence, folded, rules)
        if refused:
            claims = [claim for claim in claims if claim.practice != name]
            claims.append(_quoted(name, refusal(name, folded, refused, rules), sentence))
    claims = without_clashes(claims, bool(services))
    if rules.words["tool"].search(_MARKER.sub("", folded)):
        claims = [one for one in claims if one.polarity == "asserted" or not one.practice.startswith(_KEPT)]
    if rules.words["of_this_kind"].search(folded):
        claims = of_this_kind(claims, sentence.heading)
    if any(claim.practice == _ABOUT_BROWSERS for claim in claims):
        # "set your browser so that no cookies are stored" is advice, no denial; nor is the browser a datum
        return [
            claim
            for claim in claims
            if (claim.polarity == "asserted" or not claim.practice.startswith(THINGS))
            and claim.practice != "data.user_agent"
        ]
    for identity, start, end in services:
        if is_elsewhere(folded, start, rules):
            continue
        taken = stance("vendor:", itself, start, end, rules, lead_in=lead_in, before=before, named=places)
        if taken.polarity == "denied" and any(rules.words["to_us"].finditer(folded, end, end + _NEAR)):
            continue  # "Airbnb does not show us the number of the card"
        if taken.polarity == "denied" and owns_a_part(folded, start, end, rules.words["part"]):
            continue
        until = not_now and taken.condition is not None and taken.condition[0] == not_now.start()
        if not_now and (until or taken.polarity == "asserted") and not _is_of_today(folded, not_now.end(), start, rules):
            if not denied_later(itself, end, rules):
                continue  # "we used it once", "we plan to use it"
            taken = Stance("denied", "actual")
        if taken.polarity != "asserted" and names.is_maker(identity, services):
            continue
        of_company = taken.polarity == "denied" and names.is_company(identity)
        if of_company and (_PRODUCT.match(sentence.text, end) or is_source(folded, start, rules.words["source"])):
            continue  # "we do not use Google Sheets" is about one product
        if taken.polarity == "asserted" and rules.words["on_click"].search(folded):
            taken = replace(taken, modality="possible")
        claims.append(_quoted(f"vendor:{identity}", taken, sentence))
    if rules.words["only_links"].search(folded):
        return [c for c in claims if c.polarity != "asserted" or not c.practice.startswith(_LINKED)]
    return claims


def _is_of_today(folded: str, first: int, start: int, rules: Grammar) -> bool:
    """Whether what stands at `start` is said of today, though the words before `first` are on the past."""
    between = folded[first:start]
    return _NEXT.search(between) is not None or rules.words["at_present"].search(between) is not None


def _label(folded: str, rules: Grammar) -> int:
    """Where the label ends that a denial stands behind ("Sensitive data: we collect none"): it says only what it is about."""
    end = folded.find(": ")
    return end if 0 < end <= _LONGEST_LABEL and rules.words["negation"].search(folded[end:]) else 0


def _is_of_data(around: Surroundings, rules: Grammar) -> bool:
    """Whether a sentence or its lead-in names data, or points by a short word ("them") at those of the one before."""
    told = [[len(match.group()) for match in rules.words["data"].finditer(part)] for part in around.told]
    named = [any(length > _PRONOUN for length in each) for each in told]
    return named[0] or named[1] or (bool(told[0]) and named[2])


def _is_of_less(name: str, folded: str, stood: tuple[int, int], rules: Grammar, lead_in: str, before: str) -> bool:
    """Whether less is denied than a datum: those of a relative clause only, or that it is given to others."""
    if name != "data.children" and is_narrowed(folded, *stood, rules):
        return True
    rest = without(folded, rules.words["to_others"])
    return rest != folded and stance(name, rest, *stood, rules, lead_in=lead_in, before=before).polarity == "asserted"


def _stands_at(phrases: Phrases, folded: str, statement: re.Match[str]) -> bool:
    return any(
        match.start() < statement.end() and match.end() > statement.start() for match in phrases.finditer(folded)
    )


def _claims(practice: str, deny: bool, taken: Stance, sentence: Sentence, folded: str, rules: Grammar) -> list[Claim]:
    """What a statement claims: nothing, one thing, or of retention every length of time that the sentence states."""
    if taken.unclear and (deny or practice.startswith("purpose.")):
        return []  # "the letters are not regarded as advertising" neither sends nor denies sending any
    if taken.polarity == "denied" and practice.startswith(THINGS) and rules.words["purpose_denied"].search(folded):
        return []  # "cookies are not used to …" denies the purpose, not the cookies
    if taken.polarity != "asserted" and not deny:
        if practice.startswith(_NEVER_NEGATED):
            return []
        taken = replace(taken, polarity="asserted")
    claim = _quoted(practice, taken, sentence)
    if practice != "retention":
        return [claim]
    values: list[ClaimValue] = [{"days": days} for _, days in lengths(folded, rules)]
    until = rules.words["until"].search(folded)
    if not values and until:
        values = [{"until": sentence.text[until.start() :].rstrip(" .;")}]
    return [replace(claim, value=value) for value in values] or [claim]


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
