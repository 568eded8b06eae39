"""The cases that stand: the newest version of each among the extracts in force."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection

from data.case_scopes import ScopeExtract, in_force, loaded_scopes, scopes_of
from data.catalogue import KINDS
from data.kinds import Kind, Storage
from data.tables import KIND_TABLES


class FreshCases:
    """Hold the rows of an extract that are still in memory, ready to be taken area by area."""

    def __init__(self, cases: pd.DataFrame) -> None:
        codes, areas = pd.factorize(cases["area_code"])
        self._cases, self._areas = cases, [str(area) for area in areas]
        self._order = np.argsort(codes, kind="stable")
        self._ends = np.cumsum(np.bincount(codes, minlength=len(areas)))

    def of_area(self, area_code: str) -> pd.DataFrame:
        """Return the rows of one area."""
        if self._areas == [area_code]:
            return self._cases
        place = self._areas.index(area_code)
        start = self._ends[place - 1] if place else 0
        return self._cases.take(self._order[start : self._ends[place]]).reset_index(drop=True)


Fresh = Mapping[int, FreshCases]


def standing_cases(
    connection: Connection,
    kind: Kind,
    area_code: str,
    counted: Sequence[ScopeExtract],
    fresh: Fresh | None = None,
) -> pd.DataFrame:
    """Return the cases of one kind and area that stand, given its extracts in force in their order.

    `fresh` holds the rows of extracts that are still in memory, by extract.
    """
    own = [each for each in counted if each.kind == kind.name]
    extract_ids = list(dict.fromkeys(each.extract_id for each in own))
    parts = [
        _in_scope(kind, _rows(connection, kind, area_code, each, fresh or {}), own, each)
        for each in extract_ids
    ]
    if not parts:
        return _empty(kind)
    if len(parts) == 1:
        return parts[0]
    return _joined(parts).drop_duplicates(list(kind.key), keep="last", ignore_index=True)


def _rows(
    connection: Connection, kind: Kind, area_code: str, extract_id: int, fresh: Fresh
) -> pd.DataFrame:
    names = [stored.name for stored in kind.stored]
    if extract_id in fresh:
        return pd.DataFrame(fresh[extract_id].of_area(area_code), columns=names)
    return read_cases(connection, kind, area_code, extract_id)


def _in_scope(
    kind: Kind, rows: pd.DataFrame, own: Sequence[ScopeExtract], extract_id: int
) -> pd.DataFrame:
    """Keep the rows of the scopes for which an extract counts."""
    scopes = {each.scope for each in own if each.extract_id == extract_id}
    if scopes == {""}:
        return rows
    is_counted = scopes_of(kind, rows).isin(scopes).to_numpy()
    return rows if is_counted.all() else rows.loc[is_counted].reset_index(drop=True)


def _joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put parts one after another; their categories are made one set first."""
    columns = {}
    for name in parts[0].columns:
        series = [part[name] for part in parts]
        if isinstance(series[0].dtype, pd.CategoricalDtype):
            columns[name] = pd.api.types.union_categoricals(series)
        else:
            columns[name] = np.concatenate([each.to_numpy() for each in series])
    return pd.DataFrame(columns, copy=False)


def _empty(kind: Kind) -> pd.DataFrame:
    return pd.DataFrame(
        {
            each.name: _column([], each.storage, each.name in kind.identifiers)
            for each in kind.stored
        }
    )


def read_cases(connection: Connection, kind: Kind, area_code: str, extract_id: int) -> pd.DataFrame:
    """Read the cases of an area that one extract brought."""
    table = KIND_TABLES[kind.name]
    statement = sa.select(
        *(_as_kept(table.c[each.name], each.storage) for each in kind.stored)
    ).where(table.c.extract_id == extract_id, table.c.area_code == area_code)
    rows = connection.execute(statement).all()
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in kind.stored]
    return pd.DataFrame(
        {
            each.name: _column(values, each.storage, each.name in kind.identifiers)
            for each, values in zip(kind.stored, columns, strict=True)
        },
        copy=False,
    )


def _as_kept(column: sa.Column, storage: Storage) -> sa.ColumnElement:
    # Days come as text, which is turned into days by its few distinct values.
    return sa.cast(column, sa.Text) if storage is Storage.DATE else column


def _column(
    values: Sequence[object], storage: Storage, is_identifier: bool
) -> np.ndarray | pd.Categorical:
    if storage in {Storage.INTEGER, Storage.NUMBER}:
        return np.array(values, dtype=np.float64)
    if storage is Storage.FLAG:
        return np.array(values, dtype=bool)
    objects = np.array([*values, None], dtype=object)[:-1]
    if is_identifier:
        return objects
    codes, texts = pd.factorize(objects)
    if storage is Storage.DATE:
        return np.array([*texts, "NaT"], dtype="datetime64[s]")[codes]
    return pd.Categorical.from_codes(codes, categories=texts)


def case_numbers(connection: Connection) -> pd.DataFrame:
    """Return area and number of every assessment case that stands."""
    kind = KINDS["ehc_assessments"]
    counted = in_force(loaded_scopes(connection, None, [kind]))
    names = ["area_code", "case_id"]
    parts = [
        standing_cases(connection, kind, area, [each for each in counted if each.area_code == area])
        for area in sorted({each.area_code for each in counted})
    ]
    return pd.DataFrame(pd.concat(parts or [_empty(kind)]), columns=names).astype(object)
