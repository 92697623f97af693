"""What was found where and when: each finding once a site, and in which scans it was seen."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scanner.fleet.store.tables.base import Base
from scanner.fleet.store.tables.types import Serial, Words


class StoredFinding(Base):
    """A finding of a site, the same across scans as long as check and subject are.

    check           id of the check
    subject         what it speaks of (service, cookie …), None for the whole site; cut when very long
    key             hash of check and whole subject: tells findings apart whose subjects were cut
    first_seen_at   start of the earliest scan stored that saw it; stays when that scan is pruned
    last_seen_at    start of the latest
    """

    __tablename__ = "findings"
    __table_args__ = (
        UniqueConstraint("site_id", "key"),
        Index("ix_findings_check", "check"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    check: Mapped[str] = mapped_column(Words(80))
    subject: Mapped[str | None] = mapped_column(Words(500))
    key: Mapped[str] = mapped_column(Words(32))
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class Sighting(Base):
    """A finding as one scan saw it.

    title           its first line in that scan; figures in it differ from scan to scan
    counts          neither merely possible nor accepted
    is_cause        hangs under no heavier finding
    accepted        the owner lives with it
    """

    __tablename__ = "sightings"
    __table_args__ = (Index("ix_sightings_finding_id", "finding_id"),)

    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id", ondelete="CASCADE"), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True)
    severity: Mapped[str] = mapped_column(Words(10))
    confidence: Mapped[str] = mapped_column(Words(10))
    verdict: Mapped[str | None] = mapped_column(Words(20))
    title: Mapped[str] = mapped_column(Words(500))
    counts: Mapped[bool]
    is_cause: Mapped[bool]
    accepted: Mapped[bool]
    finding: Mapped[StoredFinding] = relationship()


class ScanService(Base):
    """A third-party service in one scan: seen, or named by the policy.

    service         id of the catalogue, or registrable domain
    observed        a request to it was seen
    before_choice   seen before the visitor had chosen
    disclosure      how the policy speaks of it
    """

    __tablename__ = "scan_services"
    __table_args__ = (Index("ix_scan_services_service", "service"),)

    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id", ondelete="CASCADE"), primary_key=True)
    service: Mapped[str] = mapped_column(Words(253), primary_key=True)
    observed: Mapped[bool]
    before_choice: Mapped[bool]
    disclosure: Mapped[str] = mapped_column(Words(20))
    requests: Mapped[int]
