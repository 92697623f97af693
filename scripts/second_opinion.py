"""Makes scanner/policy/second_opinion.npz anew from the sentences of tests/cases/policy/ and the policies of tests/gold/.

Needs the extra: pip install "privacydiff[semantic]". A sentence of a whole policy is an example of what the rules find in
it, where the policy's gold set holds that too, and of nothing else.
"""

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from gold_scores import UNSCORED

from scanner import policy, services
from scanner.policy import claims, second_opinion
from scanner.policy.structure import sentences

TESTS = Path(__file__).parents[1] / "tests"
FEWEST = 8
LEFT_TO_RULES = ("vendor:", "cookie:", "policy.date", "retention", "controller.", "dpo", "supervisory_authority")
"""Names, dates and addresses: the rules see them, a resemblance does not."""
ROUNDS, STEP, MOMENTUM, RIDGE, WEIGHT_OF_EXAMPLES = 300, 10.0, 0.9, 0.3, 3.0

Examples = Iterator[tuple[str, set[str]]]


def of_cases() -> Examples:
    """Each case of a single short line, with what it must give."""
    for file in sorted((TESTS / "cases" / "policy").glob("*.toml")):
        for case in tomllib.loads(file.read_text("utf-8"))["case"]:
            text = case["text"].strip()
            if "\n" not in text and len(text) <= 400:
                given = (one.rpartition("/") for one in case.get("gives", []))
                yield text, {practice for practice, _, polarity in given if polarity == "asserted"}


def of_policies() -> Examples:
    """Each sentence of a gold policy, with those of its gold claims that the rules find in it."""
    catalogue = services.load()
    for file in sorted((TESTS / "gold").glob("*/*.json")):
        gold = json.loads(file.read_text("utf-8"))
        held = {practice for practice, polarity in gold["claims"] + gold.get("optional", []) if polarity == "asserted"}
        source = next(found for ending in (".txt", ".html") if (found := file.with_suffix(ending)).is_file())
        text = policy.extract(source.read_bytes(), "text/html" if source.suffix == ".html" else "text/plain")
        stated: dict[int, set[str]] = {}
        for sentence, found in claims.by_sentence(text, gold["language"], catalogue):
            stated[sentence.start] = {claim.practice for claim in found if claim.polarity == "asserted"}
        for sentence in sentences(text):
            if len(sentence.text) >= 20:
                yield sentence.text, stated.get(sentence.start, set()) & held


def fit(vectors: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Logistic regression of every column at once, by plain descent with momentum; the same input gives the same weights."""
    weights = np.zeros((vectors.shape[1], wanted.shape[1]))
    weights[-1] = -4.0
    heed = np.where(wanted > 0, WEIGHT_OF_EXAMPLES, 1.0)
    speed = np.zeros_like(weights)
    for _ in range(ROUNDS):
        guess = 1 / (1 + np.exp(-(vectors @ weights)))
        slope = vectors.T @ (heed * (guess - wanted))
        slope[:-1] += RIDGE * weights[:-1]
        speed = MOMENTUM * speed + slope / len(vectors)
        weights -= STEP * speed
    return weights


def main() -> None:
    """Learn from all examples and write the file."""
    examples = [*of_cases(), *of_policies()]
    counted = Counter(practice for _, practices in examples for practice in practices)
    practices = sorted(
        one for one, n in counted.items() if n >= FEWEST and one not in UNSCORED and not one.startswith(LEFT_TO_RULES)
    )
    vectors = second_opinion.embed([text for text, _ in examples])
    mean = vectors.mean(axis=0)
    wanted = np.array([[one in stated for one in practices] for _, stated in examples], float)
    weights = fit(second_opinion.directions(vectors, mean).astype(float), wanted)
    np.savez_compressed(
        second_opinion.FILE, practices=np.array(practices), mean=mean.astype("f2"), weights=weights.astype("f2")
    )
    print(f"{len(examples)} sentences, {len(practices)} practices, {second_opinion.FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
