"""The second opinion: asked for, never a denial, never beside a rule's own reading, and nothing without its package."""

from collections.abc import Sequence

import numpy as np
import pytest

from scanner import policy, services
from scanner.model.claims import Document, is_practice
from scanner.model.errors import UsageError
from scanner.policy import second_opinion

STRANGE = "Upon perusal, particulars of the aforesaid kind come to rest with a firm in Ohio."
PLAIN = "We collect your name and your telephone number for your account with us."


def read(text: str, *, second: bool = True) -> Document:
    return policy.read(
        text.encode(), content_type="text/plain", url="", catalogue=services.load(), retrieved_at="", found_by="test",
        sha256="0", language="en", certain=True, second_opinion=second,
    )  # fmt: skip


def pretend(monkeypatch: pytest.MonkeyPatch, **sure: float) -> list[str]:
    """Let every sentence seem to state these practices ("_" for "."), and tell which sentences were asked about."""
    asked: list[str] = []
    practices = second_opinion.weights().practices

    def embed(sentences: Sequence[str]) -> np.ndarray:
        asked.extend(sentences)
        return np.zeros((len(sentences), 384), np.float32)

    def probabilities(vectors: np.ndarray) -> np.ndarray:
        row = [sure.get(practice.replace(".", "_"), 0.0) for practice in practices]
        return np.tile(np.array(row, np.float32), (len(vectors), 1))

    monkeypatch.setattr(second_opinion, "embed", embed)
    monkeypatch.setattr(second_opinion, "probabilities", probabilities)
    return asked


def test_what_was_learnt_is_of_known_practices_that_a_resemblance_can_tell() -> None:
    learnt = second_opinion.weights()
    assert len(learnt.practices) > 50
    assert all(is_practice(practice) and ":" not in practice for practice in learnt.practices)
    assert learnt.weights.shape == (385, len(learnt.practices))
    assert np.isfinite(learnt.weights).all()


def test_a_sentence_without_any_likeness_is_likely_nothing() -> None:
    mean = second_opinion.weights().mean
    assert second_opinion.probabilities(mean[None, :].copy()).max() < second_opinion.LEAST


def test_a_proposal_is_possible_less_sure_than_a_rule_and_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, transfer_outside_eea=0.9)
    claim = next(claim for claim in read(STRANGE).claims if claim.practice == "transfer.outside_eea")
    assert (claim.polarity, claim.modality, claim.quote) == ("asserted", "possible", STRANGE)
    assert claim.confidence == pytest.approx(0.63)


def test_the_rules_are_not_contradicted(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, sharing_sale=0.99, data_address=0.99)
    found = {(claim.practice, claim.polarity) for claim in read(f"{PLAIN} We never sell your personal data.").claims}
    assert ("sharing.sale", "denied") in found
    assert ("sharing.sale", "asserted") not in found
    text = read(PLAIN).claims
    assert "data.address" not in {claim.practice for claim in text}, "the rules have read that list of data"


def test_questions_headings_and_explanations_are_not_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = pretend(monkeypatch, transfer_outside_eea=0.9)
    read(f"Where our particulars rest\n\nDo we keep particulars elsewhere?\n\n{STRANGE}\n")
    assert asked == [STRANGE]


def test_nothing_is_proposed_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pretend(monkeypatch, transfer_outside_eea=0.9) == []
    assert "transfer.outside_eea" not in {claim.practice for claim in read(STRANGE, second=False).claims}


def test_quotes_are_exact_in_a_text_with_unseen_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, transfer_outside_eea=0.9)
    document = read("Wel\u00adcome to us.\n\n" + STRANGE.replace("Ohio", "O\u200bhio"))
    claim = next(claim for claim in document.claims if claim.practice == "transfer.outside_eea")
    assert document.text[claim.start : claim.end] == claim.quote


def test_without_its_package_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "available", lambda: False)
    second_opinion._model.cache_clear()
    with pytest.raises(UsageError, match=r"privacydiff\[semantic\]"):
        read(STRANGE)


@pytest.mark.skipif(not second_opinion.available(), reason="the extra is not installed")
def test_with_its_package_a_sentence_no_rule_knows_is_placed() -> None:
    likely = second_opinion.probabilities(
        second_opinion.embed(["You may take back at any hour the yes you once gave us."])
    )
    best = second_opinion.weights().practices[int(likely[0].argmax())]
    assert best in ("consent.withdrawal", "legal_basis.consent", "right.objection")
