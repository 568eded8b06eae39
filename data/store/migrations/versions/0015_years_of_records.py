"""Add the kind of year to what is written of a period; a blank one is a calendar year.

Of a whole year it follows from the last day; years to date were of calendar years. It is a part of
the record key.
"""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = ("headlines", "exceptions")
KEY = ("framework_id", "measure_id", "breakdown", "basis", "period_end")
KINDS = {3: "financial", 8: "academic"}
LONGEST_KEY = 500


def upgrade() -> None:
    """Create the columns and write the kinds and keys."""
    for name in TABLES:
        op.add_column(name, sa.Column("year_kind", sa.Text(), nullable=False, server_default=""))
        _write_rows(name, is_back=False)


def downgrade() -> None:
    """Drop them."""
    for name in TABLES:
        _write_rows(name, is_back=True)
        op.drop_column(name, "year_kind")


def _write_rows(name: str, *, is_back: bool) -> None:
    connection = op.get_bind()
    columns = [sa.column("row_id"), sa.column("record_key"), sa.column("year_kind")]
    columns += [sa.column(each, sa.Date() if each == "period_end" else None) for each in KEY]
    rows = sa.table(name, *columns)
    for row in connection.execute(sa.select(rows)).mappings().all():
        kind = KINDS.get(row["period_end"].month, "") if row["basis"] == "year" else ""
        key = [str(row[each]) for each in KEY] + ([] if is_back else [kind])
        text = "\x1f".join(key)
        if len(text) > LONGEST_KEY:
            text = sha256(text.encode()).hexdigest()
        is_row = rows.c.row_id == row["row_id"]
        values = {"record_key": text, "year_kind": kind}
        connection.execute(sa.update(rows).where(is_row).values(values))
