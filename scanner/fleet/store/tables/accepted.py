"""Findings that an owner has decided to live with, beside those of privacydiff.toml."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from scanner.fleet.store.tables.base import Base
from scanner.fleet.store.tables.types import Serial, Words


class Accepted(Base):
    """An accepted finding of one site, or of all sites of a client.

    site_id, client one of the two is given
    check           id of the check
    subject         pattern in which `*` stands for any characters; None: the finding on the whole site
    reason          why; until: the last day it holds ("2027-01-31"), None for ever
    """

    __tablename__ = "accepted"
    __table_args__ = (
        CheckConstraint("(site_id IS NULL) <> (client IS NULL)", name="whose"),
        Index("ix_accepted_site_id", "site_id"),
        Index("ix_accepted_client", "client"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    client: Mapped[str | None] = mapped_column(Words(200))
    check: Mapped[str] = mapped_column(Words(80))
    subject: Mapped[str | None] = mapped_column(Words(500))
    reason: Mapped[str] = mapped_column(Words(2000))
    until: Mapped[str | None] = mapped_column(Words(10))
    created_at: Mapped[datetime]
