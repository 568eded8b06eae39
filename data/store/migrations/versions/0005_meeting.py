"""Add packs, exceptions, questions and recommendations, and the authors of remarks."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_REMARK_TEXTS = {"author": "", "owner": "", "state": "open"}


def upgrade() -> None:
    """Create the tables and the columns of remarks."""
    for name, default in _REMARK_TEXTS.items():
        op.add_column(
            "commentary", sa.Column(name, sa.Text(), nullable=False, server_default=default)
        )
    for name in ("period_end", "due_on"):
        op.add_column("commentary", sa.Column(name, sa.Date()))
    _create("exceptions", *_exception_columns())
    _create("scrutiny_questions", *_question_columns())
    _create("recommendations", *_recommendation_columns())
    _create_packs()


def downgrade() -> None:
    """Drop them."""
    for table in ("pack_steps", "packs", "recommendations", "scrutiny_questions", "exceptions"):
        op.drop_table(table)
    for name in (*_REMARK_TEXTS, "period_end", "due_on"):
        op.drop_column("commentary", name)


def _exception_columns() -> tuple[sa.Column, ...]:
    texts = ("measure_id", "breakdown", "basis")
    later = ("reply", "author")
    return (
        *map(_text, ("framework_id", *texts)),
        _day("period_end", is_filled=True),
        _text("owner"),
        _day("reply_by"),
        *map(_text, later),
        _day("published_on"),
    )


def _question_columns() -> tuple[sa.Column, ...]:
    return (
        _text("question_id"),
        _text("framework_id"),
        sa.Column("measure_id", sa.Text()),
        *map(_text, ("pack_id", "slide")),
        _day("asked_on", is_filled=True),
        *map(_text, ("member", "question", "answer", "owner")),
        _day("due_on"),
        *map(_text, ("outcome", "state", "author")),
        _day("published_on"),
    )


def _recommendation_columns() -> tuple[sa.Column, ...]:
    return (
        _text("recommendation_id"),
        _text("framework_id"),
        sa.Column("priority_number", sa.Integer()),
        sa.Column("measure_id", sa.Text()),
        _day("made_on", is_filled=True),
        *map(_text, ("text", "asks", "owner")),
        _day("due_on"),
        *map(_text, ("progress", "state", "author")),
        _day("published_on"),
    )


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _day(name: str, *, is_filled: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=not is_filled)


def _create(table: str, *columns: sa.Column) -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        table,
        sa.Column("row_id", number, nullable=False),
        sa.Column("extract_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("record_key", sa.Text(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("row_id", name=f"pk_{table}"),
        _refers(table, "extract_id", "extracts"),
        _refers(table, "framework_id", "framework_ids"),
        _refers(table, "measure_id", "measure_ids"),
    )
    op.create_index(f"ix_{table}_extract_id", table, ["extract_id"])
    op.create_index(f"ix_{table}_record_key_extract_id", table, ["record_key", "extract_id"])


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.{column}"], name=f"fk_{table}_{column}")


def _create_packs() -> None:
    op.create_table(
        "packs",
        *map(_text, ("pack_id", "area_code", "framework_id")),
        _day("as_of", is_filled=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Text()),
        _text("content"),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("pack_id", name="pk_packs"),
        sa.ForeignKeyConstraint(["previous_id"], ["packs.pack_id"], name="fk_packs_previous_id"),
        sa.UniqueConstraint(
            "framework_id", "as_of", "version", name="uq_packs_framework_id_as_of_version"
        ),
    )
    op.create_table(
        "pack_steps",
        sa.Column("step_id", sa.Integer(), nullable=False),
        *map(_text, ("pack_id", "state", "by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _text("note"),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("step_id", name="pk_pack_steps"),
        sa.ForeignKeyConstraint(["pack_id"], ["packs.pack_id"], name="fk_pack_steps_pack_id"),
        sa.UniqueConstraint("pack_id", "state", name="uq_pack_steps_pack_id_state"),
        sa.CheckConstraint(
            "state IN ('draft', 'checked', 'final')", name="ck_pack_steps_state_is_known"
        ),
    )
    op.create_index("ix_pack_steps_pack_id", "pack_steps", ["pack_id"])
