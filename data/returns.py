"""Which returns were declared, and which loaded extract brought each."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, Engine, Table

from dashboard.returns import JudgedReturn, Received, ReturnDue, judge_return
from data.catalogue import KINDS
from data.standing import standing_rows
from data.tables import KIND_TABLES, LOADED, extracts
from data.worked_out_tables import extract_scopes

_KIND = "returns_due"
# The day that a row is of, in kinds whose rows have no period.
_DAYS = ("status_date", "date")


def load_returns(engine: Engine, day: date) -> tuple[JudgedReturn, ...]:
    """Return every declared return as it stands on a day, in the order of their declaration."""
    with engine.connect() as connection:
        rows = connection.execute(standing_rows(_KIND)).mappings().all()
        names = _names(connection, "areas", "area_code", "name")
        titles = _names(connection, "measures", "measure_id", "title")
        found: dict[tuple[Any, ...], Received | None] = {}
        judged = []
        for row in rows:
            asked = (row["kind"], row["area_code"], row["measure_id"] or "", row["provider"],
                     row["period_start"], row["period_end"])  # fmt: skip
            if asked not in found:
                found[asked] = _first_extract(connection, row)
            judged.append(judge_return(_due(row, names, titles), found[asked], day))
    return tuple(judged)


def _names(connection: Connection, kind: str, code: str, name: str) -> dict[str, str]:
    rows = connection.execute(standing_rows(kind)).mappings()
    return {row[code]: row[name] for row in rows}


def _due(row: Any, names: dict[str, str], titles: dict[str, str]) -> ReturnDue:
    kind, measure = row["kind"], row["measure_id"] or ""
    return ReturnDue(
        service=row["service"],
        area_code=row["area_code"],
        area=names.get(row["area_code"], row["area_code"]),
        kind=kind,
        kind_title=KINDS[kind].title if kind in KINDS else kind,
        measure=titles.get(measure, measure),
        provider=row["provider"],
        period_start=row["period_start"],
        period_end=row["period_end"],
        due_on=row["due_on"],
        note=row["note"],
    )


def _first_extract(connection: Connection, row: Any) -> Received | None:
    """Find the first loaded extract that holds what a return is to bring."""
    kind = KINDS.get(row["kind"])
    if kind is None:
        return None
    conditions = _of_cases(row) if kind.cases else _of_rows(KIND_TABLES[kind.name], row)
    statement = (
        sa.select(extracts.c.extract_id, extracts.c.loaded_on)
        .where(extracts.c.state == LOADED, extracts.c.kind == kind.name, *conditions)
        .order_by(extracts.c.extract_id)
        .limit(1)
    )
    found = connection.execute(statement).one_or_none()
    return Received(*found) if found else None


def _of_cases(row: Any) -> Iterable[ColumnElement[bool]]:
    """Ask for cases of the area, and of the provider where one is named, whole to the period's end."""
    scopes = extract_scopes.c
    conditions = [
        scopes.extract_id == extracts.c.extract_id,
        scopes.kind == row["kind"],
        scopes.area_code == row["area_code"],
        scopes.cut_off >= row["period_end"],
    ]
    if row["provider"]:
        # A scope is written as its parts, each with its name, parted by semicolons.
        parts = sa.literal(";") + scopes.scope + ";"
        conditions.append(parts.contains(f";provider={row['provider']};", autoescape=True))
    yield sa.exists().where(*conditions)


def _of_rows(table: Table, row: Any) -> Iterable[ColumnElement[bool]]:
    """Ask for rows of the area, and of the measure where one is named, that reach the period's end."""
    conditions = [table.c.extract_id == extracts.c.extract_id]
    if "area_code" in table.c:
        conditions.append(table.c.area_code == row["area_code"])
    elif "framework_id" in table.c:
        plans = standing_rows("frameworks").subquery()
        own = sa.select(plans.c.framework_id).where(plans.c.area_code == row["area_code"])
        conditions.append(table.c.framework_id.in_(own))
    if row["measure_id"] and "measure_id" in table.c:
        conditions.append(table.c.measure_id == row["measure_id"])
    yield sa.exists().where(*conditions, *_reaching(table, row))


def _reaching(table: Table, row: Any) -> list[ColumnElement[bool]]:
    start, end = row["period_start"], row["period_end"]
    if table.name == "observations":
        return [table.c.period_end >= end, table.c.period_start <= end]
    for name in _DAYS:
        if name in table.c:
            return [table.c[name] >= start]
    return [extracts.c.loaded_on >= start]
