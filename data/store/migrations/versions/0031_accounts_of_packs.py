"""Let the steps and slides of a pack say which account they are of: a name may change."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_TABLES = ("pack_steps", "pack_agendas")


def upgrade() -> None:
    """Add the account; of what there is it is not known."""
    for table in _TABLES:
        op.add_column(table, sa.Column("account", sa.Integer()))


def downgrade() -> None:
    """Drop it."""
    for table in _TABLES:
        op.drop_column(table, "account")
