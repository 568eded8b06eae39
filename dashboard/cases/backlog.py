"""The backlog: who is still open on the newest day, how long already, who falls due next."""

from datetime import date
from typing import Any, Final

import pandas as pd

from dashboard.cases.frame_access import CaseCells, count_of
from dashboard.cases.model import Backlog, NamedCount
from dashboard.cases.views import backlog_measures, view_family
from dashboard.model.codes import OPEN_AGES, breakdown_words
from dashboard.model.services import SERVICES
from dashboard.text.format import format_value, sentence_case
from dashboard.text.periods import day_words

_WORDS: Final = {
    "ehc-open": "Open cases",
    "ehc-open-past-20-weeks": "Open past 20 weeks",
    "ehc-due-4-weeks": "Reach 20 weeks in the next 4 weeks",
    "ehc-oldest-open": "The oldest open case",
    "annual-review-overdue": "Reviews overdue",
    "ehcp-caseload": "Plans maintained",
    "ehc-advice-overdue": "Advice overdue",
    "waiting": "Waiting",
    "median-waiting": "Half have waited longer than",
    "longest-waiting": "The longest wait",
    "over-52-weeks": "Waiting over 52 weeks",
    "over-104-weeks": "Waiting over 104 weeks",
}
_DECIMALS: Final = {"count": -1, "weeks": 0}
_IN_WEEKS: Final = ("ehc-oldest-open", "median-waiting", "longest-waiting")


def build_backlog(measure_id: str, cells: pd.DataFrame) -> Backlog | None:
    """Build the backlog that stands beside a measure; None where it has none or nobody is counted."""
    return backlog_of(measure_id, CaseCells(cells))


def backlog_of(measure_id: str, cells: CaseCells) -> Backlog | None:
    """Build the backlog out of cells that were read already."""
    family = view_family(measure_id).backlog
    measures = backlog_measures(family)
    day = cells.last_snapshot(measures)
    if not measures or day is None:
        return None
    rows = [cells.at_day(measure, day) for measure in measures]
    counts = tuple(
        _count(row, measure, family) for row, measure in zip(rows, measures, strict=True)
    )
    if not any(row for row in rows):
        return None
    return Backlog(
        on=day,
        sentence=_sentence(family, counts, day),
        counts=counts,
        ages=_ages(cells, day) if family == "ehc" else (),
        is_provisional=any(bool(row and row["is_provisional"]) for row in rows),
    )


def _count(row: dict[str, Any] | None, measure_id: str, family: str) -> NamedCount:
    ending = measure_id.removeprefix(f"{family}-") if family in SERVICES else measure_id
    return count_of(row, _WORDS[ending], "weeks" if ending in _IN_WEEKS else "count")


def _ages(cells: CaseCells, day: date) -> tuple[NamedCount, ...]:
    rows = [cells.at_day("ehc-open-past-20-weeks", day, band) for band in OPEN_AGES]
    words = [sentence_case(breakdown_words(band)) for band in OPEN_AGES]
    return tuple(map(count_of, rows, words))


def _sentence(family: str, counts: tuple[NamedCount, ...], day: date) -> str:
    """Say the backlog in one sentence; what is hidden is said to be a small number."""
    parts = [number_words(count) for count in counts]
    on = f"On {day_words(day)}"
    if family == "ehc":
        return (
            f"{on}, {parts[0]} {_open_words(counts[0])}: {parts[1]} past 20 weeks{_longest(counts[3])}; "
            f"{parts[2]} more reach 20 weeks in the next 4 weeks."
        )
    if family == "reviews":
        return f"{on}, {parts[0]} annual reviews were overdue, of {parts[1]} plans maintained."
    if family == "advice":
        return f"{on}, {parts[0]} requests for advice were past 6 weeks without an answer."
    return (
        f"{on}, {parts[0]} were waiting for {SERVICES[family].words}: half for more than {parts[1]}, "
        f"the longest for {parts[2]}; {parts[3]} over 52 weeks, {parts[4]} over 104."
    )


def _open_words(whole: NamedCount) -> str:
    return "case was open" if whole.number == 1 else "cases were open"


def _longest(oldest: NamedCount) -> str:
    return "" if oldest.number is None else f", the oldest {number_words(oldest)}"


def number_words(count: NamedCount) -> str:
    """Write a count, its absence or that it is hidden."""
    if count.is_hidden:
        return "a small number"
    if count.number is None:
        return "no figure"
    return format_value(count.number, _DECIMALS.get(count.unit, 1), count.unit)
