"""Let files of other makers in: what belongs together, what was noticed, what is due."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KIND_TABLES = ("neighbours", "returns_due", "sen2_codes")


def upgrade() -> None:
    """Create the tables and columns."""
    op.add_column("areas", sa.Column("part_of", sa.Text(), nullable=False, server_default=""))
    _extend_extracts()
    _create_notes()
    _create_case_views()
    _create_kinds()


def downgrade() -> None:
    """Drop them."""
    for table_name in (*KIND_TABLES, "case_list_views", "extract_notes"):
        op.drop_table(table_name)
    op.drop_column("extracts", "delivery_id")
    op.drop_column("extracts", "format")
    op.drop_column("areas", "part_of")


def _extend_extracts() -> None:
    op.add_column("extracts", sa.Column("delivery_id", sa.Integer()))
    op.add_column("extracts", sa.Column("format", sa.Text()))


def _create_notes() -> None:
    op.create_table(
        "extract_notes",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("extract_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("note_id", name="pk_extract_notes"),
        sa.ForeignKeyConstraint(
            ["extract_id"], ["extracts.extract_id"], name="fk_extract_notes_extract_id"
        ),
    )
    op.create_index("ix_extract_notes_extract_id", "extract_notes", ["extract_id"])


def _create_case_views() -> None:
    op.create_table(
        "case_list_views",
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.Column("viewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("viewed_by", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("view_id", name="pk_case_list_views"),
    )


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _named(name: str, *, optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=optional)


def _create_kinds() -> None:
    _create_rows_table(
        "neighbours",
        _named("area_code"),
        _text("neighbour_code"),
        sa.Column("neighbour_rank", sa.Integer(), nullable=False),
        _named("source_document", optional=True),
        refers={"area_code": "area_codes", "source_document": "source_documents"},
    )
    _create_rows_table(
        "returns_due",
        _text("service"),
        _named("area_code"),
        _text("kind"),
        _named("measure_id", optional=True),
        _text("provider"),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        _text("note"),
        refers={"area_code": "area_codes", "measure_id": "measure_ids"},
    )
    _create_rows_table(
        "sen2_codes", _text("item"), _text("code"), _text("meaning"), _text("note"), refers={}
    )


def _create_rows_table(table_name: str, *columns: sa.Column, refers: dict[str, str]) -> None:
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
            sa.ForeignKeyConstraint([name], [f"{target}.{name}"], name=f"fk_{table_name}_{name}")
            for name, target in refers.items()
        ),
    )
    op.create_index(f"ix_{table_name}_extract_id", table_name, ["extract_id"])
    op.create_index(
        f"ix_{table_name}_record_key_extract_id", table_name, ["record_key", "extract_id"]
    )
