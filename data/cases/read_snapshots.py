"""Load what was worked out from cases as frames: figures, bins, accounts, and the extracts behind.

`as_of` gives what stood on that day, worked out from the extracts that were loaded by then. Days
are `datetime.date`; a missing number is NaN; missing text "".
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Table

from dashboard.disclosure.marks import LEFT_OUT
from data.store.case_scopes import group_kinds, in_force, loaded_scopes
from data.store.case_tables import accounts, bins, computed_figures, snapshots
from data.store.packed_figures import BINS, FIGURES, MARKS, as_column, basis_codes, unpacked
from data.store.read_transaction import Store
from data.store.tables import LOADED, extracts

_EXTRACT_COLUMNS = (
    "extract_id",
    "file_name",
    "kind",
    "scope",
    "cut_off",
    "coverage",
    "row_count",
    "loaded_on",
)


def load_computed_figures(
    store: Store,
    area_codes: Sequence[str] | None = None,
    measure_ids: Sequence[str] | None = None,
    *,
    bases: Sequence[str] | None = None,
    breakdowns: Sequence[str] | None = None,
    as_of: date | None = None,
) -> pd.DataFrame:
    """Load figures worked out from cases, of all areas and measures or of those named.

    One row a figure, with `known_on` (the day its newest extract was loaded) and `cut_off`.
    """
    named = {"area_code": area_codes, "measure_id": measure_ids, "breakdown": breakdowns}
    frame = unpacked_figures(_load(store, computed_figures, named, as_of), FIGURES, bases)
    return _sorted(frame, "area_code", "measure_id", "breakdown", "statistic")


def load_computed_bins(
    store: Store, area_code: str, measure_id: str, as_of: date | None = None
) -> pd.DataFrame:
    """Load how many cases took, or have waited, how many whole weeks."""
    named = {"area_code": [area_code], "measure_id": [measure_id]}
    return _sorted(unpacked_figures(_load(store, bins, named, as_of), BINS), "breakdown")


def load_computed_accounts(
    store: Store, area_code: str, measure_id: str, as_of: date | None = None
) -> pd.DataFrame:
    """Load how many cases a measure counts and why it leaves the others out."""
    named = {"area_code": [area_code], "measure_id": [measure_id]}
    columns = _load(store, accounts, named, as_of)
    rows = {"rows": pd.Series(np.array(columns.pop("rows"), dtype=np.int64))}
    return pd.DataFrame({name: _typed(values) for name, values in columns.items()} | rows)


def _load(
    store: Store, table: Table, named: Mapping[str, Sequence[str] | None], as_of: date | None
) -> dict[str, Sequence]:
    """Return the columns of a table of snapshots, those that stand, with the days of each."""
    newest = _newest_snapshots(named.get("area_code"), as_of)
    same = [table.c[name] == newest.c[name] for name in ("area_code", "extract_id", "case_group")]
    statement = (
        sa.select(*table.c, newest.c.loaded_on.label("known_on"), newest.c.cut_off)
        .select_from(newest.join(table, sa.and_(*same)))
        .where(*_is_named(table, named))
    )
    with store.connect() as connection:
        result = connection.execute(statement)
        names, rows = tuple(result.keys()), result.all()
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return dict(zip(names, columns, strict=True))


def _is_named(table: Table, named: Mapping[str, Sequence[str] | None]) -> list[ColumnElement[bool]]:
    return [table.c[name].in_(list(values)) for name, values in named.items() if values is not None]


def _newest_snapshots(area_codes: Sequence[str] | None, as_of: date | None) -> sa.CTE:
    """Select, of each area and group, the snapshot of the newest extract loaded by a day."""
    conditions = [extracts.c.state == LOADED, *_is_named(snapshots, {"area_code": area_codes})]
    if as_of is not None:
        conditions.append(extracts.c.loaded_on <= as_of)
    place = (snapshots.c.area_code, snapshots.c.case_group)
    version = sa.func.row_number().over(partition_by=place, order_by=snapshots.c.extract_id.desc())
    ranked = (
        sa.select(*snapshots.c, extracts.c.loaded_on, version.label("version"))
        .join(extracts, extracts.c.extract_id == snapshots.c.extract_id)
        .where(*conditions)
        .subquery()
    )
    return sa.select(ranked).where(ranked.c.version == 1).cte("newest")


def unpacked_figures(
    columns: Mapping[str, Sequence], record: np.dtype, bases: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the figures of each line, those of some bases or all, each with its `mark`.

    What no mark has been decided for is left out of what the public sees.
    """
    records, counts = unpacked(columns["points"], record)
    lines = np.repeat(np.arange(len(counts)), counts)
    marks = np.concatenate([np.zeros(0, np.int8), *map(_marks_of, columns["marks"], counts)])
    if bases is not None:
        is_selected = np.isin(records["basis"], basis_codes(bases))
        records, lines, marks = records[is_selected], lines[is_selected], marks[is_selected]
    heads = {
        name: _typed(values).take(lines)
        for name, values in columns.items()
        if name not in ("points", "marks")
    }
    figures = {name: as_column(records, name) for name in record.names or ()}
    listed = heads | figures | {"mark": pd.Series(marks)}
    return pd.DataFrame({name: each.reset_index(drop=True) for name, each in listed.items()})


def _marks_of(packed_marks: bytes | None, count: int) -> np.ndarray:
    if packed_marks is None:
        return np.full(count, LEFT_OUT, np.int8)
    return unpacked([packed_marks], MARKS)[0]["mark"]


def _typed(values: Sequence) -> pd.Series:
    is_text = not values or isinstance(values[0], str)
    return pd.Series(list(values), dtype="str" if is_text else None)


def _sorted(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Sort by some columns; figures of one line stay in the order of their periods."""
    return frame.sort_values(list(names), kind="stable", ignore_index=True)


def load_case_extracts(
    store: Store, area_code: str, case_group: str, as_of: date | None = None
) -> pd.DataFrame:
    """Load the extracts in force behind an area's group of measures, one row a scope of each."""
    with store.connect() as connection:
        scopes = loaded_scopes(connection, area_code, group_kinds(case_group), as_of=as_of)
        counted = in_force(scopes)
        result = connection.execute(
            sa.select(extracts.c.extract_id, extracts.c.file_name, extracts.c.loaded_on).where(
                extracts.c.extract_id.in_([each.extract_id for each in counted])
            )
        )
        files = {row.extract_id: row for row in result}
    rows = [
        (
            each.extract_id,
            files[each.extract_id].file_name,
            each.kind,
            each.scope,
            each.cut_off,
            each.coverage,
            each.row_count,
            files[each.extract_id].loaded_on,
        )
        for each in counted
    ]
    return pd.DataFrame(rows, columns=list(_EXTRACT_COLUMNS))
