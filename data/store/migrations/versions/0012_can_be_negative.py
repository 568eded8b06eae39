"""Let a measure say whether it can be negative, which its unit said before."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_SIGNED_UNITS = ("score", "gbp_million")
# Shipped measures in these units that never were.
_NEVER_NEGATIVE = ("ks4-attainment8", "high-needs-budget")
# Shipped measures of what came in less what was done, whose figures were negative already.
_NET_FLOWS = ("autism-net", "slt-net", "ot-net", "camhs-net")


def upgrade() -> None:
    """Create the column, filled as figures were judged so far."""
    is_negative = sa.Column(
        "can_be_negative", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("measures", is_negative)
    measures = sa.table(
        "measures", sa.column("measure_id"), sa.column("unit"), sa.column("can_be_negative")
    )
    is_signed = measures.c.unit.in_(_SIGNED_UNITS) & measures.c.measure_id.not_in(_NEVER_NEGATIVE)
    is_signed |= measures.c.measure_id.in_(_NET_FLOWS)
    op.execute(sa.update(measures).where(is_signed).values(can_be_negative=sa.true()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("measures", "can_be_negative")
