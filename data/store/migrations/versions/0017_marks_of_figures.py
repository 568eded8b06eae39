"""Add the marks of figures worked out from cases: which of them the public sees.

Until they are decided (`data.cases.hiding.mark_undecided`) the public sees none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = ("worked_out", "worked_out_bins")


def upgrade() -> None:
    """Create the columns."""
    for name in TABLES:
        op.add_column(name, sa.Column("marks", sa.LargeBinary()))


def downgrade() -> None:
    """Drop them."""
    for name in TABLES:
        op.drop_column(name, "marks")
