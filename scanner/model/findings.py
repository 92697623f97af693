"""What the checks conclude: findings, the outcome of each check, and the rules they refer to."""

from dataclasses import dataclass, field
from typing import Literal

from scanner.model.judging import Acceptance

Verdict = Literal["clear", "vague", "ambiguous", "incorrect", "omitted", "stale", "not-observable", "missing"]
Disclosure = Literal["clear", "vague", "ambiguous", "incorrect", "omitted", "stale"]
Severity = Literal["critical", "high", "medium", "low", "info"]
Confidence = Literal["certain", "likely", "possible"]
CheckResult = Literal["fail", "pass", "not-applicable", "not-assessed", "error"]
Checked = Literal["text", "quotation", "secondary", "citation"]
"""How far a reference was verified: against the text itself, by verbatim quotation, by secondary sources, or not beyond
its standard citation."""

SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low", "info")
"""From heaviest to lightest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A relevant rule (never: a rule that was broken), and how far the reference was verified."""

    instrument: str
    article: str
    url: str | None = None
    checked: Checked = "citation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A verbatim passage of a document; `document` is its URL."""

    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference, identified across scans by (check, subject).

    `evidence` refers into the result ("requests/12", "cookies/3"); `params` are the facts that title and message were
    filled with, for translation. `cause` names the heavier finding ("check · subject") this one hangs under, if any.
    `accepted` is the user's decision to live with it; such a finding stays, and counts for nothing.
    """

    check: str
    subject: str | None
    verdict: Verdict | None
    severity: Severity
    confidence: Confidence
    title: str
    message: str
    recommendation: str
    evidence: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    law: tuple[Law, ...] = ()
    purpose_confidence: Confidence | None = None
    cause: str | None = None
    accepted: Acceptance | None = None
    params: dict[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Whether it stands on its own: neither merely possible nor accepted."""
        return self.accepted is None and self.confidence != "possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutcome:
    """What became of one check; `why` explains everything that is not a plain pass or fail.

    `title`, `category`, `matters` and `limits` are the check's own words, so that reports need not know the checks.
    """

    id: str
    outcome: CheckResult
    why: str | None = None
    title: str = ""
    category: str = ""
    matters: str = ""
    limits: str = ""
