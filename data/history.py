"""What was loaded, by whom and when; and the way back."""

import getpass
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from data.faults import CommandError
from data.standing import set_aside_ids
from data.store import lock_for_writing, require_ready, writing_connection
from data.tables import LOADED, UNDONE, extracts
from data.working_out import places_of, rework_after_undo

# A larger number is more than the databases can compare with.
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class ExtractRecord:
    """Hold one line of the history; `undone_by` and `undone_at` are None while it is loaded."""

    extract_id: int
    file_name: str
    sha256: str
    kind: str
    row_count: int
    new_count: int
    changed_count: int
    unchanged_count: int
    loaded_by: str
    loaded_at: datetime
    state: str
    undone_by: str | None
    undone_at: datetime | None


@dataclass(frozen=True)
class UndoReport:
    """Tell what an undo did; `set_aside` counts rows, by kind, whose references stand no more."""

    extract_id: int
    file: str
    kind: str
    rows: int
    set_aside: dict[str, int]


class CannotUndoError(CommandError):
    """Say why an extract cannot be undone."""


def extract_history(engine: Engine) -> tuple[ExtractRecord, ...]:
    """Return every extract that was ever loaded, the newest first."""
    require_ready(engine)
    columns = [extracts.c[name] for name in ExtractRecord.__dataclass_fields__]
    statement = sa.select(*columns).order_by(extracts.c.extract_id.desc())
    with engine.connect() as connection:
        return tuple(ExtractRecord(*row) for row in connection.execute(statement))


def undo_extract(
    engine: Engine, extract_id: int, *, by: str = "", now: datetime | None = None
) -> UndoReport:
    """Take an extract back: what it superseded stands again, what it alone brought is gone."""
    require_ready(engine)
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    with writing_connection(engine) as connection, connection.begin():
        lock_for_writing(connection)
        record = _loaded_record(connection, extract_id)
        places = places_of(connection, extract_id, record.kind)
        before = set_aside_ids(connection)
        connection.execute(
            sa.update(extracts)
            .where(extracts.c.extract_id == extract_id)
            .values(state=UNDONE, undone_by=by or getpass.getuser(), undone_at=moment)
        )
        orphans = set_aside_ids(connection) - before
        rework_after_undo(connection, extract_id, places)
    counts = Counter(kind for kind, _ in orphans)
    return UndoReport(
        extract_id, record.file_name, record.kind, record.row_count, dict(sorted(counts.items()))
    )


def _loaded_record(connection: Connection, extract_id: int) -> sa.Row:
    statement = sa.select(extracts).where(extracts.c.extract_id == extract_id)
    is_possible = 0 < extract_id <= _LARGEST_ID
    record = connection.execute(statement).one_or_none() if is_possible else None
    if record is None:
        message = f"There is no extract {extract_id}. See: python -m data history"
        raise CannotUndoError(message)
    if record.state != LOADED:
        message = f"Extract {extract_id} ({record.file_name}) is undone already."
        raise CannotUndoError(message)
    return record
