"""Where the present pace leads, drawn dashed to the due date with its interval, and told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dash import html

from dashboard.judging.headline import ALT_CHARACTERS
from dashboard.model.panel import Series
from dashboard.model.series import Projection
from dashboard.text.format import day_words
from layouts.ui.components import definition_list

Json = dict[str, Any]


@dataclass(frozen=True)
class ProjectionLine:
    """The dashed line from the last figure of a stretch to the value expected on the due date."""

    start: date
    value: float
    end: Projection

    @property
    def label(self) -> str:
        """Name the end of the line, a part of it a line."""
        number, interval = self.end.words.split(" (")
        day = f"{self.end.day.day} {self.end.day:%b %Y}"
        return "\n".join((f"Projection {number}", f"({interval}", f"on {day}"))

    @property
    def corners(self) -> tuple[tuple[date, float], ...]:
        """Give the corners of the band, which opens from the last figure to the interval."""
        return (
            (self.start, self.value),
            (self.end.day, self.end.high),
            (self.end.day, self.end.low),
        )


def projection_line(series: Series) -> ProjectionLine | None:
    """Give what is drawn of a series' pace; None where nothing is projected."""
    pace = series.pace
    if pace is None or pace.projection is None:
        return None
    last = pace.points[-1]
    if last.period_end is None or last.value is None:
        return None
    return ProjectionLine(last.period_end, last.value, pace.projection)


def without_forecast(series: Series) -> Series:
    """Leave the pace out of a picture that is not the series' own page."""
    return replace(series, make_pace=None)


def projection_traces(line: ProjectionLine | None, ink: str, ground: str) -> Iterator[Json]:
    """Draw the band, then the line, as Plotly traces."""
    if line is None:
        return
    days, values = zip(*line.corners, strict=True)
    yield {
        "type": "scatter",
        "name": "Projection, 80% interval",
        "mode": "lines",
        "fill": "toself",
        "x": [day.isoformat() for day in days],
        "y": list(values),
        "fillcolor": ground,
        "line": {"color": ground, "width": 0},
    }
    yield {
        "type": "scatter",
        "name": "Projection",
        "mode": "lines",
        "x": [line.start.isoformat(), line.end.day.isoformat()],
        "y": [line.value, line.end.value],
        "line": {"color": ink, "width": 3, "dash": "3px,5px"},
    }


def projection_svg(band: list[tuple[float, float]], ink: str, ground: str) -> str:
    """Draw the same as SVG: `band` has start, upper and lower end, and the line's own, in px."""
    start, high, low, end = band
    corners = " ".join(f"{x},{y}" for x, y in (start, high, low))
    return (
        f'<polygon points="{corners}" fill="{ground}"/>'
        f'<path d="M{start[0]} {start[1]}L{end[0]} {end[1]}" stroke="{ink}" stroke-width="3" '
        'stroke-dasharray="3 5"/>'
    )


def alt_words(series: Series) -> str:
    """Add the projection to the alt text where the two fit; the table of numbers has it always."""
    line = projection_line(series)
    if line is None:
        return series.alt
    both = f"{series.alt} Projection {line.end.words} on {day_words(line.end.day)}."
    return both if len(both) <= ALT_CHARACTERS else series.alt


def forecast_list(series: Series) -> html.Dl | None:
    """Give every sentence of a pace under its name; None where it has none."""
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
