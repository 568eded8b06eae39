"""Load what stands as frames; the schemas are in `dashboard.frames`.

`as_of` leaves out what was not yet published, or loaded, on that day; None means everything. The
kinds that are not dated (areas, frameworks, priorities, measures, sources, actions and the links
between them) take it too, and are the same whatever the day. Rows come in the order in which
each record was first loaded.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from data.catalogue import KINDS
from data.kinds import Cell, Column, Storage, StoredColumn
from data.standing import AS_OF, standing_rows
from data.tables import extracts

if TYPE_CHECKING:
    from pandera.typing.pandas import DataFrame

    from dashboard import frames

_VALIDATE = "VALIDATE_FRAMES"
_DTYPES = {
    Storage.TEXT: "str",
    Storage.DATE: "object",
    Storage.NUMBER: "float64",
    Storage.INTEGER: "int64",
    Storage.FLAG: "bool",
}
# Their rows are shown one by one, with where each came from.
_WITH_ROW_ID = ("observations", "targets")
_Filters = dict[str, Sequence[str] | None]


def load_observations(
    engine: Engine,
    area_codes: Sequence[str] | None = None,
    measure_ids: Sequence[str] | None = None,
    as_of: date | None = None,
) -> DataFrame[frames.Observations]:
    """Load the figures of areas, of all or of those named."""
    filters: _Filters = {"area_code": area_codes, "measure_id": measure_ids}
    return _load(engine, "observations", filters, as_of)


def load_targets(
    engine: Engine, framework_id: str | None = None, as_of: date | None = None
) -> DataFrame[frames.Targets]:
    """Load targets and baselines, of all frameworks or of one."""
    return _load(engine, "targets", _one("framework_id", framework_id), as_of)


def load_sources(engine: Engine, as_of: date | None = None) -> DataFrame[frames.Sources]:
    """Load the documents that figures come from."""
    return _load(engine, "sources", {}, as_of)


def load_areas(engine: Engine, as_of: date | None = None) -> DataFrame[frames.Areas]:
    """Load the areas, benchmarks included."""
    return _load(engine, "areas", {}, as_of)


def load_frameworks(
    engine: Engine, area_code: str | None = None, as_of: date | None = None
) -> DataFrame[frames.Frameworks]:
    """Load the frameworks, of all areas or of one."""
    return _load(engine, "frameworks", _one("area_code", area_code), as_of)


def load_priorities(
    engine: Engine, framework_id: str | None = None, as_of: date | None = None
) -> DataFrame[frames.Priorities]:
    """Load the priorities, of all frameworks or of one."""
    filters = _one("framework_id", framework_id)
    return _load(engine, "priorities", filters, as_of)


def load_measures(
    engine: Engine, measure_ids: Sequence[str] | None = None, as_of: date | None = None
) -> DataFrame[frames.Measures]:
    """Load the measures, all or those named."""
    return _load(engine, "measures", {"measure_id": measure_ids}, as_of)


def load_priority_measures(
    engine: Engine, framework_id: str | None = None, as_of: date | None = None
) -> DataFrame[frames.PriorityMeasures]:
    """Load which measures serve which priority."""
    filters = _one("framework_id", framework_id)
    return _load(engine, "priority_measures", filters, as_of)


def load_actions(
    engine: Engine, framework_id: str | None = None, as_of: date | None = None
) -> DataFrame[frames.Actions]:
    """Load the actions, of all frameworks or of one."""
    return _load(engine, "actions", _one("framework_id", framework_id), as_of)


def load_action_status(
    engine: Engine, framework_id: str | None = None, as_of: date | None = None
) -> DataFrame[frames.ActionStatus]:
    """Load the status of actions at every day that has one."""
    filters = _one("framework_id", framework_id)
    return _load(engine, "action_status", filters, as_of)


def load_action_measures(
    engine: Engine, framework_id: str | None = None, as_of: date | None = None
) -> DataFrame[frames.ActionMeasures]:
    """Load which measures each action is meant to move."""
    filters = _one("framework_id", framework_id)
    return _load(engine, "action_measures", filters, as_of)


def load_action_totals(
    engine: Engine, framework_id: str | None = None, as_of: date | None = None
) -> DataFrame[frames.ActionTotals]:
    """Load how many actions stood where, as the reports print it."""
    filters = _one("framework_id", framework_id)
    return _load(engine, "action_totals", filters, as_of)


def load_events(
    engine: Engine, area_code: str | None = None, as_of: date | None = None
) -> DataFrame[frames.Events]:
    """Load the events, of all areas or of one."""
    return _load(engine, "events", _one("area_code", area_code), as_of)


def load_commentary(
    engine: Engine, framework_id: str | None = None, as_of: date | None = None
) -> DataFrame[frames.Commentary]:
    """Load the remarks, of all frameworks or of one."""
    filters = _one("framework_id", framework_id)
    return _load(engine, "commentary", filters, as_of)


def load_headlines(
    engine: Engine, framework_id: str | None = None, as_of: date | None = None
) -> DataFrame[frames.Headlines]:
    """Load the headlines that persons wrote, of all frameworks or of one."""
    return _load(engine, "headlines", _one("framework_id", framework_id), as_of)


def load_exceptions(
    engine: Engine, framework_id: str | None = None, as_of: date | None = None
) -> DataFrame[frames.Exceptions]:
    """Load what was said of exceptions, of all frameworks or of one."""
    return _load(engine, "exceptions", _one("framework_id", framework_id), as_of)


def load_scrutiny_questions(
    engine: Engine, framework_id: str | None = None, as_of: date | None = None
) -> DataFrame[frames.ScrutinyQuestions]:
    """Load the questions of committees, on all frameworks or on one."""
    return _load(engine, "scrutiny_questions", _one("framework_id", framework_id), as_of)


def load_recommendations(
    engine: Engine, framework_id: str | None = None, as_of: date | None = None
) -> DataFrame[frames.Recommendations]:
    """Load the recommendations, on all frameworks or on one."""
    return _load(engine, "recommendations", _one("framework_id", framework_id), as_of)


def load_case_settings(engine: Engine, as_of: date | None = None) -> DataFrame[frames.CaseSettings]:
    """Load how cases are counted: age bands, clocks, thresholds, each with the days it applies."""
    return _load(engine, "case_settings", {}, as_of)


def load_measure_pairs(engine: Engine, as_of: date | None = None) -> DataFrame[frames.MeasurePairs]:
    """Load which measures belong side by side."""
    return _load(engine, "measure_pairs", {}, as_of)


def load_neighbours(
    engine: Engine, area_code: str | None = None, as_of: date | None = None
) -> DataFrame[frames.Neighbours]:
    """Load which areas are like which, of all areas or of one."""
    return _load(engine, "neighbours", _one("area_code", area_code), as_of)


def data_version(engine: Engine) -> str:
    """Return a text that changes with every load and every undo."""
    with engine.connect() as connection:
        return version_before(connection)


def version_before(connection: Connection, own: Sequence[int | None] = ()) -> str:
    """Return the version of the data as it was without some extracts."""
    newest = sa.func.coalesce(sa.func.max(extracts.c.extract_id), 0)
    statement = sa.select(newest, sa.func.count(extracts.c.undone_at))
    if own:
        statement = statement.where(extracts.c.extract_id.not_in(own))
    extract_id, undone = connection.execute(statement).one()
    return f"{extract_id}.{undone}"


def _one(column_name: str, value: str | None) -> _Filters:
    return {column_name: None if value is None else [value]}


def _load(engine: Engine, kind: str, filters: _Filters, as_of: date | None) -> DataFrame:
    given = {name: list(values) for name, values in filters.items() if values is not None}
    statement = standing_rows(kind, tuple(given), by_day=as_of is not None)
    parameters: dict[str, object] = {f"only_{name}": values for name, values in given.items()}
    with engine.connect() as connection:
        result = connection.execute(statement, parameters | {AS_OF: as_of})
        names, rows = tuple(result.keys()), result.all()
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    typed = {name: _typed(columns.get(name, ()), dtype) for name, dtype in _dtypes(kind)}
    return _validated(pd.DataFrame(typed, copy=False), kind)


def _validated(frame: pd.DataFrame, kind: str) -> DataFrame:
    # Holding a frame against its schema takes longer than loading it: the tests ask for it.
    if not os.environ.get(_VALIDATE):
        return frame  # pyright: ignore[reportReturnType] - the tests see that it is one
    name = "".join(part.capitalize() for part in kind.split("_"))
    return getattr(import_module("dashboard.frames"), name).validate(frame)


@cache
def _dtypes(kind: str) -> tuple[tuple[str, str], ...]:
    """Return the columns of a kind's frame, and what each holds."""
    declared = KINDS[kind]
    stored = [
        (each.name, _dtype(column, each)) for column in declared.columns for each in column.stored
    ]
    row_id = [("row_id", "int64")] if kind in _WITH_ROW_ID else []
    known_on = [("known_on", "object")] if declared.is_dated else []
    return (*row_id, *stored, *known_on, ("extract_id", "int64"))


def _dtype(column: Column, stored: StoredColumn) -> str:
    """Return a dtype; a whole number that may be missing is a float, for NaN is one."""
    if column.cell is Cell.INTEGER and not column.required:
        return "float64"
    return _DTYPES[stored.storage]


def _typed(values: Sequence[object], dtype: str) -> pd.Series:
    if dtype == "str":
        return pd.Series(["" if value is None else value for value in values], dtype="str")
    if dtype == "float64":
        return pd.Series(np.array(values, dtype="float64"))
    return pd.Series(list(values), dtype=dtype)
