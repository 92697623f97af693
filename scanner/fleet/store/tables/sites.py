"""Whom to watch: sites with their tags, and plans that hold for all sites of a client or tag."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scanner.fleet.store.tables.base import Base
from scanner.fleet.store.tables.types import Serial, Words


class Site(Base):
    """A site that is watched.

    slug            how people name it, made of its host once and never changed: example.lv, example.lv-2
    url             the address scans start from; once for each client
    domain          registrable domain of that address: scans of one domain keep a distance from each other
    client          whose site it is, "" for nobody's
    schedule        words or cron; None: as its tag, else its client, else all sites are planned (`Plan`)
    profile         how its scans are judged; None: as the settings say
    options         further settings of its scans, by their names in privacydiff.toml; never a secret
    paused          no new scan is put in the queue while true
    next_due_at     when its next scan is due by the schedule; None: not reckoned yet, or never
    created_at      when it was put in
    removed_at      since when it is watched no longer; its history stays until it is pruned or deleted
    """

    __tablename__ = "sites"
    __table_args__ = (
        UniqueConstraint("slug"),
        UniqueConstraint("url", "client"),
        Index("ix_sites_client", "client"),
        Index(
            "ix_sites_next_due_at",
            "next_due_at",
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    slug: Mapped[str] = mapped_column(Words(80))
    url: Mapped[str] = mapped_column(Words(500))
    domain: Mapped[str] = mapped_column(Words(253))
    client: Mapped[str] = mapped_column(Words(200), default="")
    schedule: Mapped[str | None] = mapped_column(Words(200))
    profile: Mapped[str | None] = mapped_column(Words(40))
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    paused: Mapped[bool] = mapped_column(default=False)
    next_due_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    tags: Mapped[list["SiteTag"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="SiteTag.tag", lazy="selectin"
    )


class SiteTag(Base):
    """One word to sort sites by."""

    __tablename__ = "site_tags"
    __table_args__ = (Index("ix_site_tags_tag", "tag"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(Words(80), primary_key=True)


class Plan(Base):
    """What holds for many sites that do not say otherwise.

    scope       "all", "client" or "tag"; a tag's plan goes before a client's, and that before the one for all
    name        the client or tag; "" with "all"
    schedule    words or cron; None: says nothing of the schedule
    paused      no new scan of these sites is put in the queue while true
    """

    __tablename__ = "plans"
    __table_args__ = (CheckConstraint("scope IN ('all', 'client', 'tag')", name="scope"),)

    scope: Mapped[str] = mapped_column(Words(10), primary_key=True)
    name: Mapped[str] = mapped_column(Words(200), primary_key=True)
    schedule: Mapped[str | None] = mapped_column(Words(200))
    paused: Mapped[bool] = mapped_column(default=False)
