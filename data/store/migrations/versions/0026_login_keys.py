"""Key the digests under which failed sign-ins are counted: without the key no login is guessed from one."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table with its one row, and drop the digests that have no key."""
    keys = op.create_table(
        "login_keys",
        sa.Column("key", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_login_keys"),
    )
    op.bulk_insert(keys, [{"key": secrets.token_hex(32)}])
    op.execute("DELETE FROM failed_sign_ins WHERE source NOT LIKE 'address %'")


def downgrade() -> None:
    """Drop it."""
    op.drop_table("login_keys")
