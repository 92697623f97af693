"""What a sentence and the text around it speak of, and which sentences are to be read as one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scanner.policy.patterns import Grammar, fold
from scanner.policy.structure import Sentence

SUBJECTS = {
    "cookie": "cookie",
    "collect": "lead_in_data",
    "right": "right",
    "data": "data",
    "share": "share",
}
"""The subjects, each with the list of a claim file whose words tell it."""
_FEW_WORDS = 5
_LINES_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A folded sentence with the heading and the lead-in it stands under, and the one `before` it (`near`: on its line)."""

    folded: str
    lead_in: str
    heading: str
    before: str
    near: bool = False

    def speak_of(self, subject: str, rules: Grammar) -> bool:
        """Whether one of them speaks of a subject; a few words that stand alone go on with the sentence before them."""
        words = rules.words[SUBJECTS[subject]]
        if any(words.search(part) for part in (self.folded, self.lead_in, self.heading)):
            return True
        carried = subject == "cookie" or (self.near and (subject == "data" or self._goes_on(rules)))
        return carried and words.search(self.before) is not None

    def _goes_on(self, rules: Grammar) -> bool:
        """Whether it is but a few words ("Name, address, phone."), or begins with a word that points back."""
        return len(self.folded.split()) <= _FEW_WORDS or rules.words["goes_on"].search(self.folded) is not None


def read_together(text: str, sentences: Sequence[Sentence], rules: Grammar) -> Iterator[Sentence]:
    """The sentences, a question with its short answer as one, and what is said with an exception that stands alone.

    "Do you sell my data? No." denies what it asks; "We give it to nobody. Except to the bank." has a way out.
    """
    kept: Sentence | None = None
    for sentence in sentences:
        if kept and _completes(kept, sentence, text, rules):
            kept = replace(kept, end=sentence.end, text=text[kept.start : sentence.end])
            continue
        if kept:
            yield kept
        kept = sentence
    if kept:
        yield kept


def _completes(before: Sentence, sentence: Sentence, text: str, rules: Grammar) -> bool:
    if text[before.end : sentence.start].strip() or text.count("\n", before.end, sentence.start) > _LINES_BETWEEN:
        return False
    folded = fold(sentence.text)
    if before.text.rstrip().endswith("?"):
        return rules.words["answer"].search(folded) is not None
    same_line = "\n" not in text[before.end : sentence.start]
    return same_line and rules.words["exception_alone"].search(folded) is not None
