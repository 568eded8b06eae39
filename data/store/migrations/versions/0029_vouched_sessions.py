"""Let a session say when a provider last vouched for whose it is."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment; of whom a provider vouched for until now, that of their sign-in."""
    op.add_column("sessions", sa.Column("vouched_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE sessions SET vouched_at = started_at WHERE user_id IN "
        "(SELECT user_id FROM users WHERE password IS NULL)"
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_column("sessions", "vouched_at")
