"""One policy as a page and as an outline: every claim in its place, nothing of the policy active."""

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from reports import policy_page
from scanner import policy, services
from scanner.model.claims import PRACTICES, Claim, Document
from scanner.policy import topics

TEXT = "We use cookies and <b>Google Analytics</b>.\nWe may use Hotjar.\nWe do not sell your data & more."


@pytest.fixture(scope="module")
def document() -> Document:
    return policy.read(
        TEXT.encode(), content_type="text/plain", url="<script>x</script>", catalogue=services.load(), retrieved_at="",
        found_by="test", sha256="", language="en",
    )  # fmt: skip


def test_the_pieces_are_the_text(document: Document) -> None:
    found = policy_page.pieces(document)
    assert "".join(piece.text for piece in found) == TEXT
    assert {piece.stance for piece in found} >= {"", "asserted", "denied"}
    assert sorted(number for piece in found for number in piece.anchors) == list(range(1, len(document.claims) + 1))


def test_claims_that_overlap_are_told_together(document: Document) -> None:
    claim = document.claims[0]
    inner = replace(claim, practice="cookies.necessary", polarity="denied", start=3, end=6, quote=TEXT[3:6])
    found = policy_page.pieces(replace(document, claims=(replace(claim, start=0, end=10, quote=TEXT[:10]), inner)))
    assert [(piece.text, piece.stance) for piece in found] == [
        ("We ", "asserted"), ("use", "denied"), (" coo", "asserted"), (TEXT[10:], ""),
    ]  # fmt: skip
    assert found[1].told == f"{claim.practice} · asserted\ncookies.necessary · denied"


def test_the_page_marks_claims_and_runs_nothing(document: Document) -> None:
    page = policy_page.page(document, topics.by_topic(document.claims))
    tree = LexborHTMLParser(page)
    assert tree.css("script, b, link, img") == []
    assert tree.css_first("article").text() == TEXT
    told = "\n".join(mark.attributes.get("data-told") or "" for mark in tree.css("mark"))
    assert "vendor:hotjar · asserted, possible" in told
    assert "sharing.sale · denied" in told
    targets = {node.id for node in tree.css("article i")}
    assert {(link.attributes.get("href") or "").lstrip("#") for link in tree.css("nav a")} == targets


def test_a_document_without_claims_is_a_page_too(document: Document) -> None:
    assert "No claims were found" in policy_page.page(replace(document, claims=(), text=""), {})


@pytest.mark.parametrize("practice", [*sorted(PRACTICES), "cookie:_ga", "vendor:hotjar"])
def test_every_practice_has_a_topic(practice: str) -> None:
    assert topics.topic_of(practice) in topics.TOPICS


def test_topics_keep_their_order(document: Document) -> None:
    claims: list[Claim] = list(document.claims)
    assert list(topics.by_topic(reversed(claims))) == list(topics.by_topic(claims))
    assert sum(map(len, topics.by_topic(claims).values())) == len(claims)
