"""The claims of all documents as statements: each with the document it stands in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scanner.model.claims import Claim, Document
from scanner.model.findings import Quote

_CONSENT = re.compile(
    r"piekri|atļauj|consent|permission|\bagree|opt[- ]in|соглас|разрешен|sutik|leidim|nõusolek|einwillig|zustimm",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with the document it stands in."""

    claim: Claim
    document: str

    @property
    def quote(self) -> Quote:
        """The passage, as findings and flows carry it."""
        return Quote(document=self.document, start=self.claim.start, end=self.claim.end, quote=self.claim.quote)


def statements(documents: Iterable[Document]) -> list[Statement]:
    """All claims of all documents."""
    return [Statement(claim, document.url) for document in documents for claim in document.claims]


def of_practice(every: list[Statement], *practices: str, polarity: str = "asserted") -> list[Statement]:
    """The statements of some practices with one polarity."""
    return [one for one in every if one.claim.practice in practices and one.claim.polarity == polarity]


def waits_for_consent(statement: Statement) -> bool:
    """Whether the way out that a qualified denial names is the visitor's consent."""
    return _CONSENT.search(statement.claim.condition or "") is not None
