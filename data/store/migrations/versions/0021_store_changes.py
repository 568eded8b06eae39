"""Record what was restored and purged: a restored or purged store is another version of the data."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of restores and purges, and when the cases of an extract were purged."""
    op.create_table(
        "store_changes",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("token", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("change_id", name="pk_store_changes"),
        sa.CheckConstraint(
            "what IN ('restored', 'purged')", name=op.f("ck_store_changes_what_is_known")
        ),
    )
    op.add_column("extracts", sa.Column("purged_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Take both away."""
    op.drop_column("extracts", "purged_at")
    op.drop_table("store_changes")
