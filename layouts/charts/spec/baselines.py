"""Baselines on a chart: which may be drawn with a series, and on which day."""

from dashboard.model.panel import Baseline, Measure, Series
from dashboard.text.format import point_words
from layouts.charts.spec.marks import Mark, ends_of


def fitting_baselines(measure: Measure, series: Series) -> tuple[Mark, ...]:
    """Return the baselines to draw with the series: those of its own window, else others."""
    marks = [_baseline_mark(baseline, series, measure) for baseline in series.baselines]
    dated_marks = [mark for mark in marks if mark is not None]
    return tuple([mark for mark in dated_marks if mark.day] or dated_marks)


def is_compared(series: Series, baseline: Baseline) -> bool:
    """Return whether the trend of a series is its change from this baseline."""
    chosen = series.trend.chosen
    return chosen is not None and chosen.is_allowed and chosen.earlier == baseline.point


def _baseline_mark(baseline: Baseline, series: Series, measure: Measure) -> Mark | None:
    point = baseline.point
    is_dated = point.window == series.window or is_compared(series, baseline)
    statistics = {candidate.statistic for candidate in series.points if candidate.has_number}
    if not point.has_number or (statistics and point.statistic not in statistics):
        return None
    if measure.kind == "flow" and not is_dated:
        return None
    low, high = ends_of(point)
    label = (f"Baseline {point_words(point, measure.unit)}",)
    return Mark(
        point.period_end if is_dated else None,
        low,
        high,
        label,
        is_labelled=True,
        is_compared=is_compared(series, baseline),
    )
