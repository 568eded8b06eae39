"""The log of who looked at single cases, when and at which."""

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Engine

from data.store.audit import note_act
from data.store.databases.engine import require_ready, writing_connection
from data.store.tables import case_list_views


@dataclass(frozen=True)
class CaseViewRecord:
    """One view of single cases: `address` is the page or command, `row_count` the cases shown."""

    viewed_at: datetime
    viewed_by: str
    address: str
    row_count: int


def note_view(engine: Engine, by: str, address: str, row_count: int) -> None:
    """Log a view; called before its cases are shown."""
    view = {
        "viewed_at": datetime.now(UTC),
        "viewed_by": by,
        "address": address,
        "row_count": row_count,
    }
    with writing_connection(engine) as connection, connection.begin():
        connection.execute(sa.insert(case_list_views).values(view))
        note_act(connection, by, "cases viewed", f"{address}: {row_count} rows")


def case_views_log(engine: Engine) -> tuple[CaseViewRecord, ...]:
    """Return every view of single cases, the newest first."""
    require_ready(engine)
    columns = [case_list_views.c[name] for name in CaseViewRecord.__dataclass_fields__]
    statement = sa.select(*columns).order_by(case_list_views.c.view_id.desc())
    with engine.connect() as connection:
        return tuple(CaseViewRecord(*row) for row in connection.execute(statement))
