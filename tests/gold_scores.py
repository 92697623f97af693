"""Scores the policy reader against the whole policies of tests/gold/, language by language."""

import json
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from scanner import policy, services
from scanner.model.claims import Document

FOLDER = Path(__file__).parent / "gold"
FLOORS = FOLDER / "floors.toml"
UNSCORED = frozenset(
    [
        "legitimate_interests",
        "provision_obligation",
        "transfer.safeguards",
        "representative",
        "rights.restricted",
        "outdated_law",
        "joint_controllers",
    ]
)
"""Practices that are recognised and not measured (docs/claims.md)."""
HIGHER_IS_BETTER = ("precision", "recall", "f1", "retention")
LOWER_IS_BETTER = ("false_denials", "unfaithful_quotes")


@dataclass
class Tally:
    """What of the gold claims of some documents was found, missed, and found too much."""

    right: int = 0
    extra: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    false_denials: int = 0
    unfaithful_quotes: int = 0
    days_right: int = 0
    days_wrong: list[str] = field(default_factory=list)

    def add(self, name: str, gold: dict[str, Any], document: Document) -> None:
        """Count one document."""
        want = {tuple(pair) for pair in gold["claims"]}
        maybe = {tuple(pair) for pair in gold.get("optional", [])}
        have = {(claim.practice, claim.polarity) for claim in document.claims if claim.practice not in UNSCORED}
        extra = have - want - maybe
        self.right += len(have & want)
        self.extra += sorted(f"{name}: {practice}/{polarity}" for practice, polarity in extra)
        self.missing += sorted(f"{name}: {practice}/{polarity}" for practice, polarity in want - have)
        self.false_denials += sum(polarity == "denied" for _, polarity in extra)
        self.unfaithful_quotes += sum(
            document.text[claim.start : claim.end] != claim.quote or not claim.quote for claim in document.claims
        )
        stated = [
            claim.value["days"]
            for claim in document.claims
            if claim.practice == "retention" and claim.value and "days" in claim.value
        ]
        given = gold.get("retention_days", [])
        if given:  # any of the stated lengths will do: a document gives one claim of a kind, at its surest place
            self.days_right += bool(set(stated) & set(given))
            self.days_wrong += [] if set(stated) & set(given) else [f"{name}: {stated}, not one of {given}"]

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1 over all pairs, the share of documents with a right length of time, and two counts of errors."""
        precision = self.right / ((self.right + len(self.extra)) or 1)
        recall = self.right / ((self.right + len(self.missing)) or 1)
        lengths = self.days_right + len(self.days_wrong)
        return {
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(2 * precision * recall / ((precision + recall) or 1), 3),
            "retention": round(self.days_right / lengths, 3) if lengths else 1.0,
            "false_denials": self.false_denials,
            "unfaithful_quotes": self.unfaithful_quotes,
        }


@cache
def languages() -> tuple[str, ...]:
    """Languages with gold policies."""
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir()))


def documents(language: str) -> list[str]:
    """The names of a language's gold policies."""
    return [file.stem for file in sorted((FOLDER / language).glob("*.json"))]


@cache
def tally(language: str) -> Tally:
    """All gold policies of a language, read and counted."""
    counted = Tally()
    for file in sorted((FOLDER / language).glob("*.json")):
        text = next(found for ending in (".txt", ".html") if (found := file.with_suffix(ending)).is_file())
        document = policy.read(
            text.read_bytes(),
            content_type="text/html" if text.suffix == ".html" else "text/plain",
            url=f"https://example.test/{file.stem}",
            catalogue=services.load(),
            retrieved_at="2026-01-01T00:00:00Z",
            found_by="test",
            sha256="0",
        )
        counted.add(file.stem, json.loads(file.read_text("utf-8")), document)
    return counted


def worse(floors: dict[str, float], figures: dict[str, float]) -> list[str]:
    """The figures that fall short of their floors, said so."""
    said = [
        f"{name} {figures[name]}, floor {floors[name]}" for name in HIGHER_IS_BETTER if figures[name] < floors[name]
    ]
    said += [
        f"{name} {figures[name]}, at most {floors[name]}" for name in LOWER_IS_BETTER if figures[name] > floors[name]
    ]
    return said


def dump(language: str) -> dict[str, Any]:
    """A language's figures with what is behind them."""
    return tally(language).figures() | asdict(tally(language))
