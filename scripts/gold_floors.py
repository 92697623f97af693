"""Shows the policy reader's figures on tests/gold/ and pins them: floors go up; --allow-regression takes what there is."""

import json
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import gold_scores

HEADER = """# What the policy reader reaches on the policies of this folder; no change may fall below (tests/test_gold.py).
# `make gold` writes this file. It raises floors; only other documents, or `--allow-regression`, lower one: the commit says why.
"""


def better(name: str, old: float | None, new: float) -> float:
    """The stricter of two floors."""
    if old is None:
        return new
    return max(old, new) if name in gold_scores.HIGHER_IS_BETTER else min(old, new)


def main() -> None:
    """Print each language, then write the floors anew."""
    verbose, lower = "--verbose" in sys.argv, "--allow-regression" in sys.argv
    pinned = tomllib.loads(gold_scores.FLOORS.read_text("utf-8")) if gold_scores.FLOORS.is_file() else {}
    lines = [HEADER]
    for language in gold_scores.languages():
        counted = gold_scores.tally(language)
        figures = counted.figures()
        print(f"{language}  " + "  ".join(f"{name} {value:g}" for name, value in figures.items()))
        if verbose:
            print("\n".join(["  missing:", *counted.missing, "  too much:", *counted.extra, *counted.days_wrong]))
        documents = gold_scores.documents(language)
        old = pinned.get(language, {})
        if lower or old.get("documents") != documents:
            old = {}
        floors = {name: better(name, old.get(name), value) for name, value in figures.items()}
        lines.append(
            f"[{language}]\ndocuments = {json.dumps(documents)}\n"
            + "".join(f"{name} = {value:g}\n" for name, value in floors.items())
        )
    gold_scores.FLOORS.write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
