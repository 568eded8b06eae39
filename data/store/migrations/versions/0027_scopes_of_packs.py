"""Let a pack be of an owner or of a priority."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what a pack is of; those that are there are of a plan."""
    op.add_column("packs", sa.Column("scope", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("packs", "scope")
