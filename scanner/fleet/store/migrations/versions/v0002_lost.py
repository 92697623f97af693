"""How often a scan was lost with its worker is counted apart from how often it failed of itself."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count; nothing was lost before."""
    op.add_column("scans", sa.Column("lost", sa.SmallInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("scans", "lost")
