"""The first tables: sites, scans, findings, policies, evidence, alerts, accepted findings."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
PLAIN = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """To this version."""
    op.create_table(
        "evidence_files",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("stored_size", sa.BigInteger(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_evidence_files"),
    )
    op.create_table(
        "plans",
        sa.Column("scope", sa.String(10), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("schedule", sa.String(200)),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.CheckConstraint("scope IN ('all', 'client', 'tag')", name="scope"),
        sa.PrimaryKeyConstraint("scope", "name", name="pk_plans"),
    )
    op.create_table(
        "sites",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("domain", sa.String(253), nullable=False),
        sa.Column("client", sa.String(200), nullable=False),
        sa.Column("schedule", sa.String(200)),
        sa.Column("profile", sa.String(40)),
        sa.Column("options", PLAIN, nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("next_due_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_sites"),
        sa.UniqueConstraint("slug", name="uq_sites_slug"),
        sa.UniqueConstraint("url", "client", name="uq_sites_url_client"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sites_client", "sites", ["client"])
    op.create_index("ix_sites_next_due_at", "sites", ["next_due_at"], **_where("removed_at IS NULL"))
    op.create_table(
        "accepted",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("site_id", SERIAL),
        sa.Column("client", sa.String(200)),
        sa.Column("check", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(500)),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("until", sa.String(10)),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("(site_id IS NULL) <> (client IS NULL)", name="whose"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_accepted_site_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_accepted"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_accepted_client", "accepted", ["client"])
    op.create_index("ix_accepted_site_id", "accepted", ["site_id"])
    op.create_table(
        "findings",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("site_id", SERIAL, nullable=False),
        sa.Column("check", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(500)),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_findings_site_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
        sa.UniqueConstraint("site_id", "key", name="uq_findings_site_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_findings_check", "findings", ["check"])
    op.create_table(
        "policies",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("site_id", SERIAL, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("kinds", PLAIN, nullable=False),
        sa.Column("title", sa.String(500)),
        sa.Column("date", sa.String(40)),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("readable", sa.Boolean(), nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_policies_site_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_policies"),
        sa.UniqueConstraint("site_id", "digest", name="uq_policies_site_id_digest"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "scans",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("site_id", SERIAL, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("origin", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("not_before", MOMENT),
        sa.Column("token", sa.String(64)),
        sa.Column("worker", sa.String(200)),
        sa.Column("heartbeat_at", MOMENT),
        sa.Column("lease_until", MOMENT),
        sa.Column("enqueued_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.Column("reason", sa.String(2000)),
        sa.Column("complete", sa.Boolean()),
        sa.Column("tool", sa.String(40)),
        sa.Column("browser", sa.String(80)),
        sa.Column("catalogue", sa.String(80)),
        sa.Column("rules", sa.String(80)),
        sa.Column("summary", PLAIN),
        sa.Column("counted", PLAIN),
        sa.Column("causes", PLAIN),
        sa.Column("result_sha256", sa.String(64)),
        sa.CheckConstraint("(state = 'running') = (token IS NOT NULL)", name="token"),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name="state"),
        sa.ForeignKeyConstraint(["result_sha256"], ["evidence_files.sha256"], name="fk_scans_result_sha256"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_scans_site_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_scans"),
        sa.UniqueConstraint("site_id", "due_at", name="uq_scans_site_id_due_at"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_scans_finished_at", "scans", ["finished_at"])
    op.create_index("ix_scans_result_sha256", "scans", ["result_sha256"])
    op.create_index("ix_scans_running", "scans", ["lease_until"], **_where("state = 'running'"))
    op.create_index(
        "ix_scans_waiting", "scans", [sa.text("priority DESC"), "due_at", "id"], **_where("state = 'waiting'")
    )
    op.create_index("uq_scans_one_running", "scans", ["site_id"], unique=True, **_where("state = 'running'"))
    op.create_table(
        "site_tags",
        sa.Column("site_id", SERIAL, nullable=False),
        sa.Column("tag", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_site_tags_site_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("site_id", "tag", name="pk_site_tags"),
    )
    op.create_index("ix_site_tags_tag", "site_tags", ["tag"])
    op.create_table(
        "alerts",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("site_id", SERIAL, nullable=False),
        sa.Column("scan_id", SERIAL),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("severity", sa.String(10)),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("details", PLAIN, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name="fk_alerts_scan_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_alerts_site_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.UniqueConstraint("site_id", "key", name="uq_alerts_site_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alerts_created_at", "alerts", ["created_at"])
    op.create_index("ix_alerts_scan_id", "alerts", ["scan_id"])
    op.create_table(
        "claims",
        sa.Column("policy_id", SERIAL, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("practice", sa.String(200), nullable=False),
        sa.Column("polarity", sa.String(20), nullable=False),
        sa.Column("modality", sa.String(20), nullable=False),
        sa.Column("condition", sa.String(200)),
        sa.Column("value", PLAIN),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("quote", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name="fk_claims_policy_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("policy_id", "place", name="pk_claims"),
    )
    op.create_index("ix_claims_practice", "claims", ["practice"])
    op.create_table(
        "scan_files",
        sa.Column("scan_id", SERIAL, nullable=False),
        sa.Column("path", sa.String(500), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name="fk_scan_files_scan_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sha256"], ["evidence_files.sha256"], name="fk_scan_files_sha256"),
        sa.PrimaryKeyConstraint("scan_id", "path", name="pk_scan_files"),
    )
    op.create_index("ix_scan_files_sha256", "scan_files", ["sha256"])
    op.create_table(
        "scan_policies",
        sa.Column("scan_id", SERIAL, nullable=False),
        sa.Column("policy_id", SERIAL, nullable=False),
        sa.Column("published_sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name="fk_scan_policies_policy_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name="fk_scan_policies_scan_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("scan_id", "policy_id", name="pk_scan_policies"),
    )
    op.create_index("ix_scan_policies_policy_id", "scan_policies", ["policy_id"])
    op.create_table(
        "scan_services",
        sa.Column("scan_id", SERIAL, nullable=False),
        sa.Column("service", sa.String(253), nullable=False),
        sa.Column("observed", sa.Boolean(), nullable=False),
        sa.Column("before_choice", sa.Boolean(), nullable=False),
        sa.Column("disclosure", sa.String(20), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name="fk_scan_services_scan_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("scan_id", "service", name="pk_scan_services"),
    )
    op.create_index("ix_scan_services_service", "scan_services", ["service"])
    op.create_table(
        "sightings",
        sa.Column("scan_id", SERIAL, nullable=False),
        sa.Column("finding_id", SERIAL, nullable=False),
        sa.Column("severity", sa.String(10), nullable=False),
        sa.Column("confidence", sa.String(10), nullable=False),
        sa.Column("verdict", sa.String(20)),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("is_cause", sa.Boolean(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name="fk_sightings_finding_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name="fk_sightings_scan_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("scan_id", "finding_id", name="pk_sightings"),
    )
    op.create_index("ix_sightings_finding_id", "sightings", ["finding_id"])
    op.create_table(
        "deliveries",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("alert_id", SERIAL, nullable=False),
        sa.Column("channel", sa.String(100), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("next_attempt_at", MOMENT, nullable=False),
        sa.Column("token", sa.String(64)),
        sa.Column("lease_until", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("reason", sa.String(2000)),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state"),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="fk_deliveries_alert_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("alert_id", "channel", name="uq_deliveries_alert_id_channel"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_waiting", "deliveries", ["next_attempt_at"], **_where("state = 'waiting'"))


def downgrade() -> None:
    """To nothing."""
    for table in (
        "deliveries",
        "sightings",
        "scan_services",
        "scan_policies",
        "scan_files",
        "claims",
        "alerts",
        "site_tags",
        "scans",
        "policies",
        "findings",
        "accepted",
        "sites",
        "plans",
        "evidence_files",
    ):
        op.drop_table(table)


def _where(condition: str) -> dict[str, Any]:
    """A condition of a partial index, for both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
