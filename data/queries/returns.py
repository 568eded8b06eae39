"""Which returns were declared, and which loaded extract brought each."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, Table

from dashboard.panels.returns import JudgedReturn, Received, ReturnDue, judge_return
from data.schema.registry import KINDS
from data.store.case_tables import extract_scopes
from data.store.current_rows import current_rows
from data.store.read_transaction import Store
from data.store.tables import KIND_TABLES, LOADED, extracts

_KIND = "returns_due"
# The day that a row is of, in kinds whose rows have no period.
_DAYS = ("status_date", "date")


def load_returns(store: Store, day: date) -> tuple[JudgedReturn, ...]:
    """Return every declared return as judged on a day, in the order of their declaration."""
    with store.connect() as connection:
        rows = connection.execute(current_rows(_KIND)).mappings().all()
        declared = [_due(row) for row in rows]
        received = {due: _first_extract(connection, due) for due in declared}
    return tuple(judge_return(due, received[due], day) for due in declared)


def _due(row: Any) -> ReturnDue:
    named = {name: row[name] for name in ReturnDue.__dataclass_fields__}
    return ReturnDue(**named | {"measure_id": row["measure_id"] or ""})


def _first_extract(connection: Connection, due: ReturnDue) -> Received | None:
    """Return the first loaded extract that holds what a return is to bring; None for none."""
    kind = KINDS.get(due.kind)
    if kind is None:
        return None
    conditions = _of_cases(due) if kind.cases else _of_rows(KIND_TABLES[kind.name], due)
    statement = (
        sa.select(extracts.c.extract_id, extracts.c.loaded_on)
        .where(extracts.c.state == LOADED, extracts.c.kind == kind.name, *conditions)
        .order_by(extracts.c.loaded_on, extracts.c.extract_id)
        .limit(1)
    )
    row = connection.execute(statement).one_or_none()
    return Received(*row) if row else None


def _of_cases(due: ReturnDue) -> Iterable[ColumnElement[bool]]:
    """Yield conditions: cases of the area, and of the provider if named, whole to the period's end."""
    scopes = extract_scopes.c
    conditions = [
        scopes.extract_id == extracts.c.extract_id,
        scopes.kind == due.kind,
        scopes.area_code == due.area_code,
        scopes.cut_off >= due.period_end,
    ]
    if due.provider:
        # A scope is written as its parts, each with its name, parted by semicolons.
        parts = sa.literal(";") + scopes.scope + ";"
        conditions.append(parts.contains(f";provider={due.provider};", autoescape=True))
    yield sa.exists().where(*conditions)


def _of_rows(table: Table, due: ReturnDue) -> Iterable[ColumnElement[bool]]:
    """Yield conditions: rows of the area, and of the measure if named, that reach the period's end."""
    conditions = [table.c.extract_id == extracts.c.extract_id]
    if "area_code" in table.c:
        conditions.append(table.c.area_code == due.area_code)
    elif "framework_id" in table.c:
        plans = current_rows("frameworks").subquery()
        own = sa.select(plans.c.framework_id).where(plans.c.area_code == due.area_code)
        conditions.append(table.c.framework_id.in_(own))
    if due.measure_id and "measure_id" in table.c:
        conditions.append(table.c.measure_id == due.measure_id)
    yield sa.exists().where(*conditions, *_reaching(table, due))


def _reaching(table: Table, due: ReturnDue) -> list[ColumnElement[bool]]:
    """Return conditions: rows that end with the period, or begin in it and run on; no year for a month."""
    start, end = due.period_start, due.period_end
    if table.name == "observations":
        own, last = table.c.period_start, table.c.period_end
        return [sa.or_(last == end, sa.and_(last > end, own.between(start, end)))]
    for name in _DAYS:
        if name in table.c:
            return [table.c[name] >= start]
    return [extracts.c.loaded_on >= start]
