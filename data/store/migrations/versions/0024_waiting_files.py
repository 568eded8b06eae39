"""Let files that were sent wait in the store, where every server finds them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "waiting_files",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "piece", name="pk_waiting_files"),
    )
    op.create_index("ix_waiting_files_written_at", "waiting_files", ["written_at"])
    if op.get_bind().dialect.name == "postgresql":
        # What is enciphered cannot be compressed.
        op.execute("ALTER TABLE waiting_files ALTER COLUMN content SET STORAGE EXTERNAL")


def downgrade() -> None:
    """Drop it."""
    op.drop_table("waiting_files")
