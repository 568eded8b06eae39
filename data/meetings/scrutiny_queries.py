"""The scrutiny log of a plan, read for a page or for a pack."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from dashboard.model.meeting import Question, Recommendation
from dashboard.panels.catalogue import newest_report
from dashboard.panels.records import records
from dashboard.records.scrutiny import build_questions, build_recommendations, logged_on
from data.queries.as_of import SNAPSHOT_CACHE_SIZE, load_as_of
from data.queries.snapshot import Snapshot
from data.store.frames import load_frame
from data.store.read_transaction import ReadTransaction, Store, cached_by_version
from data.store.tables import packs

Log = tuple[tuple[Question, ...], tuple[Recommendation, ...]]


def load_shown_log(snapshot: Snapshot) -> Log:
    """Load the log of a plan as a page shows it: all of it, or as it was known on a day."""
    chosen = snapshot.selection
    return _log(snapshot.transaction, chosen.framework, chosen.as_of)


def load_meeting_log(snapshot: Snapshot, day: date) -> Log:
    """Load what the meeting of a report date sees of a plan's log, in everything said of it by now.

    To the newest report belongs all that was said; to an earlier one what was said by its day, or
    asked on a slide of a pack that is no younger than it.
    """
    transaction, plan = snapshot.transaction, snapshot.selection.framework
    as_of_data = load_as_of(transaction, None)
    newest = newest_report(as_of_data.catalogue, as_of_data.figures, plan, date.max)
    log = _log(transaction, plan, None)
    if newest is None or day >= newest:
        return log
    days = pack_days(transaction, plan)
    questions, recommendations = log
    of_day = tuple(
        entry
        for entry in questions
        if min(logged_on(entry), days.get(entry.pack_id, date.max)) <= day
    )
    return of_day, tuple(entry for entry in recommendations if entry.made_on <= day)


@cached_by_version(SNAPSHOT_CACHE_SIZE)
def _log(transaction: ReadTransaction, framework_id: str, as_of: date | None) -> Log:
    questions = load_frame(transaction, "scrutiny_questions", as_of, framework_id=framework_id)
    made = load_frame(transaction, "recommendations", as_of, framework_id=framework_id)
    return build_questions(records(questions)), build_recommendations(records(made))


def pack_days(store: Store, framework_id: str) -> Mapping[str, date]:
    """Return the day of each pack of a plan, on whose slides a question may be based."""
    of_plan = packs.c.framework_id == framework_id
    with store.connect() as connection:
        rows = connection.execute(sa.select(packs.c.pack_id, packs.c.as_of).where(of_plan))
        return {row.pack_id: row.as_of for row in rows}
