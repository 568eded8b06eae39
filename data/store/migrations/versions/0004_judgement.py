"""Let events restart limits, and people write headlines of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the column and the table."""
    op.add_column("events", sa.Column("effect", sa.Text(), nullable=False, server_default=""))
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "headlines",
        sa.Column("row_id", number, nullable=False),
        sa.Column("extract_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("record_key", sa.Text(), nullable=False),
        sa.Column("framework_id", sa.Text(), nullable=False),
        sa.Column("measure_id", sa.Text(), nullable=False),
        sa.Column("breakdown", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date()),
        sa.Column("source_document", sa.Text()),
        sa.PrimaryKeyConstraint("row_id", name="pk_headlines"),
        _refers("extract_id", "extracts"),
        _refers("framework_id", "framework_ids"),
        _refers("measure_id", "measure_ids"),
        _refers("source_document", "source_documents"),
    )
    op.create_index("ix_headlines_extract_id", "headlines", ["extract_id"])
    op.create_index("ix_headlines_record_key_extract_id", "headlines", ["record_key", "extract_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("headlines")
    op.drop_column("events", "effect")


def _refers(column_name: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column_name], [f"{target}.{column_name}"], name=f"fk_headlines_{column_name}"
    )
