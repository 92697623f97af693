"""What changed between two scans of one site: findings, services, cookies, documents and the consent dialog."""

from dataclasses import dataclass
from typing import Literal

from scanner.model.findings import Confidence, Severity

Fate = Literal["new", "gone", "changed", "unchanged", "not-assessed"]
"""Of a finding; "not-assessed": it was there, and the later scan could not look."""
PieceKind = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChange:
    """What became of one finding, identified by (check, subject).

    `rule_changed`: nothing that it rests on differs between the scans, but catalogue, rules or reader do. `why` tells
    what else is known of the reason. Severity and confidence are None on the side where the finding is not.
    """

    check: str
    subject: str | None
    fate: Fate
    title: str
    severity_before: Severity | None = None
    severity_after: Severity | None = None
    confidence_before: Confidence | None = None
    confidence_after: Confidence | None = None
    accepted: bool = False
    rule_changed: bool = False
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that was told by one word before and by another after; None where it was not there."""

    name: str
    before: str | None
    after: str | None
    rule_changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of words of a section."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionChange:
    """A passage that changed, under the heading that stands before it ("" where none does)."""

    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChange:
    """A claim that appeared or vanished, with its quote; `rule_changed`: the passage is in both texts."""

    fate: Literal["new", "gone"]
    practice: str
    polarity: str
    quote: str
    rule_changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChange:
    """One document: new, gone, changed as published, or ("read-differently") the same as published and not as read."""

    url: str
    fate: Literal["new", "gone", "changed", "read-differently"]
    title: str | None = None
    sections: tuple[SectionChange, ...] = ()
    claims: tuple[ClaimChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two scans side by side; `notes` tell what makes them hard to compare."""

    before: str
    after: str
    site_before: str
    site_after: str
    rules_differ: bool
    notes: tuple[str, ...] = ()
    findings: tuple[FindingChange, ...] = ()
    services: tuple[Change, ...] = ()
    cookies: tuple[Change, ...] = ()
    documents: tuple[DocumentChange, ...] = ()
    consent: tuple[Change, ...] = ()
