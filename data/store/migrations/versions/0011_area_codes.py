"""Bring the rows of a recoded council under the one code that it is held under.

Releases and extracts that named it by another code made a second area of it. Every row is moved,
whoever loaded it and whether or not it was undone. Packs are frozen: they keep their code.
"""

from collections.abc import Iterable
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Each other code of a council, with the code that it is held under.
AREA_CODES = {
    "E08000038": "E08000016",
    "E08000039": "E08000019",
    "E06000065": "E10000023",
    "E06000066": "E10000027",
    "E10000002": "E06000060",
    "E08000020": "E08000037",
    "E06000048": "E06000057",
    "E10000022": "E06000057",
    "E10000005": "E06000052",
    "E10000010": "E06000047",
    "E10000026": "E06000051",
    "E10000033": "E06000054",
}
# The tables of kinds whose rows have a record key, with its columns where the area is one of them.
KEYED = {
    "areas": ("area_code",),
    "frameworks": (),
    "observations": (
        *("area_code", "measure_id", "breakdown", "statistic", "basis"),
        *("period_start", "period_end", "role", "source_document"),
    ),
    "events": ("area_code", "date", "title", "measure_id"),
    "commentary": (
        *("area_code", "framework_id", "priority_number", "measure_id", "kind", "date", "text"),
    ),
    "case_settings": ("setting", "area_code", "value", "applies_from"),
    "neighbours": ("area_code", "neighbour_code", "source_document"),
    "returns_due": ("service", "area_code", "kind", "measure_id", "provider", "period_end"),
}
CASES = ("ehc_assessments", "advice", "plans", "annual_reviews", "referrals", "feedback")
COMPUTED = ("worked_out", "worked_out_bins", "worked_out_accounts")
# Tables with one row for an area and these columns.
SINGLE = {
    "extract_scopes": ("extract_id", "scope"),
    "worked_out_snapshots": ("extract_id", "case_group"),
}
LONGEST_KEY = 500


def upgrade() -> None:
    """Move the rows of each other code that the store has."""
    connection = op.get_bind()
    names = sa.table("area_codes", sa.column("area_code"))
    stored = set(connection.scalars(sa.select(names.c.area_code)))
    moved = {other: held for other, held in AREA_CODES.items() if other in stored}
    for held in set(moved.values()) - stored:
        connection.execute(sa.insert(names).values(area_code=held))
    for other, held in moved.items():
        _keep_as_local_area(connection, other, held)
        for name, key in KEYED.items():
            _move_keyed(connection, name, key, other, held)
        for name in (*CASES, *COMPUTED):
            _move(connection, sa.table(name, sa.column("area_code")), "area_code", other, held)
        is_moved = [
            _move_single(connection, name, key, other, held) for name, key in SINGLE.items()
        ]
        if all(is_moved):
            connection.execute(sa.delete(names).where(names.c.area_code == other))


def downgrade() -> None:
    """Leave the rows where they are: which of them had another code is not recorded."""


def _keep_as_local_area(connection: sa.Connection, other: str, held: str) -> None:
    """Make an area with plans of its own no other council, whichever row of it is the newest."""
    areas = sa.table("areas", sa.column("area_code"), sa.column("kind"))
    is_either = areas.c.area_code.in_((other, held))
    if "local_area" in set(connection.scalars(sa.select(areas.c.kind).where(is_either))):
        is_other_council = sa.and_(is_either, areas.c.kind == "authority")
        connection.execute(sa.update(areas).where(is_other_council).values(kind="local_area"))


def _move(
    connection: sa.Connection, table: sa.TableClause, column: str, other: str, held: str
) -> None:
    is_other = table.c[column] == other
    connection.execute(sa.update(table).where(is_other).values({column: held}))


def _move_keyed(
    connection: sa.Connection, name: str, key: Iterable[str], other: str, held: str
) -> None:
    """Move the rows of a table, and write their record keys as a load writes them."""
    columns = dict.fromkeys(("row_id", "record_key", "area_code", *key))
    rows = sa.table(name, *map(sa.column, columns))
    codes = [column for column in ("area_code", "neighbour_code") if column in columns]
    is_other = sa.or_(*(rows.c[column] == other for column in codes))
    row_ids = connection.scalars(sa.select(rows.c.row_id).where(is_other)).all()
    for column in codes:
        _move(connection, rows, column, other, held)
    for row_id in row_ids if key else ():
        is_row = rows.c.row_id == row_id
        values = connection.execute(sa.select(*(rows.c[part] for part in key)).where(is_row)).one()
        text = "\x1f".join("" if value is None else str(value) for value in values)
        if len(text) > LONGEST_KEY:
            text = sha256(text.encode()).hexdigest()
        connection.execute(sa.update(rows).where(is_row).values(record_key=text))


def _move_single(
    connection: sa.Connection, name: str, key: tuple[str, ...], other: str, held: str
) -> bool:
    """Move the rows of a table, save where the area has one of the same key; return whether all are."""
    rows = sa.table(name, sa.column("area_code"), *map(sa.column, key))
    same = rows.alias()
    is_same = sa.and_(same.c.area_code == held, *(same.c[part] == rows.c[part] for part in key))
    is_other = rows.c.area_code == other
    is_free = sa.and_(is_other, ~sa.exists(sa.select(same.c.area_code).where(is_same)))
    connection.execute(sa.update(rows).where(is_free).values(area_code=held))
    return connection.scalar(sa.select(sa.func.count()).select_from(rows).where(is_other)) == 0
