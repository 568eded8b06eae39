"""What a picture of a series shows, in dates and values: read by every way of drawing it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.model.codes import STATUS_WORDS, marker_status
from dashboard.model.panel import Baseline, Measure, Panel, Series, Target
from dashboard.text.format import day_words, period_words, point_words
from layouts.charts.spec.axes import CHARACTER, TimeAxis, ValueAxis, time_axis, value_axis
from layouts.charts.spec.control_limits import LimitLines, limit_lines
from layouts.charts.spec.events import Flag, break_days, build_flags
from layouts.charts.spec.marks import Line, Mark, build_lines, build_marks, ends_of, join_up
from layouts.charts.spec.projection import ProjectionLine, projection_line
from layouts.charts.spec.targets import TargetStep, fitting_targets, target_steps

# One for each other area, so that grey lines that cross can be told apart.
SHAPES: Final = ("square", "triangle-up", "diamond", "cross")


@dataclass(frozen=True)
class Absence:
    """A period whose number is withheld or missing, said in words on the axis."""

    day: date
    words: str


@dataclass(frozen=True)
class Plot:
    """Everything that is drawn of one series; bands stand in no line."""

    unit: str
    lines: tuple[Line, ...]
    bands: tuple[Mark, ...]
    baselines: tuple[Mark, ...]
    forecasts: tuple[Mark, ...]
    benchmarks: tuple[Line, ...]
    targets: tuple[TargetStep, ...]
    absences: tuple[Absence, ...]
    flags: tuple[Flag, ...]
    later_from: date | None
    later_words: str
    focus_name: str
    time: TimeAxis
    value: ValueAxis
    projection: ProjectionLine | None = None
    limits: LimitLines | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for line in self.lines for mark in line.marks) + self.bands


def build_plot(panel: Panel, series: Series, *, benchmarks: bool, width: float) -> Plot:
    """Decide what a picture of a series shows; `width` in px is what the tick labels must fit."""
    measure = panel.measure
    marks = build_marks(series, measure.unit, break_days(panel.events))
    targets = fitting_targets(measure, series)
    baselines = fitting_baselines(measure, series)
    others = _benchmark_lines(series, measure) if benchmarks else ()
    projection = projection_line(series)
    forecasts = (*_forecast_marks(series, measure.unit), *_projection_mark(projection))
    other_marks = (*baselines, *forecasts, *(mark for line in others for mark in line.marks))
    time = _time_axis(panel, series, other_marks, targets, width)
    later_from = _later_from(series, panel.as_of)
    all_marks = [*marks, *other_marks]
    ends = [end for mark in all_marks for end in (mark.low, mark.high)]
    ends += [value for _, value in projection.corners] if projection else []
    limits = limit_lines(measure, series)
    ends += [level.value for level in limits.levels] if limits else []
    value = value_axis(measure.unit, ends + [target.value for target in targets])
    return Plot(
        unit=measure.unit,
        lines=build_lines(marks, series.basis, measure),
        bands=tuple(mark for mark in marks if mark.is_band),
        baselines=baselines,
        forecasts=forecasts,
        benchmarks=others,
        targets=tuple(target_steps(targets, measure.unit, time)),
        absences=tuple(_absences(series)),
        flags=build_flags(panel.events, time, width, _caption_width(value)),
        later_from=later_from,
        later_words=_later_words(later_from, panel.as_of),
        focus_name=panel.area.name,
        time=time,
        value=value,
        projection=projection,
        limits=limits,
    )


def _caption_width(value: ValueAxis) -> float:
    """Say how far the axis's name reaches over the plot; ticks take some of it."""
    ticks = max(len(words) for _, words in value.ticks)
    return max(0.0, (len(value.caption) - ticks) * CHARACTER) if value.caption else 0.0


def fitting_baselines(measure: Measure, series: Series) -> tuple[Mark, ...]:
    """Keep the baselines that may stand beside the series: those on its own basis, else others."""
    marks = [_baseline_mark(baseline, series, measure) for baseline in series.baselines]
    dated_marks = [mark for mark in marks if mark is not None]
    return tuple([mark for mark in dated_marks if mark.day] or dated_marks)


def _baseline_mark(baseline: Baseline, series: Series, measure: Measure) -> Mark | None:
    point = baseline.point
    is_same_basis = point.basis == series.basis
    statistics = {candidate.statistic for candidate in series.points if candidate.has_number}
    if not point.has_number or (statistics and point.statistic not in statistics):
        return None
    if measure.kind == "flow" and not is_same_basis:
        return None
    low, high = ends_of(point)
    words = f"Baseline {point_words(point, measure.unit)}"
    return Mark(point.period_end if is_same_basis else None, low, high, words, is_labelled=True)


def _benchmark_lines(series: Series, measure: Measure) -> tuple[Line, ...]:
    """Draw other areas' numbers; a band of another area stays in the table."""
    lines = []
    for other in series.benchmarks:
        marks = [
            Mark(point.period_end, *ends_of(point), words="")
            for point in other.points
            if point.value is not None and point.period_end
        ]
        if marks:
            shape = SHAPES[len(lines) % len(SHAPES)]
            pieces = tuple(join_up(marks, series.basis, measure))
            lines.append(Line(other.area_name, pieces, shape))
    return tuple(lines)


def _forecast_marks(series: Series, unit: str) -> tuple[Mark, ...]:
    return tuple(
        Mark(point.period_end, *ends_of(point), f"Forecast {point_words(point, unit)}")
        for point in series.forecasts
        if point.has_number and point.period_end
    )


def _projection_mark(projection: ProjectionLine | None) -> Iterator[Mark]:
    if projection:
        yield Mark(projection.end.day, projection.end.value, projection.end.value, projection.label)


def _time_axis(
    panel: Panel,
    series: Series,
    other_marks: Iterable[Mark],
    targets: Iterable[Target],
    width: float,
) -> TimeAxis:
    """Hold every dated thing that is drawn; the series' own periods are named."""
    points = [*series.points, *series.forecasts]
    starts = [one.point for one in series.baselines if one.point.basis == series.basis]
    days = [point.period_end for point in points] + [mark.day for mark in other_marks]
    days += [target.due_on for target in targets]
    dated_days = [day for day in days if day is not None]
    tick_points = [one for one in [*points, *starts] if one.period_end in dated_days]
    return time_axis(dated_days or [panel.as_of], tick_points, width)


def _absences(series: Series) -> Iterator[Absence]:
    for point in series.points:
        if point.marker and point.period_end:
            word = STATUS_WORDS[marker_status(point.marker)[0]]
            yield Absence(point.period_end, f"{period_words(point)}: {word.lower()}")


def _later_from(series: Series, as_of: date) -> date | None:
    """Place the line between what was judged and what came later; None where they mix.

    It stands at the report date where that lies between the two, else halfway.
    """
    judged = [
        point.period_end for point in series.points if point.period_end and not point.is_later
    ]
    later = [point.period_end for point in series.points if point.period_end and point.is_later]
    if not judged or not later or max(judged) >= min(later):
        return None
    middle = max(judged) + (min(later) - max(judged)) / 2
    return as_of if max(judged) <= as_of < min(later) else middle


def _later_words(later_from: date | None, as_of: date) -> str:
    """Name the report date only where the line stands on it; elsewhere say what is beyond it."""
    return f"as at {day_words(as_of)}" if later_from == as_of else "published later →"
