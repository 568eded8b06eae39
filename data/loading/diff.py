"""Count how the rows of an extract differ from the current rows before it."""

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection

from data.schema.kinds import Kind
from data.store.case_scopes import in_force, loaded_scopes, refuse_purged
from data.store.current_cases import FreshCases, current_cases
from data.store.tables import KIND_TABLES, LOADED, extracts


def count_case_changes(
    connection: Connection, kind: Kind, fresh: FreshCases, extract_id: int
) -> tuple[int, int, int]:
    """Return how many cases are new, how many changed, and how many are no longer current."""
    new, changed, vanished = 0, 0, 0
    for area_code, count in fresh.counts():
        scopes = loaded_scopes(connection, area_code, [kind])
        earlier = in_force(scope for scope in scopes if scope.extract_id != extract_id)
        if not earlier:
            new += count
            continue
        counted = in_force(scopes)
        refuse_purged(counted)
        before = current_cases(connection, kind, area_code, earlier)
        after = current_cases(connection, kind, area_code, counted, {extract_id: fresh})
        counts = _count_differences(kind, before, fresh.of_area(area_code))
        new, changed = new + counts[0], changed + counts[1]
        vanished += int((~_keys(kind, before).isin(_keys(kind, after))).sum())
    return new, changed, vanished


def _keys(kind: Kind, cases: pd.DataFrame) -> pd.Index:
    """Return the key of each case within its area."""
    names = [name for name in kind.key if name != "area_code"]
    if len(names) == 1:
        return pd.Index(cases[names[0]])
    return pd.MultiIndex.from_frame(cases[names].astype(object))


def _count_differences(kind: Kind, before: pd.DataFrame, cases: pd.DataFrame) -> tuple[int, int]:
    """Return how many cases are not in `before`, and how many differ from theirs there."""
    places = _keys(kind, before).get_indexer(_keys(kind, cases))
    matched = np.flatnonzero(places >= 0)
    old, new = before.take(places[matched]), cases.take(matched)
    differs = np.zeros(len(matched), dtype=bool)
    for stored in kind.stored:
        if stored.name not in kind.key:
            differs |= _differs(old[stored.name], new[stored.name])
    return len(cases) - len(matched), int(differs.sum())


def _differs(before: pd.Series, after: pd.Series) -> np.ndarray:
    """Return where two columns differ; two missing values do not."""
    if isinstance(before.dtype, pd.CategoricalDtype):
        places = before.cat.categories.get_indexer(after.cat.categories)
        return places[after.cat.codes.to_numpy()] != before.cat.codes.to_numpy()
    old, new = before.to_numpy(), after.to_numpy()
    return (old != new) & ~(pd.isna(old) & pd.isna(new))


def count_changes(connection: Connection, kind: Kind, extract_id: int) -> tuple[int, int]:
    """Return how many rows of an extract are new, and how many differ from the version before."""
    table = KIND_TABLES[kind.name]
    before = table.alias("before")
    differs = sa.or_(
        *(table.c[stored.name].is_distinct_from(before.c[stored.name]) for stored in kind.stored)
    )
    is_new = before.c.row_id.is_(None)
    counts = sa.select(
        sa.func.count().filter(is_new), sa.func.count().filter(sa.not_(is_new), differs)
    )
    same = sa.and_(
        before.c.record_key == table.c.record_key,
        before.c.extract_id == _previous_extract(table, extract_id),
    )
    pairs = table.outerjoin(before, same)
    new, changed = connection.execute(
        counts.select_from(pairs).where(table.c.extract_id == extract_id)
    ).one()
    return new, changed


def _previous_extract(table: sa.Table, extract_id: int) -> sa.ScalarSelect[int]:
    """Select the newest extract loaded before this one that has the record of a row.

    Record by record, on the index: a database that has not yet counted what was just written would
    otherwise look through everything for each row.
    """
    earlier = table.alias("earlier")
    return (
        sa.select(sa.func.max(earlier.c.extract_id))
        .join_from(earlier, extracts, extracts.c.extract_id == earlier.c.extract_id)
        .where(
            earlier.c.record_key == table.c.record_key,
            earlier.c.extract_id < extract_id,
            extracts.c.state == LOADED,
        )
        .correlate(table)
        .scalar_subquery()
    )
