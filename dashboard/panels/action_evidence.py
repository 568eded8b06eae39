"""Whether a measure moved since an action that is meant to move it, never why.

A completed action is judged from the day on which it was first reported completed, any other from
the plan's first day. Only a period that starts on or after that day counts as after it, only one
that ended by it as before. What must not be compared is not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final

from dashboard.judging.control import control_sentence
from dashboard.judging.trend import BREAK, compare, events_on_line
from dashboard.model.codes import TREND_WORDS
from dashboard.model.control_chart import ControlChart
from dashboard.model.panel import Action, Comparison, Measure, Panel, Series
from dashboard.model.points import Event, Point
from dashboard.stats.spc import CONCERN, IMPROVEMENT
from dashboard.text.format import day_words, in_period, point_words, within_sentence

CAUTION: Final = (
    "This shows what has moved since an action, not why: other things happened too. A completed "
    "action is judged from the day it was first reported completed, any other from the plan’s "
    "first day."
)
_YET: Final = "No figure yet of a period after {}, when it was reported completed."
_SIGNALS: Final = {IMPROVEMENT: "improvement", CONCERN: "concern"}


@dataclass(frozen=True)
class Evidence:
    """How one series of a measure moved since a day; `judgement` is a code of a trend, or "none"."""

    measure_id: str
    label: str
    since: date | None
    judgement: str
    words: str


def plan_evidence(
    actions: Iterable[Action], panels: Iterable[Panel]
) -> dict[tuple[str, str], tuple[Evidence, ...]]:
    """Return the evidence by action and measure; measures without a panel are left out."""
    panel_by_measure = {panel.measure.measure_id: panel for panel in panels}
    return {
        (action.reference, measure): build_evidence(action, panel_by_measure[measure])
        for action in actions
        for measure in action.measures
        if measure in panel_by_measure
    }


def build_evidence(action: Action, panel: Panel) -> tuple[Evidence, ...]:
    """Return how each counted series of a measure moved since an action; none without figures."""
    counted_series = [
        series for series in panel.series if series.is_counted and series.latest is not None
    ]
    is_one = len(counted_series) == 1
    return tuple(
        _series_evidence(action, panel, series, "" if is_one else series.label)
        for series in counted_series
    )


def _series_evidence(action: Action, panel: Panel, series: Series, label: str) -> Evidence:
    """Judge from the day of completion; where no period came after it yet, from the plan's start."""
    measure_id = panel.measure.measure_id
    done, began = action.completed_on, panel.framework.starts_on
    moved = _moved_since(panel, series, done) if done else None
    if done and moved:
        words = f"Since it was reported completed on {day_words(done)}: {moved[1]}"
        return Evidence(measure_id, label, done, moved[0], words)
    moved = _moved_since(panel, series, began, is_plan=True) if began else None
    if began and moved:
        yet = f"{_YET.format(day_words(done))} " if done else ""
        words = f"{yet}Since the plan began in {began:%B %Y}: {moved[1]}"
        return Evidence(measure_id, label, began, moved[0], words)
    words = "The plan’s first day is not known."
    if began:
        words = f"No figure yet of a period since the plan began in {began:%B %Y}."
    return Evidence(measure_id, label, done or began, "none", words)


def _moved_since(
    panel: Panel, series: Series, day: date, *, is_plan: bool = False
) -> tuple[str, str] | None:
    """Return judgement and words of what moved since a day; None where no period came after it."""
    latest = series.latest
    if latest is None or not latest.has_number or not _is_after(latest, day):
        return None
    events = events_on_line(panel.events, series.points)
    breaks = [e for e in events if e.effect == BREAK and e.date <= panel.as_of]
    compared = _comparisons(panel.measure, series, latest, day, breaks, is_plan=is_plan)
    first = next(compared, None)
    if first is None:
        figure = f"{point_words(latest, panel.measure.unit)} {in_period(latest)}"
        return "no_earlier", f"{figure}; no earlier figure to compare it with."
    comparison = next((each for each in chain((first,), compared) if each.is_allowed), first)
    if not comparison.is_allowed:
        return "cannot_compare", within_sentence(comparison.words)
    return _judged(panel.measure, series, comparison, day)


def _comparisons(
    measure: Measure,
    series: Series,
    latest: Point,
    day: date,
    breaks: list[Event],
    *,
    is_plan: bool,
) -> Iterator[Comparison]:
    """Yield comparisons with the last period before a day; since the plan began, its baseline first.

    Where a plan has neither, its first figure that may be compared counts as where it began.
    """
    baseline = series.baseline if is_plan else None
    if baseline:
        yield compare(measure, "baseline", baseline.point, latest)
    judged_points = [point for point in series.points if point.has_number and not point.is_later]
    like = [point for point in judged_points if _is_like(point, latest)]
    before = [point for point in like if point.period_end and point.period_end <= day]
    if before:
        yield compare(measure, "previous", before[-1], latest, breaks)
    if is_plan:
        since = [point for point in like if day <= point.start < latest.start]
        yield from (compare(measure, "previous", point, latest, breaks) for point in since)


def _is_after(point: Point, day: date) -> bool:
    """A period that starts on or after a day is after it; a count made on the day itself is not."""
    return point.start >= day and point.period_end is not None and point.period_end > day


def _is_like(earlier: Point, later: Point) -> bool:
    """A year to date is compared only with the same months of another year."""
    if later.basis != "ytd" or earlier.period_end is None or later.period_end is None:
        return True
    return earlier.period_end.month == later.period_end.month


def _judged(measure: Measure, series: Series, comparison: Comparison, day: date) -> tuple[str, str]:
    """Judge by the control chart where both figures are in its latest segment, else by the two."""
    judgement, how = comparison.judgement, "short series"
    chart = series.chart
    latest_points = chart.stretches[-1][1] if chart and chart.is_enough else ()
    if chart and comparison.earlier in latest_points and comparison.later in latest_points:
        if series.trend.judgement == "cannot_compare":
            return "cannot_compare", series.trend.reason
        judgement, how = _charted(measure, chart, comparison, day)
    baseline = " (the plan’s baseline)" if comparison.against == "baseline" else ""
    earlier, later = (in_period(point) for point in (comparison.earlier, comparison.later) if point)
    word = TREND_WORDS[judgement].lower()
    words = f"{comparison.from_value} {earlier}{baseline} → {comparison.to_value} {later}, {word} ({how})."
    return judgement, words


def _charted(
    measure: Measure, chart: ControlChart, comparison: Comparison, day: date
) -> tuple[str, str]:
    """Judge by the signals since a day: what was signalled before it already has not moved since."""
    rule, signals = control_sentence(measure, chart), _signal_counts(chart, day)
    before, now = (
        chart.readings[point] for point in (comparison.earlier, comparison.later) if point
    )
    if now.is_signal and before.point_type == now.point_type:
        return "little_change", f"control chart: {rule}, signalled before already{signals}"
    return chart.judgement, f"control chart: {rule}{signals}"


def _signal_counts(chart: ControlChart, day: date) -> str:
    """Return the signals among the figures since a day: "; 3 of 9 figures since signal improvement"."""
    types = [
        reading.point_type for point, reading in chart.readings.items() if _is_after(point, day)
    ]
    return "".join(
        f"; {types.count(code)} of {len(types)} figures since signal {words}"
        for code, words in _SIGNALS.items()
        if code in types
    )
