"""Let a plan say who answers for a measure."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the owner; nobody is named yet."""
    owner = sa.Column("owner", sa.Text(), nullable=False, server_default="")
    op.add_column("priority_measures", owner)


def downgrade() -> None:
    """Drop it."""
    op.drop_column("priority_measures", "owner")
