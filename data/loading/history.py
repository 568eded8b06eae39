"""The history of loads, what each extract brought, and undo."""

import getpass
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from data.cases.snapshots import AreaGroup, area_groups_of, recompute_after_undo
from data.common.act_log import log_act
from data.common.errors import CommandError
from data.common.progress import Progress, unwatched
from data.formats.base import Note
from data.loading.extract_areas import areas_of_extracts, has_any
from data.loading.file_report import UNJUDGED_KINDS, is_of_areas
from data.schema.registry import KINDS
from data.store.audit import note_act
from data.store.case_tables import computed_figures, extract_scopes
from data.store.current_rows import set_aside_ids
from data.store.databases.engine import alone_in_writing, require_ready
from data.store.read_transaction import Store
from data.store.tables import KIND_TABLES, LOADED, UNDONE, extract_notes, extracts

# PostgreSQL cannot compare its integers with a larger number.
_MAX_ID = 2**31 - 1


@dataclass(frozen=True)
class ExtractRecord:
    """One extract in the history; `undone_by` and `undone_at` are None while it is loaded.

    `purged_at` is when its cases were dropped. Extracts of one delivery share `delivery_id`, and its title as `format`.
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
    purged_at: datetime | None = None


@dataclass(frozen=True)
class ExtractUndone:
    """An extract that was undone, or would be."""

    extract_id: int
    file: str
    kind: str
    rows: int


@dataclass(frozen=True)
class DeliveryUndoReport:
    """The result of undoing a delivery, or of trying to: its extracts, the newest first.

    `set_aside` counts rows, by kind, whose references are no longer current.
    """

    extracts: tuple[ExtractUndone, ...]
    set_aside: dict[str, int]


class CannotUndoError(CommandError):
    """An extract cannot be undone; the message says why."""


class UnknownExtractError(CannotUndoError):
    """There is no extract of a number, or none that is shown to who asks."""

    def __init__(self, extract_id: int) -> None:
        super().__init__(f"There is no extract {extract_id}. See: python -m data history")


def extract_history(
    store: Store, own_areas: Collection[str] | None = None
) -> tuple[ExtractRecord, ...]:
    """Return every extract that was ever loaded, the newest first; those of some areas alone."""
    columns = [extracts.c[name] for name in ExtractRecord.__dataclass_fields__]
    statement = sa.select(*columns).order_by(extracts.c.extract_id.desc())
    with store.connect() as connection:
        records = [ExtractRecord(*row) for row in connection.execute(statement)]
        if own_areas is None:
            return tuple(records)
        kinds = [(record.extract_id, record.kind) for record in records]
        areas = areas_of_extracts(connection, kinds)
    return tuple(record for record in records if has_any(own_areas, areas[record.extract_id]))


@dataclass(frozen=True)
class MeasureContents:
    """The figures that an extract brought for one measure."""

    measure_id: str
    areas: int
    rows: int
    first_day: date
    last_day: date


@dataclass(frozen=True)
class ExtractContents:
    """The figures that came from an extract, and the measures computed from its cases."""

    extract_id: int
    kind: str
    areas: int
    measures: tuple[MeasureContents, ...]
    computed_figures: tuple[str, ...] = ()


def extract_contents(engine: Engine, extract_id: int) -> ExtractContents:
    """Return the figures that came from an extract: measures with their areas, rows and periods.

    Of an extract of cases these are the measures computed as it was loaded; of another kind, the
    number of areas that its rows have.
    """
    require_ready(engine)
    with engine.connect() as connection:
        record = _record(connection, extract_id)
        table = KIND_TABLES[record.kind]
        # A million cases have few scopes, which have the same areas.
        where = extract_scopes if KINDS[record.kind].cases else table
        areas = 0
        if "area_code" in where.c:
            count = sa.select(sa.func.count(where.c.area_code.distinct()))
            areas = connection.scalar(count.where(where.c.extract_id == extract_id))
        measures = _measure_contents(connection, table, extract_id)
        computed = sa.select(computed_figures.c.measure_id).where(
            computed_figures.c.extract_id == extract_id
        )
        names = sorted(set(connection.scalars(computed.distinct())))
    return ExtractContents(extract_id, record.kind, areas or 0, measures, tuple(names))


def _measure_contents(
    connection: Connection, table: sa.Table, extract_id: int
) -> tuple[MeasureContents, ...]:
    if table.name != "observations":
        return ()
    result = connection.execute(
        sa.select(
            table.c.measure_id,
            sa.func.count(table.c.area_code.distinct()),
            sa.func.count(),
            sa.func.min(sa.func.coalesce(table.c.period_start, table.c.period_end)),
            sa.func.max(table.c.period_end),
        )
        .where(table.c.extract_id == extract_id)
        .group_by(table.c.measure_id)
        .order_by(table.c.measure_id)
    )
    return tuple(MeasureContents(*row) for row in result)


def extract_notes_of(engine: Engine, extract_id: int) -> tuple[Note, ...]:
    """Return the notes on the file that an extract, or its delivery, was made from."""
    require_ready(engine)
    notes_owner = sa.select(sa.func.coalesce(extracts.c.delivery_id, extracts.c.extract_id)).where(
        extracts.c.extract_id == extract_id
    )
    columns = [extract_notes.c[name] for name in ("topic", "place", "words")]
    statement = sa.select(*columns).where(
        extract_notes.c.extract_id == notes_owner.scalar_subquery()
    )
    with engine.connect() as connection:
        result = connection.execute(statement.order_by(extract_notes.c.note_id))
        return tuple(Note(*row) for row in result)


def undo_delivery(  # noqa: PLR0913 - all but two by name
    engine: Engine,
    extract_id: int,
    *,
    by: str = "",
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = unwatched,
    may_undo: Callable[[Connection, list[tuple[int, str]]], None] | None = None,
    before_commit: Callable[[Connection, set[str] | None], None] | None = None,
) -> DeliveryUndoReport:
    """Undo every extract of the delivery that an extract is of.

    `may_undo` is called before anything is told of it, with the number and kind of each extract, and
    `before_commit` in the transaction, with the areas whose measures this can change, None for any
    area. An error that these raise, and CancelledError, raised by `progress`, leave the store as it was.
    """
    by = by or getpass.getuser()
    require_ready(engine)
    with alone_in_writing(engine, progress) as (connection, transaction):
        record = _record(connection, extract_id)
        delivery = _delivery(connection, record)
        if may_undo:
            may_undo(connection, [(each.extract_id, each.kind) for each in delivery])
        if record.state != LOADED:
            message = f"Extract {extract_id} ({record.file_name}) is undone already."
            raise CannotUndoError(message)
        records = [each for each in delivery if each.state == LOADED]
        before = set_aside_ids(connection)
        _undo(connection, records, by, now, progress)
        orphans = set_aside_ids(connection) - before
        if before_commit:
            before_commit(connection, _areas(connection, records))
        progress("Storing", 1, 1)
        names = [f"extract {record.extract_id} ({record.kind})" for record in records]
        if dry_run:
            transaction.rollback()
        else:
            note_act(connection, by, UNDONE, ", ".join(names), now)
    if not dry_run:
        log_act(UNDONE, by, names)
    undone = (
        ExtractUndone(record.extract_id, record.file_name, record.kind, record.row_count)
        for record in records
    )
    return DeliveryUndoReport(
        tuple(undone), dict(sorted(Counter(kind for kind, _ in orphans).items()))
    )


def _undo(
    connection: Connection,
    records: Sequence[sa.Row],
    by: str,
    now: datetime | None,
    progress: Progress,
) -> None:
    """Mark extracts as undone and compute again the figures that they had a part in."""
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    numbers = [record.extract_id for record in records]
    groups_by_extract = [
        area_groups_of(connection, record.extract_id, record.kind) for record in records
    ]
    connection.execute(
        sa.update(extracts)
        .where(extracts.c.extract_id.in_(numbers))
        .values(state=UNDONE, undone_by=by, undone_at=moment)
    )
    undone_by_group: dict[AreaGroup, list[int]] = {}
    for number, area_groups in zip(numbers, groups_by_extract, strict=True):
        for area_group in area_groups:
            undone_by_group.setdefault(area_group, []).append(number)
    for done, (area_group, undone) in enumerate(sorted(undone_by_group.items())):
        progress("Working out again", done, len(undone_by_group))
        recompute_after_undo(connection, undone, area_group)


def _areas(connection: Connection, records: Sequence[sa.Row]) -> set[str] | None:
    """Return the areas whose measures extracts can change; None for any area."""
    judging = [record for record in records if record.kind not in UNJUDGED_KINDS]
    if not all(is_of_areas(record.kind) for record in judging):
        return None
    areas: set[str] = set()
    for record in judging:
        where = extract_scopes if KINDS[record.kind].cases else KIND_TABLES[record.kind]
        own_areas = sa.select(where.c.area_code).where(where.c.extract_id == record.extract_id)
        areas.update(connection.scalars(own_areas.distinct()))
    return areas


def _delivery(connection: Connection, record: sa.Row) -> list[sa.Row]:
    """Return the extracts of the delivery of an extract, the newest first."""
    if record.delivery_id is None:
        return [record]
    statement = (
        sa.select(extracts)
        .where(extracts.c.delivery_id == record.delivery_id)
        .order_by(extracts.c.extract_id.desc())
    )
    return list(connection.execute(statement))


def _record(connection: Connection, extract_id: int) -> sa.Row:
    statement = sa.select(extracts).where(extracts.c.extract_id == extract_id)
    is_possible = 0 < extract_id <= _MAX_ID
    record = connection.execute(statement).one_or_none() if is_possible else None
    if record is None:
        raise UnknownExtractError(extract_id)
    return record
