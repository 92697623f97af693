"""The accuracy gate: no language of the policy reader may fall below the floors of tests/gold/floors.toml."""

import json
import tomllib
from pathlib import Path

import gold_scores
import pytest
from gold_scores import FLOORS, FOLDER

from scanner.model.claims import is_practice

PINNED = tomllib.loads(FLOORS.read_text("utf-8"))
FILES = sorted(FOLDER.glob("*/*.json"))


@pytest.mark.parametrize("language", gold_scores.languages())
def test_no_language_falls_below_its_floors(language: str) -> None:
    assert language in PINNED, "a language without floors: run `make gold` and commit tests/gold/floors.toml"
    counted = gold_scores.tally(language)
    short = gold_scores.worse(PINNED[language], counted.figures())
    behind = "\n".join(["missing:", *counted.missing, "too much:", *counted.extra, *counted.days_wrong])
    assert not short, f"{'; '.join(short)} (`make gold` shows all; it raises floors, and lowers none)\n{behind}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_gold_files_keep_the_contract(file: Path) -> None:
    gold = json.loads(file.read_text("utf-8"))
    assert gold["language"] == file.parent.name
    pairs = [tuple(pair) for pair in gold["claims"]] + [tuple(pair) for pair in gold.get("optional", [])]
    assert all(is_practice(practice) for practice, _ in pairs)
    assert {polarity for _, polarity in pairs} <= {"asserted", "denied", "qualified"}
    assert len(set(pairs)) == len(pairs)


def test_floors_name_what_there_is() -> None:
    there = {language: gold_scores.documents(language) for language in gold_scores.languages()}
    pinned = {language: floors["documents"] for language, floors in PINNED.items()}
    assert pinned == there, "gold policies came or went: run `make gold` and commit tests/gold/floors.toml"
    assert {name for floors in PINNED.values() for name in floors} == {
        "documents",
        *gold_scores.HIGHER_IS_BETTER,
        *gold_scores.LOWER_IS_BETTER,
    }


def test_a_false_denial_is_seen() -> None:
    """The gate itself: one document that denies what the gold does not hold."""
    counted = gold_scores.Tally()
    document = gold_scores.policy.read(
        b"We do not use cookies.", content_type="text/plain", url="", catalogue=gold_scores.services.load(),
        retrieved_at="", found_by="", sha256="", language="en",
    )  # fmt: skip
    counted.add("one", {"claims": [["right.access", "asserted"]], "retention_days": [30]}, document)
    figures = counted.figures()
    assert figures["false_denials"] == 1
    assert figures["f1"] == 0
    assert figures["retention"] == 0
    assert gold_scores.worse({**dict.fromkeys(figures, 0.5)}, figures)
