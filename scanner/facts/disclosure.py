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

_SHARING = re.compile(
    r"shar|disclos|pass(ed|es)? on|transfer|provide|\bgiv|nodo|izpau|sniedz|nosūt|perduo|atskleid|teik|edasta|avalda|jaga|"
    r"переда|раскры|предоставл|weiterge|weiter|übermit|herausgeb",
    re.IGNORECASE,
)
_SOME_DATA = re.compile(
    r"veidlap|anket|pasūtīj|līgum|\bform\b|\bforms\b|\borders?\b|contract|užsakym|sutart|form(a|oje|os)\b|vorm|tellimus|leping|"
    r"форм(е|у|ы|ах)\b|заказ|договор|formular|bestell|vertrag",
    re.IGNORECASE,
)
"""Words by which a statement is about data of a form, an order or a contract, not about visits."""


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


def denials_of_sharing(every: list[Statement]) -> list[Statement]:
    """Unqualified denials that data are passed to third parties; that they are not sold is another matter."""
    sold = {(one.document, one.claim.start) for one in of_practice(every, "sharing.sale", polarity="denied")}
    return [
        one
        for one in of_practice(every, "sharing.third_parties", polarity="denied")
        if (one.document, one.claim.start) not in sold or _SHARING.search(one.claim.quote)
    ]


def about_some_data(statement: Statement) -> bool:
    """Whether a statement's own words limit it to data of a form, an order or a contract."""
    return _SOME_DATA.search(statement.claim.quote) is not None
