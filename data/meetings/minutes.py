"""What the store has of the minutes of meetings: those of a pack, and of the pack before it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import sqlalchemy as sa

from dashboard.model.panel import Framework
from dashboard.pack.minutes import Meeting, Minutes, minutes_of
from dashboard.pack.model import StoredPack
from dashboard.pack.scope import WHOLE_PLAN, Scope, read_scope, series_of
from data.meetings.scrutiny import load_meeting_log, load_shown_log
from data.queries.snapshot import Snapshot, plans_in_order
from data.store.read_transaction import Store
from data.store.tables import packs

# Beside the pack_id of those that are stored.
_IN_THE_MAKING: Final = "(in the making)"


def load_minutes(snapshot: Snapshot, stored: StoredPack) -> Mapping[Framework, Minutes]:
    """Return the minutes of the meeting of a pack, by plan: of an owner those of the area with entries.

    They are as known on the selected day.
    """
    meetings = load_meetings(snapshot.transaction, stored.area_code)
    meeting = Meeting(stored.series, stored.as_of)
    return {
        plan: minutes
        for plan in _plans(snapshot, stored.scope)
        for chosen in [replace(snapshot.selection, framework=plan.framework_id)]
        for minutes in [minutes_of(meeting, meetings, *load_shown_log(snapshot.of(chosen)))]
        if minutes.entries or not stored.scope.owner
    }


def load_minutes_before(snapshot: Snapshot, pack_id: str, scope: Scope) -> Minutes:
    """Return the minutes of the meeting of an earlier pack of a scope, for the selected report date."""
    plan, day = snapshot.judging.framework, snapshot.selection.as_of or snapshot.today
    # What is asked by the report date of the pack in the making is of its own meeting.
    own = Meeting(series_of(plan.area_code, plan.framework_id, scope), day)
    meetings = {**load_meetings(snapshot.transaction, plan.area_code), _IN_THE_MAKING: own}
    logs = [
        load_meeting_log(snapshot.of(replace(snapshot.selection, framework=each.framework_id)), day)
        for each in _plans(snapshot, scope)
    ]
    questions = (entry for of_plan, _ in logs for entry in of_plan)
    recommendations = (entry for _, of_plan in logs for entry in of_plan)
    return minutes_of(meetings[pack_id], meetings, questions, recommendations)


def load_meetings(store: Store, area_code: str) -> Mapping[str, Meeting]:
    """Return the meeting of each pack of an area, by pack_id."""
    columns = (packs.c.pack_id, packs.c.framework_id, packs.c.scope, packs.c.as_of)
    with store.connect() as connection:
        rows = connection.execute(sa.select(*columns).where(packs.c.area_code == area_code)).all()
    return {
        row.pack_id: Meeting(
            series_of(area_code, row.framework_id, read_scope(row.scope) or WHOLE_PLAN), row.as_of
        )
        for row in rows
    }


def _plans(snapshot: Snapshot, scope: Scope) -> tuple[Framework, ...]:
    """Return the plans whose logs have what is asked on the slides of a scope."""
    plan = snapshot.judging.framework
    return plans_in_order(snapshot.choices, plan.area_code) if scope.owner else (plan,)
