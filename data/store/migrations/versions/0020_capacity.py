"""Let places and capacity be loaded: those that are there, and those that are planned."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_REFERS = {
    "area_code": "area_codes",
    "measure_id": "measure_ids",
    "source_document": "source_documents",
}


def upgrade() -> None:
    """Create the table."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "capacity",
        sa.Column("row_id", number, nullable=False),
        sa.Column("extract_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("record_key", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("setting", sa.Text(), nullable=False),
        sa.Column("measure_id", sa.Text()),
        sa.Column("provision", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Double()),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("source_document", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name="pk_capacity"),
        sa.ForeignKeyConstraint(
            ["extract_id"], ["extracts.extract_id"], name="fk_capacity_extract_id"
        ),
        *(
            sa.ForeignKeyConstraint([name], [f"{target}.{name}"], name=f"fk_capacity_{name}")
            for name, target in _REFERS.items()
        ),
    )
    op.create_index("ix_capacity_extract_id", "capacity", ["extract_id"])
    op.create_index("ix_capacity_record_key_extract_id", "capacity", ["record_key", "extract_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("capacity")
