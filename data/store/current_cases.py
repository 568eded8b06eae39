"""The current cases: the newest version of each among the extracts in force."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection

from data.common.progress import progress_of
from data.schema.kinds import Kind, Storage
from data.schema.registry import KINDS
from data.store.case_scopes import ScopeExtract, in_force, loaded_scopes, scopes_of
from data.store.tables import KIND_TABLES

# Rows fetched at once: as Python values they need some fifty times their size.
_PART = 20_000


class FreshCases:
    """The rows of an extract that was just written, in memory, by area."""

    def __init__(self, cases: pd.DataFrame) -> None:
        codes, areas = pd.factorize(cases["area_code"])
        self._cases, self._areas = cases, [str(area) for area in areas]
        self._order = np.argsort(codes, kind="stable")
        self._ends = np.cumsum(np.bincount(codes, minlength=len(areas)))

    def counts(self) -> list[tuple[str, int]]:
        """Return each area with the number of its rows."""
        return list(zip(self._areas, np.diff(self._ends, prepend=0).tolist(), strict=True))

    def of_area(self, area_code: str) -> pd.DataFrame:
        """Return the rows of one area."""
        if self._areas == [area_code]:
            return self._cases
        place = self._areas.index(area_code)
        start = self._ends[place - 1] if place else 0
        return self._cases.take(self._order[start : self._ends[place]]).reset_index(drop=True)


Fresh = Mapping[int, FreshCases]


def current_cases(
    connection: Connection,
    kind: Kind,
    area_code: str,
    counted: Sequence[ScopeExtract],
    fresh: Fresh | None = None,
) -> pd.DataFrame:
    """Return the current cases of one kind and area, from its extracts in force, in order.

    `fresh` has the rows of extracts that are in memory, by extract.
    """
    kind_scopes = [scope for scope in counted if scope.kind == kind.name]
    extract_ids = list(dict.fromkeys(scope.extract_id for scope in kind_scopes))
    parts = [
        _in_scope(
            kind,
            _rows(connection, kind, area_code, extract_id, fresh or {}),
            kind_scopes,
            extract_id,
        )
        for extract_id in extract_ids
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
    kind: Kind, rows: pd.DataFrame, kind_scopes: Sequence[ScopeExtract], extract_id: int
) -> pd.DataFrame:
    """Return the rows of the scopes for which an extract is in force."""
    scopes = {scope.scope for scope in kind_scopes if scope.extract_id == extract_id}
    if scopes == {""}:
        return rows
    is_counted = scopes_of(kind, rows).isin(scopes).to_numpy()
    return rows if is_counted.all() else rows.loc[is_counted].reset_index(drop=True)


def _joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return parts one after another; their categories become one set."""
    columns = {}
    for name in parts[0].columns:
        series = [part[name] for part in parts]
        if isinstance(series[0].dtype, pd.CategoricalDtype):
            columns[name] = pd.api.types.union_categoricals(series)
        else:
            columns[name] = np.concatenate([column.to_numpy() for column in series])
    return pd.DataFrame(columns, copy=False)


def _empty(kind: Kind) -> pd.DataFrame:
    columns = [
        _ColumnCollector(stored.storage, stored.name in kind.identifiers) for stored in kind.stored
    ]
    names = [stored.name for stored in kind.stored]
    return pd.DataFrame(
        {name: column.values() for name, column in zip(names, columns, strict=True)}
    )


def read_cases(connection: Connection, kind: Kind, area_code: str, extract_id: int) -> pd.DataFrame:
    """Return the cases of an area that one extract brought."""
    table = KIND_TABLES[kind.name]
    columns = [
        _ColumnCollector(stored.storage, stored.name in kind.identifiers) for stored in kind.stored
    ]
    statement = sa.select(
        *(_as_stored(table.c[stored.name], stored.storage) for stored in kind.stored)
    ).where(table.c.extract_id == extract_id, table.c.area_code == area_code)
    options = {"yield_per": _PART}
    progress, done = progress_of(connection), 0
    for rows in connection.execute(statement, execution_options=options).partitions():
        progress("Reading the cases that stand", done, 0)
        done += len(rows)
        for column, values in zip(columns, zip(*rows, strict=True), strict=True):
            column.add(values)
    names = [stored.name for stored in kind.stored]
    by_name = {name: column.values() for name, column in zip(names, columns, strict=True)}
    return pd.DataFrame(by_name, copy=False)


def _as_stored(column: sa.Column, storage: Storage) -> sa.ColumnElement:
    # As text, whose few distinct values are parsed once each.
    return sa.cast(column, sa.Text) if storage is Storage.DATE else column


class _ColumnCollector:
    """A column fetched part by part, as codes into its distinct values where they repeat."""

    def __init__(self, storage: Storage, is_identifier: bool) -> None:
        self._storage = storage
        self._is_coded = storage in {Storage.TEXT, Storage.DATE} and not is_identifier
        self._type = {Storage.FLAG: bool, Storage.TEXT: object}.get(storage, np.float64)
        self._parts: list[np.ndarray] = []
        self._places: dict[object, int] = {}

    def add(self, values: Sequence[object]) -> None:
        """Add the values of some rows."""
        if not self._is_coded:
            self._parts.append(_objects(values) if self._type is object else self._plain(values))
            return
        codes, distinct = pd.factorize(_objects(values))
        places = [self._places.setdefault(value, len(self._places)) for value in distinct]
        # Code -1, missing, is the last.
        self._parts.append(np.array([*places, -1], dtype=np.int32)[codes])

    def _plain(self, values: Sequence[object]) -> np.ndarray:
        return np.array(values, dtype=self._type)

    def values(self) -> np.ndarray | pd.Categorical:
        """Return all values that were added, as frames of cases have them."""
        if not self._is_coded:
            return np.concatenate([np.array([], dtype=self._type), *self._parts])
        codes = np.concatenate([np.array([], dtype=np.int32), *self._parts])
        if self._storage is Storage.DATE:
            return np.array([*self._places, "NaT"], dtype="datetime64[s]")[codes]
        return pd.Categorical.from_codes(codes, categories=_objects(list(self._places)))


def _objects(values: Sequence[object]) -> np.ndarray:
    return np.array([*values, None], dtype=object)[:-1]


def case_numbers(connection: Connection, own_areas: Collection[str] | None = None) -> pd.DataFrame:
    """Return area and number of every current assessment case; of some areas alone where they are named."""
    kind = KINDS["ehc_assessments"]
    counted = in_force(loaded_scopes(connection, None, [kind]))
    names = ["area_code", "case_id"]
    parts = [
        current_cases(
            connection, kind, area, [scope for scope in counted if scope.area_code == area]
        )
        for area in sorted({scope.area_code for scope in counted})
        if own_areas is None or area in own_areas
    ]
    return pd.DataFrame(pd.concat(parts or [_empty(kind)]), columns=names).astype(object)
