"""A series as plain values, for JSON: the same that the panel shows, under codes."""

from dataclasses import asdict
from datetime import date
from typing import Any

from dashboard.model.panel import (
    Baseline,
    Benchmark,
    Comparison,
    Panel,
    Point,
    Series,
    Target,
    Trend,
)
from dashboard.model.series import Pace


def series_record(panel: Panel, series: Series) -> dict[str, Any]:
    """Give a series with its points, targets, status, trend and headline.

    Dates are ISO text or None; values are in the measure's unit; codes as in docs/definitions.md.
    """
    status = series.status
    return {
        "measure_id": panel.measure.measure_id,
        "title": panel.measure.title,
        "area_code": panel.area.area_code,
        "framework_id": panel.framework.framework_id,
        "as_of": panel.as_of.isoformat(),
        "unit": panel.measure.unit,
        "better": panel.measure.better,
        "basis": series.basis,
        "breakdown": series.breakdown,
        "statistic": series.statistic,
        "origin": series.origin,
        "label": series.label,
        "is_synthetic": panel.area.is_synthetic,
        "points": [_point(point) for point in series.points],
        "latest": _point(series.latest) if series.latest else None,
        "forecasts": [_point(point) for point in series.forecasts],
        "targets": [_target(target) for target in series.targets],
        "baselines": [_baseline(one) for one in series.baselines],
        "benchmarks": [_benchmark(one) for one in series.benchmarks],
        "status": status.code,
        "status_word": status.word,
        "status_reason": status.reason,
        "target": _target(status.target) if status.target else None,
        "gap": status.gap,
        "gap_words": status.gap_words,
        "trend": _trend(series.trend),
        "pace": _forecast(series.pace) if series.pace else None,
        "printed_arrow": series.latest.printed_arrow if series.latest else "",
        "printed_arrow_note": series.printed_arrow_note,
        "notes": list(series.notes),
        "title_words": series.title,
        "headline": series.headline,
        "written": _written(series),
        "alt": series.alt,
        "pair_words": list(panel.pair_words),
        "differences": [asdict(one) for one in panel.differences],
    }


def _written(series: Series) -> dict[str, Any] | None:
    """Say who wrote a headline by hand, when, and what the figures say; None of a computed one."""
    headline = series.written
    if headline is None:
        return None
    return {
        "author": headline.author,
        "written_on": headline.written_on.isoformat(),
        "computed": headline.computed,
        "warnings": list(headline.warnings),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _point(point: Point) -> dict[str, Any]:
    return {
        "period_start": _day(point.period_start),
        "period_end": _day(point.period_end),
        "basis": point.basis,
        "statistic": point.statistic,
        "numerator": point.numerator,
        "denominator": point.denominator,
        "value": point.value,
        "value_low": point.value_low,
        "value_high": point.value_high,
        "marker": point.marker,
        "note": point.note,
        "is_provisional": point.is_provisional,
        "as_published": point.as_published,
        "printed_arrow": point.printed_arrow,
        "source_document": point.source_document,
        "known_on": _day(point.known_on),
        "extract_id": point.extract_id,
        "is_later": point.is_later,
        "origin": point.origin,
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "value": target.value,
        "operator": target.operator,
        "due_on": _day(target.due_on),
        "basis": target.basis,
        "statistic": target.statistic,
        "breakdown": target.breakdown,
        "is_in_force": target.is_in_force,
        "as_published": target.as_published,
        "note": target.note,
        "source_document": target.source_document,
        "known_on": _day(target.known_on),
    }


def _baseline(baseline: Baseline) -> dict[str, Any]:
    return {**_point(baseline.point), "breakdown": baseline.breakdown}


def _benchmark(benchmark: Benchmark) -> dict[str, Any]:
    return {
        "area_code": benchmark.area_code,
        "area_name": benchmark.area_name,
        "points": [_point(point) for point in benchmark.points],
    }


def _trend(trend: Trend) -> dict[str, Any]:
    return {
        "method": trend.method,
        "direction": trend.direction,
        "judgement": trend.judgement,
        "word": trend.word,
        "reason": trend.reason,
        "comparisons": [_comparison(comparison) for comparison in trend.comparisons],
    }


def _forecast(pace: Pace) -> dict[str, Any]:
    """Give a pace; `slope` and `needed` are changes a month, the projection's ends an 80% interval."""
    end = pace.projection
    return {
        "forecast": pace.forecast,
        "word": pace.word,
        "slope": pace.line.slope if pace.line else None,
        "points": len(pace.points),
        "needed": pace.needed,
        "reached_on": _day(pace.reached_on),
        "projection": asdict(end) | {"day": _day(end.day)} if end else None,
        "pace_words": pace.pace_words,
        "forecast_words": pace.forecast_words,
        "reached_words": pace.reached_words,
        "needed_words": pace.needed_words,
        "cases_words": pace.cases_words,
        "tested_words": pace.tested_words,
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "against": comparison.against,
        "from_period": comparison.from_period,
        "to_period": comparison.to_period,
        "window": f"{comparison.from_period} against {comparison.to_period}",
        "from_value": comparison.from_value,
        "to_value": comparison.to_value,
        "change": comparison.change,
        "from": _point(comparison.earlier) if comparison.earlier else None,
        "to": _point(comparison.later) if comparison.later else None,
        "direction": comparison.direction,
        "judgement": comparison.judgement,
        "is_allowed": comparison.is_allowed,
        "reason": comparison.reason,
        "words": comparison.words,
    }
