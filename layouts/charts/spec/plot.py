"""What a picture of a series shows, in dates and values: read by every way of drawing it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dashboard.comparison.chosen import GROWS_WITH_AREA
from dashboard.judging.trend import events_on_line
from dashboard.model.codes import STATUS_WORDS, marker_status
from dashboard.model.panel import Benchmark, Measure, Panel, Series, Target
from dashboard.text.format import day_words, period_words, point_words, screen_name
from layouts.charts.spec.axes import (
    BOLD,
    CHARACTER,
    LINE,
    TimeAxis,
    ValueAxis,
    time_axis,
    value_axis,
    wrapped,
)
from layouts.charts.spec.baselines import fitting_baselines, is_compared
from layouts.charts.spec.control_limits import LimitLines, limit_lines, limits_between
from layouts.charts.spec.events import Flag, break_days, build_flags
from layouts.charts.spec.marks import (
    Line,
    Mark,
    build_lines,
    build_marks,
    ends_of,
    join_up,
    year_to_date_start,
)
from layouts.charts.spec.projection import ProjectionLine, projection_line, without_pace
from layouts.charts.spec.targets import TargetStep, fitting_targets, target_steps
from layouts.ui.palette import OTHERS, PART_INKS, SECONDARY

# Labels are placed for a phone of 390px: what is free of overlaps there is so on any wider screen.
PHONE: Final = 324
PLOT_HEIGHT: Final = 270
FONT: Final = 16
FAMILY: Final = "'Source Sans 3', Arial, sans-serif"
FLAG_ROW: Final = 23
# Of a picture's width, for the names of its lines.
_NAMES_SHARE: Final = 0.22
# One for each other area, so that grey lines that cross can be distinguished.
SHAPES: Final = ("square", "triangle-up", "diamond", "cross")


@dataclass(frozen=True)
class Absence:
    """A period whose number is withheld or missing, with the reason, on the axis."""

    day: date
    period: str
    reason: str
    is_named: bool = True

    @property
    def words(self) -> str:
        return f"{self.period}: {self.reason}"


@dataclass(frozen=True)
class PlotMargins:
    """The px between the edge of a picture and its plot."""

    left: int
    right: int
    top: int
    bottom: int


@dataclass(frozen=True)
class Plot:
    """Everything that is drawn of one series, and the px round it; bands are in no line."""

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
    margins: PlotMargins
    projection: ProjectionLine | None = None
    limits: LimitLines | None = None
    # Of several areas, of which one line is the middle: first day, least and most of each period.
    ranges: tuple[tuple[date, float, float], ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for line in self.lines for mark in line.marks) + self.bands

    @property
    def changes(self) -> tuple[tuple[Mark, Mark], ...]:
        """The baseline and the only figure there is, where the trend is the change between them."""
        is_alone = len(self.marks) == 1 and not self.marks[0].is_band
        compared = [mark for mark in self.baselines if mark.is_compared and is_alone]
        return tuple((mark, self.marks[0]) for mark in compared)

    @property
    def flag_space(self) -> int:
        """Return the px over the plot for the numbers of events and, in their lowest row, the axis's name."""
        return _flag_space(self.flags, self.value)


def build_plot(
    panel: Panel,
    series: Series,
    *,
    benchmarks: bool,
    width: float = PHONE,
    span: tuple[date, date] = (date.min, date.max),
    is_fitted: bool = False,
    time: TimeAxis | None = None,
) -> Plot:
    """Return what a picture of a series shows, `width` px wide with its margins.

    A count grows with the size of its area: beside England's, no borough's line would be more than
    the axis, so that other areas' counts are in the table alone. A chart without `benchmarks` is
    one of many, and has no projection either. Nothing outside the `span` of days widens its axis of
    time; that of values starts at zero unless it `is_fitted`.
    The axis of `time` of another chart is taken as it is.
    """
    measure = panel.measure
    series = series if benchmarks else without_pace(series)
    if measure.kind in GROWS_WITH_AREA:
        of_area = tuple(line for line in series.benchmarks if line.kind != "area")
        series = replace(series, benchmarks=of_area)
    right = (
        _right_margin(series, _own_name(panel, series), width)
        if benchmarks and series.benchmarks
        else 16
    )
    width -= right + 56
    events = events_on_line(panel.events, series.points)
    marks = build_marks(series, measure.unit, break_days(events))
    targets = fitting_targets(measure, series)
    baselines = fitting_baselines(measure, series)
    others = _benchmark_lines(series, measure) if benchmarks else ()
    projection = projection_line(series)
    forecasts = (*_forecast_marks(series, measure.unit), *_projection_mark(measure, projection))
    other_marks = (*baselines, *forecasts, *(mark for line in others for mark in line.marks))
    time = time or _time_axis(panel, series, other_marks, targets, width, span)
    later_from = _later_from(series, panel.as_of)
    all_marks = [*marks, *other_marks]
    ends = [end for mark in all_marks for end in (mark.low, mark.high)]
    ends += [value for _, value in projection.corners] if projection else []
    limits = limits_between(limit_lines(measure, series), time.start, time.end)
    ends += [level.value for level in limits.levels] if limits else []
    ranges = _ranges(series) if benchmarks else ()
    ends += [end for _, low, high in ranges for end in (low, high)]
    ends += [value for each in targets for value in each.numbers]
    value = value_axis(measure.unit, ends, is_fitted=is_fitted)
    flags = build_flags(events, time, width, _caption_width(value))
    ticks = max(len(words) for _, words in value.ticks)
    tick_lines = max((len(lines) for _, lines in time.ticks), default=0)
    top = 16 + _flag_space(flags, value) + (LINE + 6 if later_from else 0)
    return Plot(
        unit=measure.unit,
        lines=build_lines(marks, series.basis, measure),
        bands=tuple(mark for mark in marks if mark.is_band),
        baselines=baselines,
        forecasts=forecasts,
        benchmarks=others,
        targets=tuple(target_steps(targets, measure, time)),
        absences=tuple(_absences(series)),
        flags=flags,
        later_from=later_from,
        later_words=(
            f"as at {day_words(panel.as_of)}" if later_from == panel.as_of else "published later →"
        ),
        focus_name=_own_name(panel, series),
        time=time,
        value=value,
        margins=PlotMargins(round(ticks * CHARACTER) + 20, right, top, 18 + LINE * tick_lines),
        projection=projection,
        limits=limits,
        ranges=ranges,
    )


def picture_height(plot: Plot) -> int:
    """Return the px that a picture of full height takes, its margins with it."""
    return PLOT_HEIGHT + plot.margins.top + plot.margins.bottom


def _flag_space(flags: Iterable[Flag], value: ValueAxis) -> int:
    rows = max((flag.level + 1 for flag in flags), default=0)
    return FLAG_ROW * max(rows, 1 if value.caption else 0)


def _right_margin(series: Series, own_name: str, width: float) -> int:
    """Return the px that the names of lines take, right of a picture so many px wide.

    They are as wide as a part of the picture, or as their longest word.
    """
    names = [f"■\u00a0{other.area_name}" for other in series.benchmarks] + [own_name]
    lines = [line for name in names for line in wrapped(name, width * _NAMES_SHARE)]
    return round(max(map(len, lines)) * CHARACTER * BOLD) + 12


def _caption_width(value: ValueAxis) -> float:
    """Return how far the axis's name extends above the plot, less the height of its ticks."""
    ticks = max(len(words) for _, words in value.ticks)
    return max(0.0, (len(value.caption) - ticks) * CHARACTER) if value.caption else 0.0


def _own_name(panel: Panel, series: Series) -> str:
    """Return what the line of the series is called beside others."""
    kinds = {line.kind for line in series.benchmarks}
    if "area" in kinds or not kinds:
        return screen_name(panel.area.name)
    return "All" if "part" in kinds else "Now"


def _benchmark_lines(series: Series, measure: Measure) -> tuple[Line, ...]:
    """Return the marks of other lines' numbers; bands of other areas are only in the table."""
    lines = []
    for other in series.benchmarks:
        marks = [
            Mark(point.period_end, *ends_of(point), counts_from=year_to_date_start(point))
            for point in other.points
            if point.value is not None and point.period_end
        ]
        if marks:
            pieces = tuple(join_up(marks, series.basis, measure))
            lines.append(_other_line(other, pieces, len(lines), series))
    return tuple(lines)


def _other_line(
    other: Benchmark, pieces: tuple[tuple[Mark, ...], ...], place: int, series: Series
) -> Line:
    shape = SHAPES[place % len(SHAPES)] if other.kind != "past" else ""
    if other.kind != "part":
        return Line(other.area_name, pieces, shape, OTHERS, SECONDARY, f"line-{place}")
    parts = [line.area_code for line in series.benchmarks if line.kind == "part"]
    ink, text_ink = PART_INKS[parts.index(other.area_code) % len(PART_INKS)]
    return Line(other.area_name, pieces, shape, ink, text_ink, f"line-{place}")


def _ranges(series: Series) -> tuple[tuple[date, float, float], ...]:
    return tuple(
        (point.period_end, *ends_of(point))
        for line in series.benchmarks
        for point in line.ranges
        if point.period_end
    )


def _forecast_marks(series: Series, unit: str) -> tuple[Mark, ...]:
    return tuple(
        Mark(point.period_end, *ends_of(point), (f"Forecast {point_words(point, unit)}",))
        for point in series.forecasts
        if point.has_number and point.period_end
    )


def _projection_mark(measure: Measure, projection: ProjectionLine | None) -> Iterator[Mark]:
    if projection:
        day, value = projection.end.day, projection.end.value
        yield Mark(day, value, value, projection.label(measure))


def _time_axis(
    panel: Panel,
    series: Series,
    other_marks: Iterable[Mark],
    targets: Iterable[Target],
    width: float,
    span: tuple[date, date],
) -> TimeAxis:
    """Return the horizontal axis that covers everything dated; its ticks are periods of what is drawn."""
    points = [*series.points, *series.forecasts]
    starts = [
        base.point
        for base in series.baselines
        if base.point.window == series.window or is_compared(series, base)
    ]
    days = [point.period_end for point in points] + [mark.day for mark in other_marks]
    days += [target.due_on for target in targets]
    dated_days = [day for day in days if day is not None and span[0] <= day <= span[1]]
    others = [point for line in series.benchmarks for point in line.points]
    tick_points = [point for point in [*points, *starts, *others] if point.period_end in dated_days]
    return time_axis(dated_days or [panel.as_of], tick_points, width)


def _absences(series: Series) -> Iterator[Absence]:
    for point in series.points:
        if point.marker and point.period_end:
            word = STATUS_WORDS[marker_status(point.marker)[0]]
            yield Absence(point.period_end, period_words(point), word.lower())


def _later_from(series: Series, as_of: date) -> date | None:
    """Return the day of the line between judged and later points; None where they mix.

    That is the report date where it lies between the two, else the day halfway.
    """
    judged = [
        point.period_end for point in series.points if point.period_end and not point.is_later
    ]
    later = [point.period_end for point in series.points if point.period_end and point.is_later]
    if not judged or not later or max(judged) >= min(later):
        return None
    middle = max(judged) + (min(later) - max(judged)) / 2
    return as_of if max(judged) <= as_of < min(later) else middle
