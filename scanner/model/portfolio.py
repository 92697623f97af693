"""Many sites scanned together: what became of each, in a few figures, and of the whole run."""

from dataclasses import dataclass, field
from typing import Literal

from scanner.model.comparison import FindingChange
from scanner.model.findings import Severity
from scanner.model.result import Summary

SiteState = Literal["waiting", "done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSite:
    """A site of a list: its address, whose it is, and words to sort by."""

    url: str
    client: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundThere:
    """A finding as far as a portfolio needs it; identified across scans by (check, subject)."""

    check: str
    subject: str | None
    severity: Severity
    title: str
    is_cause: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOutcome:
    """What became of one site. `folder` (relative to the run's) holds its reports; `why` tells why a scan failed.

    `found` are the findings that count: neither merely possible nor accepted. `changes` are those that came, went or
    weigh otherwise since the site was scanned before; None where it was not.
    """

    site: ListedSite
    folder: str
    state: SiteState = "waiting"
    exit_status: int | None = None
    why: str | None = None
    found: tuple[FoundThere, ...] = ()
    summary: Summary = field(default_factory=Summary)
    catalogue: str = ""
    rules: str = ""
    finished_at: str | None = None
    changes: tuple[FindingChange, ...] | None = None

    def causes(self, *levels: Severity) -> int:
        """How many causes of these levels were found."""
        return sum(one.is_cause and one.severity in levels for one in self.found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One pass over a list of sites; `finished_at` is None while sites wait."""

    started_at: str
    finished_at: str | None
    sites: tuple[SiteOutcome, ...]
