"""A series outside the dashboard: as plain values for JSON, as rows about it, as a text to paste."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from dashboard.model.codes import STATISTIC_WORDS, breakdown_words, window_words
from dashboard.model.panel import Panel, Point, Series, Target
from dashboard.model.points import CASES
from dashboard.model.series import DueStatus, Pace
from dashboard.text.format import day_words, period_words, sentence_case, target_noun

BETTER_WORDS: Final = {
    "higher": "Higher is better",
    "lower": "Lower is better",
    "neutral": "Neither higher nor lower is better",
}
_POINT_FIELDS: Final = (
    "period_start",
    "period_end",
    "basis",
    "year_kind",
    "statistic",
    "numerator",
    "denominator",
    "value",
    "value_low",
    "value_high",
    "marker",
    "note",
    "is_provisional",
    "as_published",
    "printed_arrow",
    "source_document",
    "known_on",
    "extract_id",
    "is_later",
    "origin",
)
_TARGET_FIELDS: Final = (
    "operator",
    "period_start",
    "period_end",
    "due_on",
    "basis",
    "figure_bases",
    "statistic",
    "breakdown",
    "is_in_force",
    "as_published",
    "note",
    "source_document",
    "known_on",
    "relative_to",
    "relative_area",
    "relative_factor",
    "relative_change",
    "relative_name",
    "relative_words",
)


def series_record(panel: Panel, series: Series) -> dict[str, Any]:
    """Return a series as plain values, for JSON.

    Dates are ISO text or None; values are in the measure's unit; codes as in docs/definitions.md.
    """
    status, trend = series.status, series.trend
    return {
        "measure_id": panel.measure.measure_id,
        "title": panel.measure.title,
        "area_code": panel.area.area_code,
        "framework_id": panel.framework.framework_id,
        "as_of": panel.as_of.isoformat(),
        "unit": panel.measure.unit,
        "better": panel.measure.better,
        **_values(series, ("basis", "year_kind", "breakdown", "statistic", "origin", "label")),
        "is_synthetic": panel.area.is_synthetic,
        "points": [_point_record(point) for point in series.points],
        "latest": _point_record(series.latest),
        "forecasts": [_point_record(point) for point in series.forecasts],
        "targets": [_target_record(target) for target in series.targets],
        "open_targets": list(series.open_targets),
        "baselines": [
            {**_values(baseline.point, _POINT_FIELDS), "breakdown": baseline.breakdown}
            for baseline in series.baselines
        ],
        "benchmarks": [
            {
                "area_code": benchmark.area_code,
                "area_name": benchmark.area_name,
                "points": [_point_record(point) for point in benchmark.points],
            }
            for benchmark in series.benchmarks
        ],
        "status": status.code,
        "status_word": status.word,
        "status_reason": status.reason,
        "target": _target_record(status.target) if status.target else None,
        "gap": status.gap,
        "gap_words": status.gap_words,
        "due_statuses": [_due_record(due) for due in series.due_statuses],
        "trend": {
            **_values(trend, ("method", "direction", "judgement", "word", "reason")),
            "comparisons": [
                {
                    "against": comparison.against,
                    "from_period": comparison.from_period,
                    "to_period": comparison.to_period,
                    "window": f"{comparison.from_period} against {comparison.to_period}",
                    **_values(comparison, ("from_value", "to_value", "change")),
                    "from": _point_record(comparison.earlier),
                    "to": _point_record(comparison.later),
                    **_values(
                        comparison, ("direction", "judgement", "is_allowed", "reason", "words")
                    ),
                }
                for comparison in trend.comparisons
            ],
        },
        "pace": _forecast_record(series.pace) if series.pace else None,
        "printed_arrow": series.latest.printed_arrow if series.latest else "",
        "printed_arrow_note": series.printed_arrow_note,
        "notes": list(series.notes),
        "title_words": series.title,
        "headline": series.headline,
        "written": _values(series.written, ("author", "written_on", "computed", "warnings"))
        if series.written
        else None,
        "alt": series.alt,
        "pair_words": list(panel.pair_words),
        "differences": [asdict(difference) for difference in panel.differences],
    }


def _values(noun: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(getattr(noun, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _point_record(point: Point | None) -> dict[str, Any] | None:
    return _values(point, _POINT_FIELDS) if point else None


def _target_record(target: Target) -> dict[str, Any]:
    """Return a target; a range has its bounds in place of one value, as a band has."""
    is_range = target.value_high is not None
    return {
        "value": None if is_range else target.value,
        "value_low": target.value if is_range else None,
        "value_high": target.value_high,
        **_values(target, _TARGET_FIELDS),
    }


def _due_record(due: DueStatus) -> dict[str, Any]:
    """Return the status of a target on its due date; its value and period are None without a figure.

    Of a range `target` is the low bound and `target_high` the other; of one that cannot be worked
    out both are None.
    """
    point, target = due.point, due.target
    return {
        "due_on": _plain(due.due_on),
        "target": target.value if target else None,
        "target_high": target.value_high if target else None,
        "operator": due.operator,
        "code": due.status.code,
        "value": point.value if point else None,
        "period_start": _plain(point.period_start) if point else None,
        "period_end": _plain(point.period_end) if point else None,
        "words": due.words,
    }


def _forecast_record(pace: Pace) -> dict[str, Any]:
    """Return a forecast; `slope` and `needed` are changes a month, the projection's ends an 80% interval."""
    end = pace.projection
    texts = ("pace", "forecast", "reached", "needed", "cases", "tested")
    return {
        "forecast": pace.forecast,
        "word": pace.word,
        "slope": pace.line.slope if pace.line else None,
        "points": len(pace.points),
        "needed": pace.needed,
        "reached_on": _plain(pace.reached_on),
        "projection": asdict(end) | {"day": end.day.isoformat()} if end else None,
        **_values(pace, tuple(f"{name}_words" for name in texts)),
    }


def about_rows(panel: Panel, series: Series) -> Iterator[tuple[str, str]]:
    """Yield what a file of figures cannot show, as name and text: definition, sources, judgement."""
    measure = panel.measure
    dated = [point for point in series.points if point.period_end]
    first, last = (sentence_case(period_words(dated[at])) if dated else "" for at in (0, -1))
    statistic = STATISTIC_WORDS.get(series.statistic, series.statistic)
    is_made_up = panel.area.is_synthetic
    rows = (
        ("Measure", measure.title),
        ("Definition", measure.definition),
        ("Unit", measure.unit.replace("gbp_million", "£ million")),
        ("Which way is better", BETTER_WORDS[measure.better]),
        ("Reported", measure.frequency),
        ("Area", panel.area.name),
        ("Data", "Synthetic: every figure was made up" if is_made_up else ""),
        ("Plan", panel.framework.title),
        ("Reference in the plan", panel.local_reference),
        ("Part", sentence_case(breakdown_words(series.breakdown))),
        ("Basis", window_words(*series.window)),
        ("Statistic", sentence_case(statistic)),
        ("First period", first),
        ("Last period", last),
        ("Headline", series.headline),
        ("Baseline", series.baseline_words),
        ("Target", series.target_words),
        ("Status", series.status.word),
        *(("At its due date", words) for words in series.due_words),
        ("Trend", series.trend.word),
        *(("Source", words) for words in source_words(panel, series)),
        ("As at", day_words(panel.as_of)),
        *(("Note", note) for note in (*series.notes, series.printed_arrow_note)),
    )
    yield from ((what, words) for what, words in rows if words)


def copied_words(panel: Panel, series: Series) -> str:
    """Return a series as a text to paste: headline, figures, sources, as-at."""
    figures = (
        ("Latest", ", ".join(filter(None, (series.value_words, series.period_words)))),
        (target_noun(panel.measure.better, *series.shown_targets).title(), series.target_words),
        ("Baseline", series.baseline_words),
        ("Status", series.status.word),
        *(("At its due date", words) for words in series.due_words),
        ("Trend", series.trend.word),
    )
    lines = [
        series.headline,
        *(f"{name}: {words}" for name, words in figures if words),
        f"Source: {'; '.join(source_words(panel, series))}",
        f"As at {day_words(panel.as_of)}, {panel.area.name}, {panel.framework.title}",
    ]
    if panel.area.is_synthetic:
        lines.append("Synthetic data: every figure was made up.")
    return "\n".join(lines)


def source_words(panel: Panel, series: Series) -> list[str]:
    """Return the sources of the points of a series, each once."""
    sources = (
        "Worked out from case extracts"
        if point.origin == CASES
        else panel.sources.get(point.source_document, point.source_document) or "Not named"
        for point in series.points
    )
    return list(dict.fromkeys(sources))
