"""The book of record: one row for each scan that was due, whatever became of it."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scanner.fleet.store.tables.base import Base
from scanner.fleet.store.tables.sites import Site
from scanner.fleet.store.tables.types import Serial, Words

ScanState = Literal["waiting", "running", "done", "failed", "cancelled"]
_WAITING, _RUNNING = text("state = 'waiting'"), text("state = 'running'")
_UNNOTICED = text("noticed_at IS NULL AND state IN ('done', 'failed')")


class Scan(Base):
    """One due scan of one site. No two rows of a site have the same `due_at`, and no two of a site run at once.

    id              how people name it; numbers are not given twice
    due_at          when it fell due (a manual or imported scan: when it was asked for, or had begun)
    origin          "schedule", "manual" or "import"
    state           waiting → running → done | failed; running → waiting again; waiting | running → cancelled
    priority        higher goes first
    attempts        how many times it was begun
    lost            how many of these ended with their worker, and not of themselves
    not_before      while waiting: not to be begun earlier (backoff, quiet hours)
    token           while running: a random word of the attempt that holds it; a result is taken from no other
    worker          who holds it, or held it last
    heartbeat_at    when that worker last said that it lives
    lease_until     while running: from then on the attempt counts as dead
    enqueued_at     when the row was made; started_at, finished_at: begin and end of the last attempt
    reason          why it failed, was cancelled, or waits again
    complete        with a result: whether all of it could be gathered
    tool, browser, catalogue, rules   the versions that made the result
    summary         figures of the result (model/result.py: Summary)
    counted         findings that count (neither merely possible nor accepted), by severity
    causes          the same without those that hang under a heavier finding
    result_sha256   the file in the evidence store that holds result.json
    noticed_at      once it has ended: when it was looked at for what is worth telling (fleet/alerts)
    """

    __tablename__ = "scans"
    __table_args__ = (
        UniqueConstraint("site_id", "due_at"),
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name="state"),
        CheckConstraint("(state = 'running') = (token IS NOT NULL)", name="token"),
        Index(
            "ix_scans_waiting", text("priority DESC"), "due_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING
        ),
        Index("ix_scans_running", "lease_until", sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index("uq_scans_one_running", "site_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index("ix_scans_finished_at", "finished_at"),
        Index("ix_scans_result_sha256", "result_sha256"),
        Index("ix_scans_unnoticed", "finished_at", sqlite_where=_UNNOTICED, postgresql_where=_UNNOTICED),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    due_at: Mapped[datetime]
    origin: Mapped[str] = mapped_column(Words(10), default="schedule")
    state: Mapped[str] = mapped_column(Words(10), default="waiting")
    priority: Mapped[int] = mapped_column(SmallInteger, default=0)
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    lost: Mapped[int] = mapped_column(SmallInteger, default=0)
    not_before: Mapped[datetime | None]
    token: Mapped[str | None] = mapped_column(Words(64))
    worker: Mapped[str | None] = mapped_column(Words(200))
    heartbeat_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    enqueued_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Words(2000))
    complete: Mapped[bool | None]
    tool: Mapped[str | None] = mapped_column(Words(40))
    browser: Mapped[str | None] = mapped_column(Words(80))
    catalogue: Mapped[str | None] = mapped_column(Words(80))
    rules: Mapped[str | None] = mapped_column(Words(80))
    summary: Mapped[dict[str, Any] | None]
    counted: Mapped[dict[str, Any] | None]
    causes: Mapped[dict[str, Any] | None]
    result_sha256: Mapped[str | None] = mapped_column(ForeignKey("evidence_files.sha256"))
    noticed_at: Mapped[datetime | None]
    site: Mapped[Site] = relationship()
