"""The policy reader's cost: phrases found by their letters give what one expression would; hostile texts end in time."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner import policy, services
from scanner.model.claims import Document
from scanner.policy.patterns import compiled, fold, grammar, languages
from scanner.policy.phrases import Phrase, required

SENTENCE = "Mēs neizmantojam sīkdatnes un nenododam datus trešajām personām, bet IP adresi glabājam 30 dienas."


def read(text: str) -> Document:
    return policy.read(
        text.encode(), content_type="text/plain", url="", catalogue=services.load(), retrieved_at="", found_by="",
        sha256="", language="lv",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "letters"),
    [
        ("sīkdatn*", [["sikdatn"]]),
        ("(izmanto|lieto)* … sīkdat*", [["sikdat"], ["izmanto", "lieto"]]),
        ("(vāc|apkopo)* dat*", [["dat"], ["vac", "apkopo"]]),
        ("ne(tiek|tiks) ~ (sūtīt|izmantot)*", [["netiek", "netiks"], ["sutit", "izmantot"]]),
        ("e ?past*", [["past"]]),
        ("(un|vai)? vārd(s|u)?", [["vard"]]),
        ("user[- ]?agent*", [["agent"], ["user"]]),
        ("colou?r", [["colo"]]),
        ("te(?! nav)n", [["te"]]),
        (r"kod\w{0,3}nr", [["kod"], ["nr"]]),
        ("*", []),
        (r"\w+ \d", []),
        ("a|b", []),
        ("(vārds|) dat*", [["dat"]]),
        ("((nodot|sniegt)*|saņem*) … dat*", [["sanem", "nodot", "sniegt"], ["dat"]]),
    ],
)
def test_letters_that_a_match_must_hold(phrase: str, letters: list[list[str]]) -> None:
    assert [sorted(choice) for choice in required(fold(phrase))] == [sorted(choice) for choice in letters]


@pytest.mark.parametrize("language", languages())
def test_letters_rule_out_nothing_that_the_expression_finds(language: str) -> None:
    rules = grammar(language).practices.values()
    phrases = [phrase for rule in rules for part in (rule.stated, rule.denied, rule.not_in) for phrase in part.all]

    @settings(max_examples=40, deadline=None)
    @given(st.sampled_from(phrases).flatmap(lambda phrase: st.tuples(st.just(phrase), st.from_regex(phrase.pattern))))
    def check(found: tuple[Phrase, str]) -> None:
        phrase, text = found
        assert phrase.may_stand_in(text), (phrase.pattern.pattern, phrase.needs)

    check()


def test_phrases_match_like_one_expression() -> None:
    phrases = ("izmanto* … sīkdat*", "sīkdat*", "(dat|person)*", "trešaj* person*", "bet", "*jam")
    one = re.compile("|".join(f"(?:{phrase.pattern.pattern})" for phrase in compiled(phrases, "ne").all))
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
    """Four times the text: four times the work, where the square of the length would be sixteen times."""
    small, large = (piece * (length // len(piece)) for length in (2_000, 8_000))
    read(small)
    assert _work(large) < 9 * max(_work(small), 0.01)


def _work(text: str) -> float:
    """Seconds of this process's own computing, whatever else the machine does; the less of two."""
    seconds = []
    for _ in range(2):
        started = time.process_time()
        read(text)
        seconds.append(time.process_time() - started)
    return min(seconds)


@pytest.mark.slow
def test_five_megabytes_end_and_say_that_they_were_cut() -> None:
    text = SENTENCE.rstrip(".") + ", "
    document = read(text * (5_000_000 // len(text)))
    assert "were read" in document.notes[0]
    assert document.characters == len(document.text)


def test_an_ordinary_document_has_no_notes() -> None:
    assert read(SENTENCE).notes == ()
