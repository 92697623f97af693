"""What a sentence and the text around it speak of, and which sentences are to be read as one."""

import re
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
_COMPLETED = (("not_now", "by_now"), ("request", "unwanted"))
"""What a sentence says, and what the next one adds to it: the past and what became of it, a request and its reason."""
_FEW_WORDS = 5
_MARKER = re.compile(r"^[\W\d_]+")
_LINES_BETWEEN = 2
_PREDICATE, _NEAR = 45, 45


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A folded sentence with the heading and the lead-in it stands under, and the one `before` it (`near`: on its line)."""

    folded: str
    lead_in: str
    heading: str
    before: str
    near: bool = False

    @property
    def told(self) -> tuple[str, str, str]:
        """The sentence, its lead-in and the sentence before it."""
        return self.folded, self.lead_in, self.before

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
    """The sentences; as one a question with its short answer, what is said with an exception that stands alone, and the
    past with what became of it; and a request to send nothing with its reason.

    "Do you sell my data? No." denies what it asks; "We give it to nobody. Except to the bank." has a way out; "We once used X. Now it is gone." denies it.
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
        return any(
            (rules.words["answer"].search(folded), rules.words["wish"].search(_MARKER.sub("", fold(before.text))))
        )
    if "\n" in text[before.end : sentence.start]:
        return False
    said = fold(before.text)
    if any(rules.words[one].search(said) and rules.words[two].search(folded) for one, two in _COMPLETED):
        return True
    rest = folded.partition(",")[2]  # "Except as described here, we give it to nobody" is an exception to itself
    return rules.words["exception_alone"].search(folded) is not None and rules.words["negation"].search(rest) is None


def is_unwanted(folded: str, rules: Grammar) -> bool:
    """Whether a sentence asks not to be sent something and says that it is not wanted: that denies collecting it."""
    asked = rules.words["request"].search(folded)
    return asked is not None and next(rules.words["unwanted"].finditer(folded, asked.end()), None) is not None


def of_others(folded: str, services: Sequence[tuple[str, int, int]], rules: Grammar) -> bool:
    """Whether a sentence tells what somebody else does or does not get: "the courier receives", "Hotjar does not record"."""
    if rules.words["ourselves"].search(folded):
        return False
    end = next((end for _, start, end in services if start == 0), len(folded))
    denials = (rules.words["negation"], rules.denials.get("collect", rules.words["negation"]))
    denied = any(match.start() <= 1 for each in denials for match in each.finditer(folded[end : end + _PREDICATE]))
    return denied or rules.words["receives"].search(folded) is not None


def is_elsewhere(folded: str, start: int, rules: Grammar) -> bool:
    """Whether a service is named as a place only: "follow us on" it, or on it and others."""
    return any(
        start - match.end() <= _NEAR and not re.search("[.;:!]", folded[match.end() : start])
        for match in rules.words["elsewhere"].finditer(folded, 0, start)
    )
