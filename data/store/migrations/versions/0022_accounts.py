"""Let people sign in: accounts with roles, their sessions, links that set a password."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "users",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password", sa.Text()),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_users"),
        sa.UniqueConstraint("login", name="uq_users_login"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "user_roles",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "role", "area_code", name="pk_user_roles"),
        _of_user("user_roles"),
    )
    _create_tokens("sessions", "started_at", "seen_at")
    _create_tokens("reset_links", "expires_at")
    op.create_table(
        "failed_sign_ins",
        sa.Column("failure_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("failed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("failure_id", name="pk_failed_sign_ins"),
    )
    op.create_index(
        "ix_failed_sign_ins_source_failed_at", "failed_sign_ins", ["source", "failed_at"]
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("failed_sign_ins", "reset_links", "sessions", "user_roles", "users"):
        op.drop_table(table)


def _of_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=f"fk_{table}_user_id")


def _create_tokens(table: str, *moments: str) -> None:
    op.create_table(
        table,
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        *(sa.Column(name, _MOMENT, nullable=False) for name in moments),
        sa.PrimaryKeyConstraint("token_sha256", name=f"pk_{table}"),
        _of_user(table),
    )
    op.create_index(f"ix_{table}_user_id", table, ["user_id"])
