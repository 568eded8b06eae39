"""Let names of columns and topics in the DfE's releases be loaded."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    names = ("release_table", "item", "alias", "meaning", "note")
    op.create_table(
        "aliases",
        sa.Column("row_id", number, nullable=False),
        sa.Column("extract_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("record_key", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in names),
        sa.PrimaryKeyConstraint("row_id", name="pk_aliases"),
        sa.ForeignKeyConstraint(
            ["extract_id"], ["extracts.extract_id"], name="fk_aliases_extract_id"
        ),
    )
    op.create_index("ix_aliases_extract_id", "aliases", ["extract_id"])
    op.create_index("ix_aliases_record_key_extract_id", "aliases", ["record_key", "extract_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("aliases")
