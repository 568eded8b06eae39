"""Waiting lists ahead: where they go, and how long they take to clear."""

from dataclasses import replace
from typing import Final

from dashboard.future.model import Outlook, WaitingList, YearAhead
from dashboard.future.outlook import NO_FIGURES, YEARS_AHEAD, History, years_after
from dashboard.model.panel import Panel
from dashboard.stats.growth import YEARS_TESTED
from dashboard.stats.robust_line import LEAST_FITTED, fit_line

# A list is followed over the last two years: its beginnings say little of where it goes.
STRETCH: Final = 25
# The mean of this many whole months is what "as they are" means (docs/definitions.md section 4).
WINDOW: Final = 3
# The method of a list.
LINE: Final = "line"
_YEAR: Final = 12


def build_list(waiting: Panel, referrals: Panel | None, completed: Panel | None) -> WaitingList:
    """Return where a list goes by its robust line, with the flow of its last months."""
    return WaitingList(_outlook(waiting), _mean_a_month(referrals), _mean_a_month(completed))


def _outlook(panel: Panel) -> Outlook:
    lines = [
        {p.period_end: p.value for p in series.points if p.period_end and p.value is not None}
        for series in panel.series
        if not series.breakdown and series.basis == "snapshot"
    ]
    longest = max(lines, key=len, default={})
    history: History = tuple(sorted(longest.items()))
    outlook = Outlook(panel.measure, "", "snapshot", history)
    if len(history) < LEAST_FITTED:
        needs = f"a projection needs {LEAST_FITTED} figures, and {len(history)} are loaded"
        return replace(outlook, reason=needs if history else NO_FIGURES)
    days, values = zip(*history[-STRETCH:], strict=True)
    line = fit_line(days, values)
    years = []
    for ahead in range(1, YEARS_AHEAD + 1):
        months = _YEAR * ahead
        value, margin = line.value_after(months), line.margin_after(months)
        is_tested = ahead <= YEARS_TESTED and line.can_project(months)
        low, middle, high = (max(n, 0.0) for n in (value - margin, value, value + margin))
        day = years_after(history[-1][0], ahead)
        years.append(YearAhead(day, middle, low, high, is_tested))
    return replace(outlook, years=tuple(years), method=LINE)


def _mean_a_month(panel: Panel | None) -> float | None:
    """Return the mean of the last whole months; None where one of them is hidden or missing."""
    if panel is None:
        return None
    monthly = [
        point
        for series in panel.series
        if not series.breakdown and series.basis == "month"
        for point in series.points
        if not point.may_grow
    ][-WINDOW:]
    values = [point.value for point in monthly if point.value is not None]
    return sum(values) / WINDOW if len(values) == WINDOW else None


def months_to_clear(waiting: float, completed: float, referrals: float = 0) -> float | None:
    """Return the months after which nobody waits; None where the list does not fall."""
    return waiting / (completed - referrals) if completed > referrals else None
