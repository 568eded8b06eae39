"""Create the extracts, the names that rows refer to, and a table for each kind."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NAMES = {
    "area_code": "area_codes",
    "framework_id": "framework_ids",
    "measure_id": "measure_ids",
    "source_document": "source_documents",
}
KINDS = (
    "sources",
    "areas",
    "frameworks",
    "priorities",
    "measures",
    "priority_measures",
    "targets",
    "observations",
    "actions",
    "action_status",
    "action_measures",
    "action_totals",
    "events",
    "commentary",
)


def upgrade() -> None:
    """Create every table."""
    _create_extracts()
    for column_name, table_name in NAMES.items():
        key = sa.PrimaryKeyConstraint(column_name, name=f"pk_{table_name}")
        op.create_table(table_name, _text(column_name), key)
    _create_catalogue()
    _create_figures()
    _create_actions()


def downgrade() -> None:
    """Drop every table."""
    for table_name in (*reversed(KINDS), *NAMES.values(), "extracts"):
        op.drop_table(table_name)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _name(name: str, *, optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=optional)


def _date(name: str, *, optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=optional)


def _number(name: str, *, optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.Double(), nullable=optional)


def _integer(name: str, *, optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=optional)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _create_extracts() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "extracts",
        _integer("extract_id"),
        _text("file_name"),
        sa.Column("sha256", sa.String(64), nullable=False),
        _text("kind"),
        _integer("row_count"),
        _integer("new_count"),
        _integer("changed_count"),
        _integer("unchanged_count"),
        _text("loaded_by"),
        sa.Column("loaded_at", moment, nullable=False),
        _date("loaded_on"),
        _text("state"),
        sa.Column("undone_by", sa.Text()),
        sa.Column("undone_at", moment),
        sa.CheckConstraint(
            "state IN ('loaded', 'undone')", name=op.f("ck_extracts_state_is_known")
        ),
        sa.CheckConstraint(
            "(state = 'undone') = (undone_at IS NOT NULL)", name=op.f("ck_extracts_undone_has_time")
        ),
        sa.PrimaryKeyConstraint("extract_id", name="pk_extracts"),
        sqlite_autoincrement=True,
    )
    is_loaded = sa.text("state = 'loaded'")
    op.create_index(
        "uq_extracts_loaded_sha256",
        "extracts",
        ["sha256"],
        unique=True,
        sqlite_where=is_loaded,
        postgresql_where=is_loaded,
    )


def _create_rows_table(table_name: str, *columns: sa.Column) -> None:
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    keys = [
        sa.ForeignKeyConstraint(
            [column.name],
            [f"{NAMES[column.name]}.{column.name}"],
            name=f"fk_{table_name}_{column.name}",
        )
        for column in columns
        if column.name in NAMES
    ]
    op.create_table(
        table_name,
        sa.Column("row_id", row_id, nullable=False),
        _integer("extract_id"),
        _integer("row_number"),
        _text("record_key"),
        *columns,
        sa.PrimaryKeyConstraint("row_id", name=f"pk_{table_name}"),
        sa.ForeignKeyConstraint(
            ["extract_id"], ["extracts.extract_id"], name=f"fk_{table_name}_extract_id"
        ),
        *keys,
    )
    op.create_index(f"ix_{table_name}_extract_id", table_name, ["extract_id"])
    op.create_index(
        f"ix_{table_name}_record_key_extract_id", table_name, ["record_key", "extract_id"]
    )


def _create_catalogue() -> None:
    _create_rows_table(
        "sources",
        _name("source_document"),
        _text("title"),
        _text("publisher"),
        _date("published_on", optional=True),
        _text("note"),
    )
    _create_rows_table("areas", _name("area_code"), _text("name"), _text("kind"))
    _create_rows_table(
        "frameworks",
        _name("framework_id"),
        _name("area_code"),
        _text("title"),
        _date("starts_on"),
        _date("ends_on", optional=True),
        _name("source_document", optional=True),
    )
    _create_rows_table(
        "priorities", _name("framework_id"), _integer("number"), _text("title"), _text("note")
    )
    _create_rows_table(
        "measures",
        _name("measure_id"),
        _text("title"),
        _text("short_title"),
        _text("definition"),
        _text("unit"),
        _text("kind"),
        _text("better"),
        _text("theme"),
        _text("frequency"),
        _text("case_extract"),
        _flag("can_exceed_100"),
        _number("tolerance", optional=True),
    )
    _create_rows_table(
        "priority_measures",
        _name("framework_id"),
        _integer("priority_number"),
        _name("measure_id"),
        _text("local_reference"),
    )


def _create_figures() -> None:
    _create_rows_table(
        "targets",
        _name("framework_id"),
        _name("measure_id"),
        _text("role"),
        _text("breakdown"),
        _text("statistic"),
        _text("basis"),
        _date("period_start", optional=True),
        _date("period_end", optional=True),
        _date("due_on", optional=True),
        _text("operator"),
        _number("value", optional=True),
        _number("value_low", optional=True),
        _number("value_high", optional=True),
        _integer("decimals", optional=True),
        _number("numerator", optional=True),
        _number("denominator", optional=True),
        _date("published_on", optional=True),
        _text("as_published"),
        _name("source_document", optional=True),
        _text("note"),
    )
    _create_rows_table(
        "observations",
        _name("area_code"),
        _name("framework_id", optional=True),
        _name("measure_id"),
        _text("breakdown"),
        _text("statistic"),
        _text("basis"),
        _date("period_start"),
        _date("period_end"),
        _number("numerator", optional=True),
        _text("numerator_marker"),
        _number("denominator", optional=True),
        _text("denominator_marker"),
        _number("value", optional=True),
        _number("value_low", optional=True),
        _number("value_high", optional=True),
        _integer("decimals", optional=True),
        _text("marker"),
        _flag("is_provisional"),
        _text("role"),
        _date("published_on", optional=True),
        _text("published_arrow"),
        _text("as_published"),
        _name("source_document", optional=True),
        _text("note"),
    )
    op.create_index(
        "ix_observations_measure_id_area_code", "observations", ["measure_id", "area_code"]
    )


def _create_actions() -> None:
    _create_rows_table(
        "actions",
        _name("framework_id"),
        _integer("priority_number"),
        _text("action_reference"),
        _text("title"),
    )
    _create_rows_table(
        "action_status",
        _name("framework_id"),
        _text("action_reference"),
        _date("status_date"),
        _text("status"),
        _name("source_document", optional=True),
        _text("note"),
    )
    _create_rows_table(
        "action_measures",
        _name("framework_id"),
        _text("action_reference"),
        _name("measure_id"),
        _text("note"),
    )
    _create_rows_table(
        "action_totals",
        _name("framework_id"),
        _text("label"),
        _date("status_date"),
        _integer("completed"),
        _integer("on_track"),
        _integer("at_risk"),
        _integer("delayed"),
        _name("source_document", optional=True),
        _text("note"),
    )
    _create_rows_table(
        "events",
        _name("area_code"),
        _date("date"),
        _text("precision"),
        _text("title"),
        _name("measure_id", optional=True),
        _name("source_document", optional=True),
    )
    _create_rows_table(
        "commentary",
        _name("area_code"),
        _name("framework_id"),
        _integer("priority_number", optional=True),
        _name("measure_id", optional=True),
        _text("kind"),
        _date("date"),
        _text("text"),
        _name("source_document", optional=True),
    )
