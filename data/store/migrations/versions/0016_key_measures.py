"""Let a plan name the measures that its overview shows first."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the column."""
    op.add_column("priority_measures", sa.Column("key_order", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("priority_measures", "key_order")
