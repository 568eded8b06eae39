"""Read and write commentary: remarks, replies to exceptions, and headlines.

What a person writes is an extract, so that it is in the history and can be undone. Nothing is
overwritten: a change is a new version of a row, and a reworded remark is a new row beside the old
one, which is withdrawn.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import Engine

from dashboard.model.codes import WITHDRAWN, written_year_kind
from dashboard.model.meeting import OpenException
from dashboard.model.panel import Commentary, Framework, Panel, Series
from dashboard.panels.actions import read_remark
from dashboard.panels.overview import unique_panels
from dashboard.panels.records import records
from dashboard.records.commentary import remark_key, remark_token
from dashboard.records.exceptions import build_exceptions
from data.loading.file_report import FileReport
from data.loading.single_row import (
    EditConflictError,
    RowCells,
    cell,
    require_unchanged_since,
    write_rows,
)
from data.queries.as_of import SNAPSHOT_CACHE_SIZE, Judging
from data.queries.panels import load_previous_panels, plan_overview
from data.queries.snapshot import Snapshot
from data.store.frames import load_frame, load_shared_frame
from data.store.read_transaction import ReadTransaction, Store, cached_by_version, read_transaction

# Those of one plan's pages: with and without what is new, at a few report dates.
_CACHE_SIZE: Final = 4 * SNAPSHOT_CACHE_SIZE


class DuplicateEntryError(Exception):
    """The same remark is current already."""


def load_open_exceptions(
    snapshot: Snapshot, *, by_day: date | None = None, flags_new: bool = True
) -> tuple[OpenException, ...]:
    """Return every exception of a plan with its reply, those without a reply first.

    Replies count whenever they were written, or only if known by `by_day`; a reply is overdue by
    that day, else by today. Without `flags_new` no exception is marked as new, and the report before
    is not read, which takes half the time. A plan that has ended opens none: only a day of its own
    time shows what was open then.
    """
    judging = snapshot.judging
    if judging.framework.has_ended(judging.day):
        return ()
    has_ended = judging.framework.has_ended(snapshot.today)
    # Nothing of a plan that has ended is overdue today.
    today = judging.day if has_ended else snapshot.today
    return _open_exceptions(snapshot.transaction, judging, today, by_day, flags_new)


@cached_by_version(_CACHE_SIZE)
def _open_exceptions(
    transaction: ReadTransaction,
    judging: Judging,
    today: date,
    by_day: date | None,
    flags_new: bool,
) -> tuple[OpenException, ...]:
    overview = plan_overview(transaction, judging, today)
    before = load_previous_panels(transaction, judging) if flags_new else None
    plan = judging.framework.framework_id
    replies = load_shared_frame(transaction, "exceptions", by_day)
    return build_exceptions(
        unique_panels(overview.priorities),
        before[1] if before else None,
        records(replies[replies["framework_id"] == plan]),
        overview.as_of,
        by_day or today,
    )


def write_exception(
    engine: Engine,
    framework_id: str,
    exception: OpenException,
    by: str,
    *,
    version: str,
    now: datetime | None = None,
) -> FileReport:
    """Write who is asked to reply to an exception and by when, or the reply.

    `version` is the data version at which the exception was read: EditConflictError where data
    changed after it.
    """
    row = {
        "framework_id": framework_id,
        "measure_id": exception.measure_id,
        "breakdown": exception.breakdown,
        "basis": exception.basis,
        "year_kind": written_year_kind(exception.year_kind),
        "period_end": exception.period_end.isoformat(),
        "owner": exception.owner,
        "reply_by": cell(exception.reply_by),
        "reply": exception.reply,
        "author": by,
    }
    name = f"reply-{exception.measure_id}-{exception.period_end}.csv"
    return _write(engine, "exceptions", name, [row], by, version, now)


def write_remark(
    engine: Engine,
    plan: Framework,
    remark: Commentary,
    by: str,
    *,
    replaces: str = "",
    now: datetime | None = None,
) -> tuple[FileReport, Commentary]:
    """Write a remark, or change the one with the token `replaces`; return it as it was written.

    A changed text has a new author; a change of owner, day or state keeps the author. The area, plan,
    priority, measure and day of a remark never change. EditConflictError where no current remark has
    that token, or data changed meanwhile; DuplicateEntryError where the same remark is current.
    """
    with read_transaction(engine) as transaction:
        version = transaction.version
        current = _current_remarks(transaction, plan.framework_id)
    old = current.get(replaces)
    if replaces and old is None:
        raise EditConflictError
    new = _edited_remark(old, remark, by) if old else replace(remark, author=by)
    others = {remark_key(other) for mark, other in current.items() if mark != replaces}
    if remark_key(new) in others:
        raise DuplicateEntryError
    rows = [_remark_cells(plan, new)]
    if old and remark_key(new) != remark_key(old):
        rows.insert(0, _remark_cells(plan, replace(old, state=WITHDRAWN)))
    name = f"remark-{new.measure_id or f'priority-{new.priority_number}'}-{new.date}.csv"
    return _write(engine, "commentary", name, rows, by, version, now), new


def _current_remarks(store: Store, framework_id: str) -> Mapping[str, Commentary]:
    remarks = [
        read_remark(row)
        for row in records(load_frame(store, "commentary"))
        if row["framework_id"] == framework_id and row["state"] != WITHDRAWN
    ]
    return {remark_token(remark): remark for remark in remarks}


def _edited_remark(old: Commentary, edit: Commentary, by: str) -> Commentary:
    """Return a remark with an edit; withdrawn, it keeps its text."""
    if edit.state == WITHDRAWN:
        return replace(old, state=WITHDRAWN)
    new = replace(
        old, kind=edit.kind, text=edit.text, owner=edit.owner, due_on=edit.due_on, state=edit.state
    )
    if new.text == old.text:
        return new
    return replace(new, author=by, source_document="")


def _remark_cells(plan: Framework, remark: Commentary) -> RowCells:
    cells = {name: cell(value) for name, value in asdict(remark).items()}
    number = cells["priority_number"] if remark.priority_number else ""
    named = {"area_code": plan.area_code, "framework_id": plan.framework_id}
    return {**named, **cells, "priority_number": number}


def _write(
    engine: Engine,
    kind: str,
    name: str,
    rows: list[RowCells],
    by: str,
    version: str,
    now: datetime | None,
) -> FileReport:
    before_commit = require_unchanged_since(version)
    return write_rows(engine, kind, name, rows, by=by, now=now, before_commit=before_commit)


def write_headline(
    engine: Engine, panel: Panel, series: Series, text: str, by: str, now: datetime | None = None
) -> FileReport:
    """Load a headline for the latest period of a series; blank text removes the one before.

    The last one written is current; those before are in the history, and an undo restores them. The
    report has the issues where it is refused.
    """
    if series.latest is None or series.latest.period_end is None:
        raise ValueError("A headline is written for a period, and the series has none.")
    end = series.latest.period_end.isoformat()
    row = {
        "framework_id": panel.framework.framework_id,
        "measure_id": panel.measure.measure_id,
        "breakdown": series.breakdown,
        "basis": series.basis,
        "year_kind": written_year_kind(series.year_kind),
        "period_end": end,
        "text": text,
        "author": by,
    }
    name = f"headline-{panel.measure.measure_id}-{end}.csv"
    return write_rows(engine, "headlines", name, [row], by=by, now=now)
