"""The policies as read: their text in passages, those with claims marked and tied to the findings that quote them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scanner.model.claims import Document
from scanner.model.findings import Finding, Quote

LONGEST = 150_000
"""Characters of one document that are laid out; more is cut off and said so."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document; `practices` is empty for text without a claim, `anchor` then too."""

    text: str
    anchor: str = ""
    practices: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A document with its passages in their order; `cut` is how many characters are left out at the end."""

    document: Document
    passages: tuple[Passage, ...]
    cut: int


class Library:
    """All documents of a result, laid out, and where a quote stands in them."""

    def __init__(self, documents: Iterable[Document], findings: Iterable[Finding]) -> None:
        quoting: dict[str, list[tuple[Quote, Finding]]] = defaultdict(list)
        for finding in findings:
            for quote in finding.quotes:
                quoting[quote.document].append((quote, finding))
        self.texts = [_laid_out(at, one, quoting[one.url]) for at, one in enumerate(documents)]
        self._places: dict[str, list[tuple[int, int, str]]] = {}
        for text in self.texts:
            at, places = 0, []
            for passage in text.passages:
                if passage.anchor:
                    places.append((at, at + len(passage.text), passage.anchor))
                at += len(passage.text)
            self._places.setdefault(text.document.url, places)

    def place(self, quote: Quote) -> str:
        """The anchor of the passage a quote stands in, "" where it stands in none."""
        places = self._places.get(quote.document, [])
        return next((anchor for start, end, anchor in places if start <= quote.start < end), "")

    def name(self, quote: Quote) -> str:
        """What the document a quote is from calls itself, else its address."""
        titles = (text.document.title for text in self.texts if text.document.url == quote.document)
        return next((title for title in titles if title), quote.document)

    def spoken(self, quote: Quote) -> str:
        """The language of the document a quote is from, "" where it is not known."""
        return next((text.document.language for text in self.texts if text.document.url == quote.document), "")


def _laid_out(number: int, document: Document, quoting: list[tuple[Quote, Finding]]) -> Text:
    whole = document.text[:LONGEST]
    marks: list[tuple[int, int, str, Finding | None]] = [
        (one.start, one.end, one.practice, None) for one in document.claims
    ]
    marks += [(quote.start, quote.end, "", finding) for quote, finding in quoting]
    spans: list[tuple[int, int, list[str], list[Finding]]] = []
    for start, end, practice, finding in sorted(marks, key=lambda one: (one[0], -one[1])):
        if not 0 <= start < end <= len(whole):
            continue
        if not spans or start >= spans[-1][1]:
            spans.append((start, end, [], []))
        first, last, practices, findings = spans[-1]
        spans[-1] = (first, max(last, end), practices, findings)
        if practice and practice not in practices:
            practices.append(practice)
        if finding is not None and finding not in findings:
            findings.append(finding)
    passages, at = [], 0
    for start, end, practices, findings in spans:
        if start > at:
            passages.append(Passage(whole[at:start]))
        passages.append(Passage(whole[start:end], f"policy-{number}-{start}", tuple(practices), tuple(findings)))
        at = end
    if at < len(whole):
        passages.append(Passage(whole[at:]))
    return Text(document, tuple(passages), len(document.text) - len(whole))
