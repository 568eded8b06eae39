"""Add the bases of the figures that a target was set beside, where its source states no basis."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the column."""
    op.add_column(
        "targets", sa.Column("figure_bases", sa.Text(), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_column("targets", "figure_bases")
