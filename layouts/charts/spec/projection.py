"""The projection of a pace to the due date: its line, its interval, and its text."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dash import html

from dashboard.judging.forecast_text import expected_text, interval_text
from dashboard.judging.headline import ALT_CHARACTERS
from dashboard.model.panel import Measure, Point, Series
from dashboard.model.series import Projection
from dashboard.text.format import day_words
from layouts.ui.components import definition_list

Json = dict[str, Any]


@dataclass(frozen=True)
class ProjectionLine:
    """The dashed line from the last figure of a stretch to the value expected on the due date."""

    latest: Point
    start: date
    value: float
    end: Projection

    def label(self, measure: Measure) -> tuple[str, ...]:
        """Return the lines at its end: the expected value, its interval, the day."""
        value = expected_text(measure, self.latest, self.end.value)
        interval = interval_text(measure, self.latest, self.end.low, self.end.high)
        return (
            f"Projection {value}",
            f"({interval})",
            f"on {self.end.day.day} {self.end.day:%b %Y}",
        )

    @property
    def corners(self) -> tuple[tuple[date, float], ...]:
        """Return the corners of the band, which widens from the last figure to the interval."""
        return (
            (self.start, self.value),
            (self.end.day, self.end.high),
            (self.end.day, self.end.low),
        )


def projection_line(series: Series) -> ProjectionLine | None:
    """Return the projection of a series; None where nothing is projected."""
    pace = series.pace
    if pace is None or pace.projection is None:
        return None
    last = pace.points[-1]
    if last.period_end is None or last.value is None:
        return None
    return ProjectionLine(last, last.period_end, last.value, pace.projection)


def without_pace(series: Series) -> Series:
    """Return a series without its pace, for a chart that is not on its own page."""
    return replace(series, make_pace=None)


def alt_with_projection(series: Series) -> str:
    """Return the alt text, with the projection where the two fit; the table always has it."""
    line = projection_line(series)
    if line is None:
        return series.alt
    both = f"{series.alt} Projection {line.end.words} on {day_words(line.end.day)}."
    return both if len(both) <= ALT_CHARACTERS else series.alt


def forecast_list(series: Series) -> html.Dl | None:
    """Return every sentence of a forecast under its name; None without any."""
    pace = series.pace
    if pace is None:
        return None
    return definition_list(
        [
            ("Pace", pace.pace_words),
            ("Forecast", pace.forecast_words),
            ("When the target would be reached", pace.reached_words),
            ("Pace needed", pace.needed_words),
            ("In cases", pace.cases_words),
            ("How far to trust the projection", pace.tested_words),
        ]
    )
