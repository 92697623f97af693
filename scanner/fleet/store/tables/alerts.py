"""What people are told: each change once, and an outbox with one row for each way it goes out."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scanner.fleet.store.tables.base import Base
from scanner.fleet.store.tables.types import Serial, Words

_WAITING = text("state = 'waiting'")


class Alert(Base):
    """One event worth telling.

    scan_id         the scan that showed it; None once that scan is pruned
    kind            which event: new finding, service changed …
    key             what tells it apart within its site: the same change makes no second row
    severity        of the finding, None for other events
    title           one line; details: plain values to fill messages with
    """

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("site_id", "key"),
        Index("ix_alerts_created_at", "created_at"),
        Index("ix_alerts_scan_id", "scan_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("scans.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(Words(40))
    key: Mapped[str] = mapped_column(Words(200))
    severity: Mapped[str | None] = mapped_column(Words(10))
    title: Mapped[str] = mapped_column(Words(500))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


class Delivery(Base):
    """One alert on its way to one recipient; made in the transaction that makes the alert.

    channel         name of the recipient in the settings: never an address with a secret in it
    state           waiting → sent | failed
    attempts        how many times it was tried; next_attempt_at: while waiting, not before then
    token           of the sender that holds it, until lease_until
    reason          why the last attempt failed
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("alert_id", "channel"),
        CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state"),
        Index("ix_deliveries_waiting", "next_attempt_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(Words(100))
    state: Mapped[str] = mapped_column(Words(10), default="waiting")
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    next_attempt_at: Mapped[datetime]
    token: Mapped[str | None] = mapped_column(Words(64))
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Words(2000))
    alert: Mapped[Alert] = relationship()
