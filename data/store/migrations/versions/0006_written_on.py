"""Add the day on which a remark was written, which may differ from that of its document."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the column."""
    op.add_column("commentary", sa.Column("published_on", sa.Date()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("commentary", "published_on")
