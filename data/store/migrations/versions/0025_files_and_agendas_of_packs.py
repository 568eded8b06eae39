"""Let files of packs be made as jobs, and the maker of a pack choose its slides."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and the column of what was frozen with a step."""
    op.create_table(
        "file_jobs",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("job_key", sa.String(64), nullable=False),
        sa.Column("pack_id", sa.Text(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True)),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("job_id", name="pk_file_jobs"),
        sa.ForeignKeyConstraint(["pack_id"], ["packs.pack_id"], name=op.f("fk_file_jobs_pack_id")),
        sa.UniqueConstraint("job_key", name="uq_file_jobs_job_key"),
        sa.CheckConstraint(
            "state IN ('waiting', 'making', 'made', 'failed', 'library_missing')",
            name=op.f("ck_file_jobs_state_is_known"),
        ),
    )
    op.create_table(
        "pack_agendas",
        sa.Column("agenda_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agenda_id", name="pk_pack_agendas"),
        sa.ForeignKeyConstraint(
            ["pack_id"], ["packs.pack_id"], name=op.f("fk_pack_agendas_pack_id")
        ),
    )
    op.create_index("ix_pack_agendas_pack_id", "pack_agendas", ["pack_id"])
    op.add_column("pack_steps", sa.Column("agenda", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("pack_steps", "agenda")
    op.drop_table("pack_agendas")
    op.drop_table("file_jobs")
