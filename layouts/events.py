"""Events on a chart: numbered flags, and the list that says what each number is."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dash import html

from dashboard.periods import month_words
from dashboard.shapes import Event
from dashboard.wording import day_words
from layouts.axes import TimeAxis

FLAG_WIDTH: Final = 26
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Flag:
    """An event in the drawn range; `level` counts rows upwards so that no two flags touch."""

    number: int
    day: date
    level: int
    event: Event


def build_flags(
    events: Iterable[Event], time: TimeAxis, width: float, taken: float = 0
) -> tuple[Flag, ...]:
    """Number the events that fall into the drawn range, in order of their day.

    `taken` px at the left of the lowest row belong to the name of the axis.
    """
    shown = [event for event in events if time.start <= event_middle(event) <= time.end]
    flags: list[Flag] = []
    ends: list[float] = [taken] if taken else []
    for number, event in enumerate(sorted(shown, key=event_middle), start=1):
        left = time.share(event_middle(event)) * width - FLAG_WIDTH / 2
        level = next((row for row, end in enumerate(ends) if end <= left), len(ends))
        ends[level : level + 1] = [left + FLAG_WIDTH]
        flags.append(Flag(number, event_middle(event), level, event))
    return tuple(flags)


def event_middle(event: Event) -> date:
    """Give the day that stands for an event: the middle of its month, quarter or year."""
    months = _MONTHS.get(event.precision)
    if months is None:
        return event.date
    first = _first_month(event.date, months)
    year, month = first.year, first.month + months - 1
    last = date(year, month, calendar.monthrange(year, month)[1])
    return first + timedelta(days=(last - first).days // 2)


def event_day_words(event: Event) -> str:
    """Say when an event was, no more exactly than its source does."""
    if event.precision == "year":
        return str(event.date.year)
    if event.precision == "month":
        return month_words(event.date)
    if event.precision == "quarter":
        first = _first_month(event.date, 3)
        return f"{first:%B} to {month_words(date(first.year, first.month + 2, 1))}"
    return day_words(event.date)


def _first_month(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def events_list(flags: Iterable[Flag]) -> html.Ol | None:
    """List the numbered events of a chart; None where it has none."""
    rows = [
        html.Li([html.B(f"{event_day_words(flag.event)}: "), _title(flag.event)]) for flag in flags
    ]
    return html.Ol(rows, className="chart-events") if rows else None


def _title(event: Event) -> str:
    is_said = "planned" in event.title.lower()
    return f"{event.title} (planned)" if event.is_planned and not is_said else event.title
