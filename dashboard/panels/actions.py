"""Build what a plan does and says: its actions, counted and held against the printed totals."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

import pandas as pd

from dashboard.model.codes import ACTION_WORDS, WITHDRAWN
from dashboard.model.panel import Action, ActionPlan, Commentary
from dashboard.panels.records import records
from dashboard.text.format import day_words, joined


def build_commentary(
    frame: pd.DataFrame, framework_id: str, report_date: date, published_by: date | None = None
) -> tuple[Commentary, ...]:
    """Pick what a plan's reports say in words by the report date, in their order.

    A report is written up after its day: `known_by` is the day by which its words must have been
    known, the report date where there is none.
    """
    return tuple(
        read_remark(row)
        for row in _measures_of(frame, framework_id)
        if row["date"] <= report_date and row["known_on"] <= (published_by or report_date)
        if row["state"] != WITHDRAWN
    )


def read_remark(row: Mapping[str, Any]) -> Commentary:
    """Read one row of the frame commentary."""
    row_values = {field.name: row[field.name] for field in fields(Commentary)}
    return Commentary(**row_values | {"priority_number": int(row["priority_number"] or 0)})


def build_action_plan(
    frames: Mapping[str, pd.DataFrame], framework_id: str, report_date: date
) -> ActionPlan:
    """Count a plan's actions by status on the report date.

    Frames: actions, action_status, action_measures, action_totals. The newest status on or before
    the report date stands; an action without one is counted under no status.
    """
    actions = _actions(frames, framework_id, report_date)
    totals = _totals(frames["action_totals"], framework_id, report_date)
    now = totals[-1] if totals else None
    before = totals[-2] if len(totals) > 1 else None
    counts = _count(actions)
    words, is_consistent = _check(counts, now)
    newest = max((action.status_date for action in actions if action.status_date), default=None)
    return ActionPlan(
        actions=actions,
        counts=counts,
        counts_by_priority=_by_priority(actions),
        printed_now=_printed(now),
        printed_before=_printed(before),
        now_on=now["status_date"] if now else newest,
        before_on=before["status_date"] if before else None,
        before_note=str(before["note"]) if before else "",
        check_words=words,
        is_consistent=is_consistent,
    )


def _actions(
    frames: Mapping[str, pd.DataFrame], framework_id: str, report_date: date
) -> tuple[Action, ...]:
    statuses: dict[str, list[dict[str, Any]]] = {}
    for row in _measures_of(frames["action_status"], framework_id):
        if row["status_date"] <= report_date and row["known_on"] <= report_date:
            statuses.setdefault(row["action_reference"], []).append(row)
    measures_by_action: dict[str, list[str]] = {}
    for row in _measures_of(frames["action_measures"], framework_id):
        measures_by_action.setdefault(row["action_reference"], []).append(row["measure_id"])
    return tuple(
        _action(
            row,
            statuses.get(row["action_reference"], []),
            measures_by_action.get(row["action_reference"], []),
        )
        for row in _measures_of(frames["actions"], framework_id)
    )


def _action(row: dict[str, Any], statuses: list[dict[str, Any]], measures: list[str]) -> Action:
    in_order = sorted(statuses, key=lambda each: each["status_date"])
    status = in_order[-1] if in_order else None
    return Action(
        reference=row["action_reference"],
        title=row["title"],
        priority_number=row["priority_number"],
        status=status["status"] if status else "",
        status_date=status["status_date"] if status else None,
        measures=tuple(measures),
        note=status["note"] if status else "",
        completed_on=_completed_on(in_order),
    )


def _completed_on(in_order: list[dict[str, Any]]) -> date | None:
    """Give the day from which every status is completed; None where the newest is not."""
    since = None
    for row in reversed(in_order):
        if row["status"] != "completed":
            break
        since = row["status_date"]
    return since


def _totals(frame: pd.DataFrame, framework_id: str, report_date: date) -> list[dict[str, Any]]:
    rows = [
        row
        for row in _measures_of(frame, framework_id)
        if row["status_date"] <= report_date and row["known_on"] <= report_date
    ]
    return sorted(rows, key=lambda row: row["status_date"])


def _measures_of(frame: pd.DataFrame, framework_id: str) -> list[dict[str, Any]]:
    return [row for row in records(frame) if row["framework_id"] == framework_id]


def _count(actions: tuple[Action, ...]) -> dict[str, int]:
    counts = Counter(action.status for action in actions)
    return {code: counts[code] for code in ACTION_WORDS}


def _by_priority(actions: tuple[Action, ...]) -> dict[int, dict[str, int]]:
    numbers = sorted({action.priority_number for action in actions})
    return {n: _count(tuple(a for a in actions if a.priority_number == n)) for n in numbers}


def _printed(row: dict[str, Any] | None) -> dict[str, int]:
    return {code: int(row[code]) for code in ACTION_WORDS} if row else {}


def _check(counts: dict[str, int], now: dict[str, Any] | None) -> tuple[str, bool]:
    """Say whether the listed statuses add up to the totals that the report prints."""
    if now is None:
        return "No printed totals are loaded to check the list against.", True
    wrong = [
        f"{ACTION_WORDS[code].lower()} {counts[code]} listed, {int(now[code])} printed"
        for code in ACTION_WORDS
        if counts[code] != now[code]
    ]
    day = day_words(now["status_date"])
    if wrong:
        return f"The list does not add up to the totals printed on {day}: {joined(wrong)}.", False
    total = sum(counts.values())
    return f"The {total} listed statuses add up to the totals printed on {day}.", True
