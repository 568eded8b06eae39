"""Which measures a load brought rows or computed figures for, when anything was loaded last, and how files are read."""

from collections.abc import Collection
from datetime import date

import pandas as pd
import sqlalchemy as sa

from data.queries.snapshot import load_catalogue
from data.store.case_tables import computed_figures
from data.store.frames import load_frame
from data.store.read_transaction import ReadTransaction, Store, cached_by_version
from data.store.tables import KIND_TABLES, LOADED, extracts

_TABLES = tuple(
    table
    for table in (*KIND_TABLES.values(), computed_figures)
    if {"measure_id", "extract_id"} <= set(table.c.keys())
)


@cached_by_version(16)
def load_changed_measures(
    transaction: ReadTransaction, number: int, area_code: str
) -> frozenset[str]:
    """Return the measures that a load brought something for, in an area or in none.

    None are of a load that is undone or never was.
    """
    own = sa.select(extracts.c.extract_id).where(
        extracts.c.state == LOADED,
        sa.or_(extracts.c.extract_id == number, extracts.c.delivery_id == number),
    )
    measures: set[str] = set()
    with transaction.connect() as connection:
        for table in _TABLES:
            statement = sa.select(table.c.measure_id).where(table.c.extract_id.in_(own))
            if "area_code" in table.c:
                statement = statement.where(table.c.area_code == area_code)
            measures.update(connection.scalars(statement.distinct()))
    return frozenset(measures)


def newest_load_day(store: Store) -> date | None:
    """Return the day of the newest load that was not undone; None where there is none."""
    newest = sa.select(sa.func.max(extracts.c.loaded_on)).where(extracts.c.state == LOADED)
    with store.connect() as connection:
        return connection.scalar(newest)


def load_reading_rules(
    transaction: ReadTransaction, kind: str, own_areas: Collection[str] | None
) -> pd.DataFrame:
    """Return the rows of a kind that says how files are read; of plans, those of some areas alone."""
    rows = load_frame(transaction, kind)
    if own_areas is None or "framework_id" not in rows:
        return rows
    plans = load_catalogue(transaction).frameworks
    own = [plan.framework_id for plan in plans if plan.area_code in own_areas]
    return rows.loc[rows["framework_id"].isin(own)]
