"""The scrutiny log of a plan, read for a page or for a pack."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy import Engine

from dashboard.model.meeting import Question, Recommendation
from dashboard.model.selection import Selection
from dashboard.panels.catalogue import newest_report
from dashboard.panels.records import records
from dashboard.records.scrutiny import build_questions, build_recommendations, logged_on
from data.queries.snapshot import SNAPSHOT_CACHE_SIZE, load_snapshot
from data.store.frames import data_version, load_frame
from data.store.tables import packs

Log = tuple[tuple[Question, ...], tuple[Recommendation, ...]]


def load_shown_log(engine: Engine, chosen: Selection) -> Log:
    """Load the log of a plan as a page shows it: all of it, or as it was known on a day."""
    return _log(engine, data_version(engine), chosen.framework, chosen.as_of)


def load_meeting_log(engine: Engine, chosen: Selection, day: date) -> Log:
    """Load what the meeting of a report date sees of a plan's log, in everything said of it by now.

    To the newest report belongs all that was said; to an earlier one what was said by its day, or
    asked on a slide of a pack that is no younger than it.
    """
    version = data_version(engine)
    snapshot = load_snapshot(engine, version, None)
    newest = newest_report(snapshot.catalogue, snapshot.figures, chosen.framework, date.max)
    log = _log(engine, version, chosen.framework, None)
    if newest is None or day >= newest:
        return log
    days = pack_days(engine, chosen.framework)
    questions, recommendations = log
    of_day = tuple(
        entry
        for entry in questions
        if min(logged_on(entry), days.get(entry.pack_id, date.max)) <= day
    )
    return of_day, tuple(entry for entry in recommendations if entry.made_on <= day)


@lru_cache(maxsize=SNAPSHOT_CACHE_SIZE)
def _log(engine: Engine, _version: str, framework_id: str, as_of: date | None) -> Log:
    """Read the log; the version is there only to be part of the key."""
    asked = load_frame(engine, "scrutiny_questions", as_of, framework_id=framework_id)
    made = load_frame(engine, "recommendations", as_of, framework_id=framework_id)
    return build_questions(records(asked)), build_recommendations(records(made))


def pack_days(engine: Engine, framework_id: str) -> Mapping[str, date]:
    """Give the day of each pack of a plan, on whose slides a question may have been asked."""
    of_plan = packs.c.framework_id == framework_id
    with engine.connect() as connection:
        rows = connection.execute(sa.select(packs.c.pack_id, packs.c.as_of).where(of_plan))
        return {row.pack_id: row.as_of for row in rows}
