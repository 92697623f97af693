"""Claims that others show to be misread: of one sentence, and of a heading that the text below it denies."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scanner.model.claims import Claim
from scanner.policy.cookie_words import purpose_of
from scanner.policy.patterns import Grammar, fold
from scanner.policy.structure import Sentence

THINGS = ("cookies.", "tech.", "storage.", "data.", "vendor:")
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
_ANYBODYS = {"cookies.first_party", "cookies.third_party"}


def without_denied_headings(read: list[tuple[Sentence, list[Claim]]]) -> Iterator[Claim]:
    """The claims of all sentences but those of a heading that the text below it denies: "Marketing cookies: we use none"."""
    denied: dict[str, set[str]] = {}
    for sentence, claims in read:
        denied.setdefault(sentence.heading, set()).update(c.practice for c in claims if c.polarity != "asserted")
    for sentence, claims in read:
        is_heading = sentence.text == sentence.heading
        of_things = {claim.practice for claim in claims if claim.practice.startswith(THINGS)} if is_heading else set()
        gone = of_things if of_things & denied[sentence.heading] else set()
        yield from (claim for claim in claims if claim.polarity != "asserted" or claim.practice not in gone)


def loaded_by_click(claims: Iterable[Claim], rules: Grammar) -> set[str]:
    """The services of which any sentence says what a click of the visitor makes them do: "once you play one, YouTube may …"."""
    return {
        claim.practice
        for claim in claims
        if claim.practice.startswith("vendor:")
        and (claim.polarity, claim.modality) == ("asserted", "possible")
        and rules.words["on_click"].search(fold(claim.quote))
    }


def without_clashes(claims: list[Claim], names_services: bool) -> list[Claim]:
    """The claims of one sentence without those that another of its claims shows to be misread."""
    denied = {claim.practice for claim in claims if claim.polarity != "asserted"}
    about_others = names_services or "identification" in denied  # "this tool sets none", "are not used to identify you"
    about_children = any(claim.practice == "data.children" for claim in claims)  # "identifying data of children"
    none_of_children = "data.children" in denied  # "we do not ask for the child's name"
    narrower = any(practice.startswith(_NARROWER) for practice in denied) and not denied >= _ANYBODYS
    return [
        claim
        for claim in claims
        if not (claim.practice == "cookies.used" and claim.polarity == "denied" and about_others)
        and not (claim.practice == "identification" and claim.polarity == "denied" and about_children)
        and not (claim.practice == "cookies.used" and claim.polarity != "asserted" and narrower)
        and not (
            claim.practice == "purpose.advertising" and claim.polarity != "asserted" and "cookies.marketing" in denied
        )
        and not (claim.practice.startswith("data.") and claim.practice in denied and claim.polarity == "asserted")
        and not (
            claim.practice.startswith("data.")
            and claim.practice != "data.children"
            and claim.polarity == "denied"
            and none_of_children
        )
    ]


def of_this_kind(claims: list[Claim], heading: str) -> list[Claim]:
    """What "we use no cookies of this type" says of cookies at large is said of the kind that stands in its heading."""
    kind = purpose_of(heading)
    denied = [claim for claim in claims if claim.practice == "cookies.used" and claim.polarity != "asserted"]
    others = [claim for claim in claims if claim not in denied]
    return others + [replace(claim, practice=f"cookies.{kind}") for claim in denied if kind not in (None, "necessary")]
