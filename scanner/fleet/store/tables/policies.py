"""What policies said and when: each text once as long as it stays the same, with its claims."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scanner.fleet.store.tables.base import Base
from scanner.fleet.store.tables.types import Serial, Words


class Policy(Base):
    """One version of a document of a site: the same address, text and claims, in however many scans.

    digest          hash of address, text and claims: another text, or another reading of it, is another version
    text_sha256     hash of the text alone: equal where only our reading differs
    title, date     as the document gives them
    characters      length of its text; the text itself stands in the scans' result.json
    readable        whether claims could be read from it
    first_seen_at   start of the earliest scan stored that found it; last_seen_at: of the latest
    """

    __tablename__ = "policies"
    __table_args__ = (UniqueConstraint("site_id", "digest"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(Words(64))
    url: Mapped[str] = mapped_column(Words(2000))
    text_sha256: Mapped[str] = mapped_column(Words(64))
    language: Mapped[str] = mapped_column(Words(20))
    kinds: Mapped[list[str]]
    title: Mapped[str | None] = mapped_column(Words(500))
    date: Mapped[str | None] = mapped_column(Words(40))
    characters: Mapped[int]
    readable: Mapped[bool]
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class ScanPolicy(Base):
    """A scan found this version; `published_sha256` is the hash of the file as the site sent it that time."""

    __tablename__ = "scan_policies"
    __table_args__ = (Index("ix_scan_policies_policy_id", "policy_id"),)

    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id", ondelete="CASCADE"), primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id", ondelete="CASCADE"), primary_key=True)
    published_sha256: Mapped[str] = mapped_column(Words(64))


class StoredClaim(Base):
    """One statement of a version (docs/claims.md); `place` is its position among the claims of that version."""

    __tablename__ = "claims"
    __table_args__ = (Index("ix_claims_practice", "practice"),)

    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    practice: Mapped[str] = mapped_column(Words(200))
    polarity: Mapped[str] = mapped_column(Words(20))
    modality: Mapped[str] = mapped_column(Words(20))
    condition: Mapped[str | None] = mapped_column(Words(200))
    value: Mapped[dict[str, Any] | None]
    confidence: Mapped[float]
    quote: Mapped[str] = mapped_column(Words(2000))
