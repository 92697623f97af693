"""The policy reader's cost: phrases found by their letters give what one expression would; hostile texts end in time."""

import re
import time

import pytest

from scanner import policy, services
from scanner.model.claims import Document
from scanner.policy.patterns import compiled, fold
from scanner.policy.phrases import required

SENTENCE = "Mēs neizmantojam sīkdatnes un nenododam datus trešajām personām, bet IP adresi glabājam 30 dienas."


def read(text: str) -> Document:
    return policy.read(
        text.encode(), content_type="text/plain", url="", catalogue=services.load(), retrieved_at="", found_by="",
        sha256="", language="lv",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "letters"),
    [
        ("sīkdatn*", ("sikdatn",)),
        ("(izmanto|lieto)* … sīkdat*", ("sikdat",)),
        ("(vāc|apkopo)* dat*", ("dat",)),
        ("e ?past*", ("past",)),
        ("(un|vai)? vārd(s|u)?", ("vard",)),
        ("user[- ]?agent*", ("user",)),
        ("colou?r", ("colo",)),
        ("*", ()),
        (r"\w+ \d", ()),
        ("a|b", ()),
        ("((nodot|sniegt)*|saņem*) … dat*", ("dat",)),
    ],
)
def test_letters_that_a_match_must_hold(phrase: str, letters: tuple[str, ...]) -> None:
    assert required(fold(phrase)) == letters


def test_phrases_match_like_one_expression() -> None:
    phrases = ("izmanto* … sīkdat*", "sīkdat*", "(dat|person)*", "trešaj* person*", "bet", "*jam")
    one = re.compile("|".join(f"(?:{phrase._expression})" for phrase in compiled(phrases, "ne").all))
    folded = fold(SENTENCE * 3)
    assert [match.span() for match in compiled(phrases, "ne").finditer(folded)] == [
        match.span() for match in one.finditer(folded)
    ]
    assert compiled(("nav",)).search(folded) is None


@pytest.mark.parametrize(
    "piece",
    [SENTENCE.rstrip(".") + ", ", "a", " ", "1.", ". ", "- \n", "Mēs vācam:\n", "(", "Google, ", "netiek izmantotas sīkdatnes "],
    ids=lambda piece: piece[:12].strip() or "spaces",
)  # fmt: skip
def test_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    started = time.perf_counter()
    read(text)
    assert time.perf_counter() - started < 5  # some 0.2 s; the square of the length would be minutes


@pytest.mark.slow
def test_five_megabytes_end_in_time_and_say_that_they_were_cut() -> None:
    text = SENTENCE.rstrip(".") + ", "
    started = time.perf_counter()
    document = read(text * (5_000_000 // len(text)))
    assert time.perf_counter() - started < 60
    assert "were read" in document.notes[0]
    assert document.characters == len(document.text)


def test_an_ordinary_document_has_no_notes() -> None:
    assert read(SENTENCE).notes == ()
