"""Let a measure name the release that has its figures."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the column."""
    release = sa.Column("published_in", sa.Text(), nullable=False, server_default="")
    op.add_column("measures", release)


def downgrade() -> None:
    """Drop it."""
    op.drop_column("measures", "published_in")
