"""One policy as a page: its text with the claims marked where they stand, and an outline of them by topic."""

from dataclasses import dataclass
from itertools import pairwise

from reports.frame import environment
from scanner.model.claims import Claim, Document

_MOST_MARKED = 300_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text under the same claims (none: plain text); `anchors` are the numbers of claims that begin here."""

    text: str
    stance: str
    told: str
    anchors: tuple[int, ...]


def page(document: Document, outline: dict[str, list[Claim]]) -> str:
    """The document as one HTML page without scripts; all that comes from the policy is escaped by the template."""
    numbers = {id(claim): number for number, claim in enumerate(document.claims, 1)}
    return environment("en").get_template("policy.html.j2").render(
        document=document,
        outline={
            topic: [(numbers[id(claim)], claim, stance(claim)) for claim in found] for topic, found in outline.items()
        },
        pieces=pieces(document),
        rest=max(0, len(document.text) - _MOST_MARKED),
    )


def stance(claim: Claim) -> str:
    """asserted, denied or qualified; "possible" beside it where the policy says "may"."""
    return claim.polarity if claim.modality == "actual" else f"{claim.polarity}, possible"


def pieces(document: Document) -> list[Piece]:
    """The text in stretches, cut wherever a claim begins or ends; together they are the text."""
    text = document.text[:_MOST_MARKED]
    cuts = sorted({0, len(text), *(min(place, len(text)) for one in document.claims for place in (one.start, one.end))})
    begins: dict[int, list[int]] = {}
    for number, claim in enumerate(document.claims):
        begins.setdefault(claim.start, []).append(number)
    found: list[Piece] = []
    current: list[int] = []
    for start, end in pairwise(cuts):
        started = begins.get(start, [])
        current = [number for number in current if document.claims[number].end > start] + started
        under = [document.claims[number] for number in current]
        told = "\n".join(f"{claim.practice} · {stance(claim)}" for claim in under)
        anchors = tuple(number + 1 for number in started)
        found.append(Piece(text[start:end], _strongest(under), told, anchors))
    return found


def _strongest(claims: list[Claim]) -> str:
    polarities = {claim.polarity for claim in claims}
    return next((polarity for polarity in ("denied", "qualified", "asserted") if polarity in polarities), "")
