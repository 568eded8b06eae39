"""What a control chart says beside its picture: each point's signal, and before and after an event."""

from collections.abc import Iterator
from typing import Final

from dash import html

from dashboard.judging.comparisons import BeforeAfter, build_before_after
from dashboard.judging.control import amount_words
from dashboard.judging.control_text import judged_points, signal_words
from dashboard.judging.trend import events_on_line
from dashboard.model.panel import Measure, Panel, Point, Series
from dashboard.stats.spc import CONCERN, IMPROVEMENT, NEUTRAL_HIGH, NEUTRAL_LOW
from dashboard.text.format import joined, sentence_case
from layouts.charts.spec.events import event_words
from layouts.ui.components import definition_list, section

_SHAPES: Final = (
    ("a circle is an improvement", {IMPROVEMENT}),
    ("a diamond is a concern", {CONCERN}),
    ("a square is neither", {NEUTRAL_HIGH, NEUTRAL_LOW}),
)
COLUMNS: Final = ("Mean", "Lower limit", "Upper limit", "Signal")


def control_cells(measure: Measure, series: Series, point: Point) -> tuple[str, ...]:
    """Return the limits around a point and what it signals; "" where it is not charted."""
    reading = series.chart.readings.get(point) if series.chart else None
    if reading is None:
        return ("",) * len(COLUMNS)
    lines = ("" if each is None else amount_words(each, measure) for each in reading.limits[:3])
    return (*lines, sentence_case(signal_words(reading)) or "–")


def cursor_words(series: Series, point: Point, words: str) -> str:
    """Return what the read-out says of a point with what it signals."""
    reading = series.chart.readings.get(point) if series.chart else None
    return f"{words} · {signal_words(reading) or 'no signal'}" if reading else words


def control_keys(series: Series) -> Iterator[str]:
    """Yield the key of a control chart: the meaning of its lines, and of the shapes that it has."""
    if series.chart is None:
        return
    yield "The solid level line is the mean, the dashed grey lines are its control limits."
    types = {reading.point_type for reading in series.chart.readings.values()}
    named = [words for words, point_types in _SHAPES if point_types & types]
    if named:
        yield f"Special causes are larger: {joined(named)}."


def before_after_section(panel: Panel, series: Series) -> html.Section | None:
    """Render the figures before and after each event that restarts limits; None without one."""
    events = events_on_line(panel.events, series.points)
    happened = [event for event in events if not event.is_planned]
    comparisons = build_before_after(panel.measure, judged_points(series), happened)
    if not comparisons:
        return None
    return section(
        "Before and after", *(_before_after_rows(comparison) for comparison in comparisons)
    )


def _before_after_rows(comparison: BeforeAfter) -> html.Div:
    rows = definition_list(
        [
            ("Before", comparison.before.words),
            ("After", comparison.after.words),
            ("Difference", comparison.difference),
        ]
    )
    return html.Div(
        [
            html.H3(event_words(comparison.event)),
            rows,
            html.P(" ".join(comparison.notes), className="small"),
        ],
        className="before-after",
    )
