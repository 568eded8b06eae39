"""Actions of a plan, counted and checked against the printed totals; and its commentary."""

from collections import Counter
from collections.abc import Iterable, Mapping
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
    """Return the commentary of a plan's reports by the report date, in their order.

    A report is written up after its day: `published_by` is the day by which its words must have
    been known, the report date where it is None.
    """
    return tuple(
        read_remark(row)
        for row in _rows_of_plan(frame, framework_id)
        if row["date"] <= report_date and row["known_on"] <= (published_by or report_date)
        if row["state"] != WITHDRAWN
    )


def read_remark(row: Mapping[str, Any]) -> Commentary:
    """Return a row of the frame commentary."""
    row_values = {field.name: row[field.name] for field in fields(Commentary)}
    return Commentary(**row_values | {"priority_number": int(row["priority_number"] or 0)})


def build_action_plan(
    frames: Mapping[str, pd.DataFrame], framework_id: str, report_date: date
) -> ActionPlan:
    """Return a plan's actions with their status on the report date, and how many have each.

    Frames: actions, action_status, action_measures, action_totals. The newest status on or before
    the report date counts; an action without one is counted under no status.
    """
    actions = _actions(frames, framework_id, report_date)
    totals = sorted(
        _rows_by(frames["action_totals"], framework_id, report_date),
        key=lambda row: row["status_date"],
    )
    now = totals[-1] if totals else None
    before = totals[-2] if len(totals) > 1 else None
    counts = count_statuses(actions)
    words, is_consistent = _check_totals(counts, now)
    numbers = sorted({action.priority_number for action in actions})
    newest = max((action.status_date for action in actions if action.status_date), default=None)
    return ActionPlan(
        actions=actions,
        counts=counts,
        counts_by_priority={
            n: count_statuses(a for a in actions if a.priority_number == n) for n in numbers
        },
        printed_now=_printed_totals(now),
        printed_before=_printed_totals(before),
        now_on=now["status_date"] if now else newest,
        before_on=before["status_date"] if before else None,
        before_note=str(before["note"]) if before else "",
        check_words=words,
        is_consistent=is_consistent,
    )


def statuses_before(
    frames: Mapping[str, pd.DataFrame], plan: ActionPlan, framework_id: str, report_date: date
) -> dict[str, str]:
    """Return the status that each action had at the report before, by reference; those that had one.

    That report is the one whose totals are printed, else the last day on which another status was.
    """
    rows = sorted(
        _rows_by(frames["action_status"], framework_id, report_date),
        key=lambda row: row["status_date"],
    )
    earlier = [
        row["status_date"] for row in rows if plan.now_on and row["status_date"] < plan.now_on
    ]
    day = plan.before_on or max(earlier, default=date.min)
    return {row["action_reference"]: row["status"] for row in rows if row["status_date"] <= day}


def _actions(
    frames: Mapping[str, pd.DataFrame], framework_id: str, report_date: date
) -> tuple[Action, ...]:
    statuses: dict[str, list[dict[str, Any]]] = {}
    for row in _rows_by(frames["action_status"], framework_id, report_date):
        statuses.setdefault(row["action_reference"], []).append(row)
    measures_by_action: dict[str, list[str]] = {}
    for row in _rows_of_plan(frames["action_measures"], framework_id):
        measures_by_action.setdefault(row["action_reference"], []).append(row["measure_id"])
    return tuple(
        _action(
            row,
            statuses.get(row["action_reference"], []),
            measures_by_action.get(row["action_reference"], []),
        )
        for row in _rows_of_plan(frames["actions"], framework_id)
    )


def _action(row: dict[str, Any], statuses: list[dict[str, Any]], measures: list[str]) -> Action:
    in_order = sorted(statuses, key=lambda each: each["status_date"])
    status = in_order[-1] if in_order else None
    completed_on = None
    for each in reversed(in_order):
        if each["status"] != "completed":
            break
        completed_on = each["status_date"]
    return Action(
        reference=row["action_reference"],
        title=row["title"],
        priority_number=row["priority_number"],
        status=status["status"] if status else "",
        status_date=status["status_date"] if status else None,
        measures=tuple(measures),
        note=status["note"] if status else "",
        completed_on=completed_on,
    )


def _rows_of_plan(frame: pd.DataFrame, framework_id: str) -> list[dict[str, Any]]:
    return [row for row in records(frame) if row["framework_id"] == framework_id]


def _rows_by(frame: pd.DataFrame, framework_id: str, report_date: date) -> list[dict[str, Any]]:
    """Return the plan's rows that are of, and were known by, the report date."""
    return [
        row
        for row in _rows_of_plan(frame, framework_id)
        if row["status_date"] <= report_date and row["known_on"] <= report_date
    ]


def count_statuses(actions: Iterable[Action]) -> dict[str, int]:
    """Return how many of some actions have each status."""
    counts = Counter(action.status for action in actions)
    return {code: counts[code] for code in ACTION_WORDS}


def _printed_totals(row: dict[str, Any] | None) -> dict[str, int]:
    return {code: int(row[code]) for code in ACTION_WORDS} if row else {}


def _check_totals(counts: dict[str, int], now: dict[str, Any] | None) -> tuple[str, bool]:
    """Return in words whether the listed statuses add up to the totals that the report prints."""
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
