"""Where the numbers of an area go if past growth continues (docs/definitions.md section 8)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from math import exp, log
from typing import Final

from dashboard.future.intervals import INTERVALS
from dashboard.future.model import Outlook, YearAhead
from dashboard.model.panel import Measure, Panel
from dashboard.model.points import Event, Point
from dashboard.model.series import Series
from dashboard.stats.growth import LEAST_YEARS, YEARS_TESTED, project, yearly_growth

YEARS_AHEAD: Final = 5
# The method of a part of a whole that is projected.
SHARE: Final = "share"
# The method of spend: each plan goes on costing what it does.
A_PLAN: Final = "a_plan"
# Of a smaller part its interval says nothing.
LEAST_PART: Final = 10
NO_FIGURES: Final = "no figures are loaded"
# The bases on which one figure a year stands for a year, or for its day.
YEARLY_BASES: Final = ("year", "rolling12", "snapshot")

History = tuple[tuple[date, float], ...]


def build_outlook(panel: Panel) -> Outlook:
    """Return where the whole of a measure goes in the area of its panel."""
    country_code = panel.area.part_of[-1] if panel.area.part_of else ""
    longest = _longest_line(panel)
    if longest is None:
        return Outlook(panel.measure, "", "", (), reason=NO_FIGURES)
    history, series = longest
    lines = [b for b in series.benchmarks if b.area_code == country_code]
    country = yearly_history(lines[0].points, panel.measure, ()) if lines else ()
    codes = dict.fromkeys(p.source_document for p in series.points if p.source_document)
    outlook = project_history(panel.measure, series.basis, history, country)
    return replace(outlook, sources=tuple(panel.sources.get(code, code) for code in codes))


def _longest_line(panel: Panel) -> tuple[History, Series] | None:
    """Return the longest line of figures a year apart, of two as long the newer."""
    lines = [
        (yearly_history(series.points, panel.measure, panel.events), series)
        for series in panel.series
        if not series.breakdown and series.basis in YEARLY_BASES
    ]
    filled = [line for line in lines if line[0]]
    return max(filled, key=lambda line: (len(line[0]), line[0][-1][0]), default=None)


def yearly_history(points: Iterable[Point], measure: Measure, events: Iterable[Event]) -> History:
    """Return the figures a year apart up to the newest, back to the first year without one."""
    break_on = max(
        (e.date for e in events if e.effect and e.measure_id == measure.measure_id),
        default=date.min,
    )
    by_month = {
        (point.period_end.year, point.period_end.month): (point.period_end, point.value)
        for point in points
        if point.period_end and point.value and not point.may_grow and point.start >= break_on
    }
    if not by_month:
        return ()
    year, month = max(by_month)
    years: list[tuple[date, float]] = []
    while (year, month) in by_month:
        years.insert(0, by_month[year, month])
        year -= 1
    return tuple(years)


def project_history(measure: Measure, basis: str, history: History, country: History) -> Outlook:
    """Return what a history leads to; without the years ahead where it is too short."""
    if len(history) < LEAST_YEARS:
        reason = NO_FIGURES
        if history:
            years = "1 is" if len(history) == 1 else f"{len(history)} are"
            reason = f"a projection needs {LEAST_YEARS} years in a row, and {years} loaded"
        return Outlook(measure, "", basis, history, reason=reason)
    values, country_values = ([value for _, value in line] for line in (history, country))
    interval = INTERVALS[measure.measure_id]
    day, last = history[-1]
    is_checked = len(country_values) > 1
    years = []
    for ahead in range(1, YEARS_AHEAD + 1):
        value = project(interval.method, values, country_values, ahead)
        low, high = interval.ends(value, ahead, last)
        is_tested = is_checked and ahead <= YEARS_TESTED
        years.append(YearAhead(years_after(day, ahead), value, low, high, is_tested))
    return Outlook(
        measure,
        "",
        basis,
        history,
        tuple(years),
        method=interval.method,
        growth=_percent(yearly_growth(values)),
        country_growth=(
            _percent(log(country_values[-1] / country_values[-2])) if is_checked else None
        ),
        held=interval.held,
        no_nearer=interval.no_nearer,
    )


def share_of(
    whole: Outlook, breakdown: str, history: History, numbers: Mapping[date, float]
) -> Outlook:
    """Return a part that stays the share of its whole that it is now; empty where that is not known.

    `numbers` are those of the whole by day. Its interval is that of the whole, wider as its number is
    smaller.
    """
    day, number = history[-1]
    on_day = numbers.get(day)
    outlook = Outlook(whole.measure, breakdown, whole.basis, history)
    if on_day is None or not whole.years:
        return replace(outlook, reason=whole.reason or NO_FIGURES)
    if number < LEAST_PART:
        return replace(outlook, reason=f"it is fewer than {LEAST_PART}")
    interval, years = INTERVALS[whole.measure.measure_id], []
    for ahead, year in enumerate(whole.years, start=1):
        value = year.value * number / on_day
        low, high = interval.ends(value, ahead, number)
        years.append(YearAhead(year.day, value, low, high, is_tested=False))
    return replace(outlook, years=tuple(years), method=SHARE)


def _percent(growth: float) -> float:
    return 100 * (exp(growth) - 1)


def years_after(day: date, years: int) -> date:
    """Return the same day of a later year; 28 February for the 29th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)
