"""Let in other names of measures, and what people confirmed of scorecards."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _create_rows_table(
        "measure_names",
        _text("measure_id"),
        _text("other_name"),
        _text("note"),
        refers=("measure_id",),
    )
    _create_rows_table(
        "scorecard_mappings",
        _text("framework_id"),
        *map(_text, ("sheet", "item", "label", "reference", "part", "use")),
        sa.Column("measure_id", sa.Text()),
        *map(_text, ("breakdown", "statistic", "basis", "year_kind", "note")),
        refers=("framework_id", "measure_id"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("scorecard_mappings")
    op.drop_table("measure_names")


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _create_rows_table(table_name: str, *columns: sa.Column, refers: tuple[str, ...]) -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        table_name,
        sa.Column("row_id", number, nullable=False),
        sa.Column("extract_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("record_key", sa.Text(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("row_id", name=f"pk_{table_name}"),
        sa.ForeignKeyConstraint(
            ["extract_id"], ["extracts.extract_id"], name=f"fk_{table_name}_extract_id"
        ),
        *(
            sa.ForeignKeyConstraint([name], [f"{name}s.{name}"], name=f"fk_{table_name}_{name}")
            for name in refers
        ),
    )
    op.create_index(f"ix_{table_name}_extract_id", table_name, ["extract_id"])
    op.create_index(
        f"ix_{table_name}_record_key_extract_id", table_name, ["record_key", "extract_id"]
    )
