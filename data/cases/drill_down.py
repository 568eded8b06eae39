"""The cases behind a figure of one area, from the columns stored with each."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

import pandas as pd
import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, Engine, FromClause, Table

from dashboard.measures import drill_of, read_settings
from dashboard.measures.rules import Condition, Drill
from data.common.errors import CommandError
from data.schema.kinds import Kind
from data.schema.registry import KINDS
from data.store.case_scopes import ScopeExtract, in_force, loaded_scopes, refuse_purged
from data.store.frames import load_frame
from data.store.tables import KIND_TABLES, extracts

MAX_CASES = 10_000


def drill_down_cases(
    engine: Engine, measure_id: str, area_code: str, first: date, last: date, most: int = MAX_CASES
) -> pd.DataFrame:
    """Return the cases that a measure counts from one day to another, at most `most`, by day.

    Of those open at a time the last day is taken. One row a case: its number, `on` (the day it
    counts by), `days`, `is_within` (None where the measure has no limit), and the file and row
    that brought it. CommandError where single cases do not tell the measure.
    """
    drill = _drill(engine, measure_id)
    with engine.connect() as connection:
        statement = _statement(engine, connection, drill, area_code, first, last)
        if statement is None:
            return pd.DataFrame(columns=["on", "days", "is_within", "file_name", "row_number"])
        result = connection.execute(statement.limit(most))
        names, rows = list(result.keys()), result.all()
    # Column by column: pandas takes rows of the database for objects and asks each what it is.
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    cases = pd.DataFrame(
        {name: pd.Series(values, dtype=object) for name, values in zip(names, columns, strict=True)}
    )
    if drill.until:
        cases["days"] = [(last - day).days for day in cases["on"]]
    return cases


def newest_cut_off(engine: Engine, measure_id: str, area_code: str) -> date | None:
    """Return the day up to which the cases behind a measure go; None where there are none."""
    kind = KINDS[_drill(engine, measure_id).kind]
    with engine.connect() as connection:
        counted = _counted(connection, area_code, kind)
    return max((each.cut_off for each in counted), default=None)


def _counted(connection: Connection, area_code: str, kind: Kind) -> tuple[ScopeExtract, ...]:
    """Return the extracts in force; PurgedCasesError where cases of one were purged."""
    counted = in_force(loaded_scopes(connection, area_code, [kind]))
    refuse_purged(counted)
    return counted


def _drill(engine: Engine, measure_id: str) -> Drill:
    measures = load_frame(engine, "measures", measure_id=measure_id)
    case_extract = "" if measures.empty else str(measures["case_extract"].iloc[0])
    drill = drill_of(measure_id, case_extract)
    if drill is None:
        raise CommandError(f"{measure_id} is not told by a list of cases.")
    return drill


def _statement(
    engine: Engine, connection: Connection, drill: Drill, area_code: str, first: date, last: date
) -> sa.Select | None:
    kind, table = KINDS[drill.kind], KIND_TABLES[drill.kind]
    counted = _counted(connection, area_code, kind)
    if not counted:
        return None
    window = (day - timedelta(days=drill.shift) for day in (first, last))
    conditions = [
        table.c.area_code == area_code,
        _in_counted_scopes(table, counted),
        *_not_superseded(kind, table, counted),
        *(_meets(condition, table) for condition in drill.requires),
        *(_open(drill, table, last) if drill.until else [table.c[drill.on].between(*window)]),
    ]
    if "clock" in table.c:
        settings = read_settings(load_frame(engine, "case_settings"), area_code)
        conditions.append(table.c.clock.in_(sorted(settings.clocks)))
    numbers = [table.c[name] for name in kind.key if name != "area_code"]
    return (
        sa.select(
            *numbers,
            table.c[drill.on].label("on"),
            (table.c[drill.days] if drill.days else sa.null()).label("days"),
            _within(drill, table).label("is_within"),
            extracts.c.file_name,
            table.c.row_number,
        )
        .join(extracts, extracts.c.extract_id == table.c.extract_id)
        .where(*conditions)
        .order_by(table.c[drill.on])
    )


def _in_counted_scopes(table: FromClause, counted: Sequence[ScopeExtract]) -> ColumnElement[bool]:
    """Return the condition that a row is of a scope for which its extract counts."""
    parts: list[ColumnElement[bool]] = []
    ordered = sorted(counted, key=lambda each: each.scope)
    for scope, members in groupby(ordered, key=lambda each: each.scope):
        # The sum keeps the planner from an index by extract: the one by day is the narrow one.
        is_of = (table.c.extract_id + 0).in_([each.extract_id for each in members])
        pairs = [pair.split("=", 1) for pair in scope.split(";") if pair]
        parts.append(sa.and_(is_of, *(table.c[name] == value for name, value in pairs)))
    return sa.or_(*parts)


def _not_superseded(
    kind: Kind, table: Table, counted: Sequence[ScopeExtract]
) -> list[ColumnElement[bool]]:
    """Leave out the rows of which a later extract that counts has another version."""
    ids = list(dict.fromkeys(each.extract_id for each in counted))
    if len(ids) == 1:
        return []
    later = table.alias("later")
    places = {extract_id: place for place, extract_id in enumerate(ids)}
    same = [_is_same(later.c[name], table.c[name]) for name in kind.key]
    is_later = sa.case(places, value=later.c.extract_id, else_=-1) > sa.case(
        places, value=table.c.extract_id, else_=-1
    )
    exists = sa.exists().where(*same, is_later, _in_counted_scopes(later, counted))
    return [sa.not_(exists)]


def _is_same(column: ColumnElement, other: ColumnElement) -> ColumnElement[bool]:
    # A day of the key may be missing; no other column of it may, and equals are found by index.
    return (
        column.is_not_distinct_from(other) if isinstance(column.type, sa.Date) else column == other
    )


def _meets(condition: Condition, table: Table) -> ColumnElement[bool]:
    column = table.c[condition.column]
    return column.in_(condition.allowed) if condition.allowed else column.is_not(None)


def _open(drill: Drill, table: Table, day: date) -> list[ColumnElement[bool]]:
    ends, starts = table.c[drill.until], table.c[drill.on]
    conditions = [
        starts <= day - timedelta(days=drill.at_least),
        sa.or_(ends.is_(None), ends > day),
    ]
    if drill.at_most is not None:
        conditions.append(starts >= day - timedelta(days=drill.at_most))
    return conditions


def _within(drill: Drill, table: Table) -> ColumnElement:
    if drill.within:
        return _meets(drill.within, table)
    if drill.until or drill.at_most is None:
        return sa.null()
    return sa.func.coalesce(table.c[drill.days] <= drill.at_most, sa.false())
