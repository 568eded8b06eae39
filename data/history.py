"""What was loaded, by whom and when; and the way back."""

import getpass
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from data.faults import CommandError
from data.formats.shapes import Note
from data.intake_queue import alone_in_writing
from data.progress import Progress, unwatched
from data.standing import set_aside_ids
from data.store import require_ready
from data.tables import LOADED, UNDONE, extract_notes, extracts
from data.working_out import places_of, rework_after_undo

# A larger number is more than the databases can compare with.
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class ExtractRecord:
    """Hold one line of the history; `undone_by` and `undone_at` are None while it is loaded.

    Extracts made from one delivery share `delivery_id`, and its title as `format`.
    """

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
    delivery_id: int | None = None
    format: str | None = None


@dataclass(frozen=True)
class UndoReport:
    """Tell what an undo did; `set_aside` counts rows, by kind, whose references stand no more."""

    extract_id: int
    file: str
    kind: str
    rows: int
    set_aside: dict[str, int]


@dataclass(frozen=True)
class DeliveryUndone:
    """Tell what the undo of a delivery did, or would do: its extracts, the newest first.

    `set_aside` counts rows, by kind, whose references stand no more once all of it is undone.
    """

    extracts: tuple[UndoReport, ...]
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


def extract_notes_of(engine: Engine, extract_id: int) -> tuple[Note, ...]:
    """Return what was noticed in the file that an extract, or its delivery, was made from."""
    require_ready(engine)
    its = sa.select(sa.func.coalesce(extracts.c.delivery_id, extracts.c.extract_id)).where(
        extracts.c.extract_id == extract_id
    )
    columns = [extract_notes.c[name] for name in ("topic", "place", "words")]
    statement = sa.select(*columns).where(extract_notes.c.extract_id == its.scalar_subquery())
    with engine.connect() as connection:
        found = connection.execute(statement.order_by(extract_notes.c.note_id))
        return tuple(Note(*row) for row in found)


def undo_extract(
    engine: Engine, extract_id: int, *, by: str = "", now: datetime | None = None
) -> UndoReport:
    """Take an extract back: what it superseded stands again, what it alone brought is gone."""
    require_ready(engine)
    with alone_in_writing(engine, unwatched) as (connection, _):
        record = _loaded_record(connection, extract_id)
        before = set_aside_ids(connection)
        _undo(connection, [record], by, now, unwatched)
        orphans = set_aside_ids(connection) - before
    return _undo_report(record, _counted(orphans))


def undo_delivery(
    engine: Engine,
    extract_id: int,
    *,
    by: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = unwatched,
    look: Callable[[Connection], None] | None = None,
) -> DeliveryUndone:
    """Take back every extract that was made from one delivery, named by any of them.

    `look` sees the store as it is without them. CancelledError, raised by `progress`, leaves
    everything as it was.
    """
    require_ready(engine)
    with alone_in_writing(engine, progress) as (connection, transaction):
        records = _loaded_delivery(connection, _loaded_record(connection, extract_id))
        before = set_aside_ids(connection)
        _undo(connection, records, by, now, progress)
        orphans = set_aside_ids(connection) - before
        if look:
            look(connection)
        progress("Storing", 1, 1)
        if dry_run:
            transaction.rollback()
    return DeliveryUndone(tuple(_undo_report(each, {}) for each in records), _counted(orphans))


def _undo(
    connection: Connection,
    records: Sequence[sa.Row],
    by: str,
    now: datetime | None,
    progress: Progress,
) -> None:
    """Mark extracts as undone and work out anew what they had a part in."""
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    numbers = [record.extract_id for record in records]
    places = [places_of(connection, record.extract_id, record.kind) for record in records]
    connection.execute(
        sa.update(extracts)
        .where(extracts.c.extract_id.in_(numbers))
        .values(state=UNDONE, undone_by=by or getpass.getuser(), undone_at=moment)
    )
    # Of the places of several extracts each is worked out once, from the first that is gone.
    firsts = {
        place: min(number for number, its in zip(numbers, places, strict=True) if place in its)
        for place in sorted({place for its in places for place in its})
    }
    for done, (place, first) in enumerate(firsts.items()):
        progress("Working out again", done, len(firsts))
        rework_after_undo(connection, first, [place])


def _undo_report(record: sa.Row, set_aside: dict[str, int]) -> UndoReport:
    return UndoReport(record.extract_id, record.file_name, record.kind, record.row_count, set_aside)


def _counted(orphans: set[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted(Counter(kind for kind, _ in orphans).items()))


def _loaded_delivery(connection: Connection, record: sa.Row) -> list[sa.Row]:
    """Return the extracts of a delivery that are still loaded, the newest first."""
    if record.delivery_id is None:
        return [record]
    statement = (
        sa.select(extracts)
        .where(extracts.c.delivery_id == record.delivery_id, extracts.c.state == LOADED)
        .order_by(extracts.c.extract_id.desc())
    )
    return list(connection.execute(statement))


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
