"""The SQL tables of the scopes of case extracts, and of the figures computed from cases.

The figures of one area and one group of measures are written together, as a snapshot, under the
newest loaded extract that they depend on. Rows of a snapshot are never updated.
"""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, Text

from data.store.tables import ID_TABLES, extracts, metadata

_AREA = ID_TABLES["area_code"].c.area_code

extract_scopes = Table(
    "extract_scopes",
    metadata,
    Column("extract_id", ForeignKey(extracts.c.extract_id), primary_key=True),
    Column("area_code", Text, ForeignKey(_AREA), primary_key=True),
    # The rest of the scope, such as service and provider, joined; "" for the whole area.
    Column("scope", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("cut_off", Date, nullable=False),
    Column("coverage", Text, nullable=False),
    Column("row_count", Integer, nullable=False),
)
Index(None, extract_scopes.c.area_code, extract_scopes.c.kind)

snapshots = Table(
    "worked_out_snapshots",
    metadata,
    Column("area_code", Text, ForeignKey(_AREA), primary_key=True),
    Column("case_group", Text, primary_key=True),
    Column("extract_id", ForeignKey(extracts.c.extract_id), primary_key=True),
    Column("cut_off", Date, nullable=False),
)


def _head() -> tuple[Column, ...]:
    return (
        Column("extract_id", ForeignKey(extracts.c.extract_id), nullable=False),
        Column("area_code", Text, nullable=False),
        Column("case_group", Text, nullable=False),
        Column("measure_id", Text, nullable=False),
    )


computed_figures = Table(
    "worked_out",
    metadata,
    *_head(),
    Column("breakdown", Text, nullable=False),
    Column("statistic", Text, nullable=False),
    # The figures of every basis and period, as data.store.packed_figures packs them.
    Column("points", LargeBinary, nullable=False),
    # The mark of each (dashboard/disclosure/marks.py); none where it has not been decided yet.
    Column("marks", LargeBinary),
)
bins = Table(
    "worked_out_bins",
    metadata,
    *_head(),
    Column("breakdown", Text, nullable=False),
    Column("points", LargeBinary, nullable=False),
    Column("marks", LargeBinary),
)
accounts = Table(
    "worked_out_accounts",
    metadata,
    *_head(),
    Column("reason", Text, nullable=False),
    Column("rows", Integer, nullable=False),
)
SNAPSHOT_TABLES = (computed_figures, bins, accounts)
Index(
    None,
    computed_figures.c.area_code,
    computed_figures.c.measure_id,
    computed_figures.c.extract_id,
    computed_figures.c.breakdown,
)
for _table in (bins, accounts):
    Index(None, _table.c.area_code, _table.c.measure_id, _table.c.extract_id)
for _table in SNAPSHOT_TABLES:
    Index(None, _table.c.extract_id, _table.c.area_code)
