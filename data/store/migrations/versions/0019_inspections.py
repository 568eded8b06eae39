"""Add a table of the outcomes of inspections of an area's SEND arrangements."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "inspections",
        sa.Column("row_id", number, nullable=False),
        sa.Column("extract_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("record_key", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("next_within", sa.Text(), nullable=False),
        sa.Column("source_document", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("row_id", name="pk_inspections"),
        sa.ForeignKeyConstraint(
            ["extract_id"], ["extracts.extract_id"], name="fk_inspections_extract_id"
        ),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area_codes.area_code"], name="fk_inspections_area_code"
        ),
        sa.ForeignKeyConstraint(
            ["source_document"],
            ["source_documents.source_document"],
            name="fk_inspections_source_document",
        ),
    )
    op.create_index("ix_inspections_extract_id", "inspections", ["extract_id"])
    op.create_index(
        "ix_inspections_record_key_extract_id", "inspections", ["record_key", "extract_id"]
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("inspections")
