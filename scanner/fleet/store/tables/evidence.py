"""Which files the evidence store holds, and which scan each belongs to."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from scanner.fleet.store.tables.base import Base
from scanner.fleet.store.tables.types import Words


class EvidenceFile(Base):
    """One file of the evidence store, named by the SHA-256 of what it holds.

    size            bytes it holds; stored_size: bytes it takes, compressed
    used_at         when a scan was last stored with it: younger files are not swept
    """

    __tablename__ = "evidence_files"

    sha256: Mapped[str] = mapped_column(Words(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    stored_size: Mapped[int] = mapped_column(BigInteger)
    used_at: Mapped[datetime]


class ScanFile(Base):
    """A file of a scan's folder: its path there, with "/" between parts, and where its content lies."""

    __tablename__ = "scan_files"
    __table_args__ = (Index("ix_scan_files_sha256", "sha256"),)

    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(Words(500), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence_files.sha256"))
