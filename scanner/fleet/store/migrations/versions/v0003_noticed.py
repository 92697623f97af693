"""Scans know whether they were looked at for what is worth telling."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ENDED = sa.text("noticed_at IS NULL AND state IN ('done', 'failed')")


def upgrade() -> None:
    """To this version. What was found before there were alerts is no news."""
    op.add_column("scans", sa.Column("noticed_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE scans SET noticed_at = finished_at WHERE state IN ('done', 'failed')")
    op.create_index("ix_scans_unnoticed", "scans", ["finished_at"], sqlite_where=_ENDED, postgresql_where=_ENDED)


def downgrade() -> None:
    """Back from it."""
    op.drop_index("ix_scans_unnoticed", "scans")
    op.drop_column("scans", "noticed_at")
