"""Let a measure say which part of an area's profile shows it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the column."""
    stage = sa.Column("stage", sa.Text(), nullable=False, server_default="")
    op.add_column("measures", stage)


def downgrade() -> None:
    """Drop it."""
    op.drop_column("measures", "stage")
