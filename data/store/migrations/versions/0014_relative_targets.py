"""Add what a target is set against in place of a number."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TEXTS = ("relative_to", "relative_area")
_NUMBERS = ("relative_factor", "relative_change")


def upgrade() -> None:
    """Create the columns."""
    for name in _TEXTS:
        op.add_column("targets", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for name in _NUMBERS:
        op.add_column("targets", sa.Column(name, sa.Double()))


def downgrade() -> None:
    """Drop them."""
    for name in (*_TEXTS, *_NUMBERS):
        op.drop_column("targets", name)
