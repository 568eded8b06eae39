"""What a picture of a series shows, in dates and values: read by every way of drawing it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from dashboard.codes import STATISTIC_WORDS, STATUS_WORDS, marker_status
from dashboard.shapes import Baseline, Measure, Panel, Point, Series, Target
from dashboard.wording import day_words, period_words, point_words
from layouts.axes import CHARACTER, TimeAxis, ValueAxis, time_axis, value_axis
from layouts.events import Flag, build_flags
from layouts.projection import Projected, projected
from layouts.targets import TargetStep, fitting_targets, target_steps

# Months between the ends of two periods that follow each other; other bases go by the measure's
# frequency. Half terms and their holidays end two to three months apart.
_STEP_MONTHS: Final = {"month": 1, "quarter": 3, "half-term": 3, "year": 12}
_FREQUENCY_MONTHS: Final = {"monthly": 1, "quarterly": 3, "half-termly": 3, "annual": 12}
_DAYS_A_MONTH: Final = 30.5
# With no more numbers than this, each carries its value; with more, only the latest does.
_LABELLED_POINTS: Final = 6
# One for each other area, so that grey lines that cross can be told apart.
SHAPES: Final = ("square", "triangle-up", "diamond", "cross")


@dataclass(frozen=True)
class Mark:
    """One number where it is drawn; `low` and `high` differ for a band. No day: the left edge.

    What is incomplete lies after the latest figure, still grows, and no line leads to it.
    """

    day: date | None
    low: float
    high: float
    words: str
    statistic: str = ""
    is_band: bool = False
    is_later: bool = False
    is_provisional: bool = False
    is_incomplete: bool = False
    is_latest: bool = False
    is_labelled: bool = False


@dataclass(frozen=True)
class Line:
    """Marks of one statistic (or one area) in order; a line joins those of a piece only.

    Another area's marks have a `shape` of their own, which its name repeats.
    """

    name: str
    pieces: tuple[tuple[Mark, ...], ...]
    shape: str = ""

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for piece in self.pieces for mark in piece)


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
    projection: Projected | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for line in self.lines for mark in line.marks) + self.bands


def build_plot(panel: Panel, series: Series, *, benchmarks: bool, width: float) -> Plot:
    """Decide what a picture of a series shows; `width` in px is what the tick labels must fit."""
    measure = panel.measure
    marks = build_marks(series, measure.unit)
    targets = fitting_targets(measure, series)
    baselines = fitting_baselines(measure, series)
    others = _benchmark_lines(series, measure) if benchmarks else ()
    projection = projected(series)
    forecasts = (*_forecast_marks(series, measure.unit), *_projection_mark(projection))
    beside = (*baselines, *forecasts, *(mark for line in others for mark in line.marks))
    time = _time_axis(panel, series, beside, targets, width)
    later_from = _later_from(series, panel.as_of)
    drawn = [*marks, *beside]
    ends = [end for mark in drawn for end in (mark.low, mark.high)]
    ends += [value for _, value in projection.corners] if projection else []
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
    )


def _caption_width(value: ValueAxis) -> float:
    """Say how far the axis's name reaches over the plot; ticks take some of it."""
    ticks = max(len(words) for _, words in value.ticks)
    return max(0.0, (len(value.caption) - ticks) * CHARACTER) if value.caption else 0.0


def fitting_baselines(measure: Measure, series: Series) -> tuple[Mark, ...]:
    """Keep the baselines that may stand beside the series: those on its own basis, else others."""
    marks = [_baseline_mark(baseline, series, measure) for baseline in series.baselines]
    known = [mark for mark in marks if mark is not None]
    return tuple([mark for mark in known if mark.day] or known)


def _baseline_mark(baseline: Baseline, series: Series, measure: Measure) -> Mark | None:
    point = baseline.point
    is_same_basis = point.basis == series.basis
    statistics = {one.statistic for one in series.points if one.has_number}
    if not point.has_number or (statistics and point.statistic not in statistics):
        return None
    if measure.kind == "flow" and not is_same_basis:
        return None
    low, high = _ends(point)
    words = f"Baseline {point_words(point, measure.unit)}"
    return Mark(point.period_end if is_same_basis else None, low, high, words, is_labelled=True)


def _ends(point: Point) -> tuple[float, float]:
    if point.value_low is not None and point.value_high is not None:
        return point.value_low, point.value_high
    return point.value or 0.0, point.value or 0.0


def build_marks(series: Series, unit: str) -> list[Mark]:
    """Turn the dated numbers of a series into marks, in order of period."""
    numbers = [point for point in series.points if point.has_number and point.period_end]
    has_several = len({point.statistic for point in numbers}) > 1
    running = set(map(id, _incomplete(numbers, series.latest)))
    whole = [point for point in numbers if id(point) not in running]
    ends = (series.latest, whole[-1] if whole else None)
    return [
        Mark(
            point.period_end,
            *_ends(point),
            words=_mark_words(point, unit, has_several),
            statistic=point.statistic,
            is_band=point.is_band,
            is_later=point.is_later,
            is_provisional=point.is_provisional,
            is_incomplete=id(point) in running,
            is_latest=point == series.latest,
            is_labelled=len(numbers) <= _LABELLED_POINTS or point in ends,
        )
        for point in numbers
    ]


def _incomplete(numbers: list[Point], latest: Point | None) -> list[Point]:
    """Give the provisional figures after the latest: a cohort's, whose time is not yet up."""
    after = numbers[numbers.index(latest) + 1 :] if latest in numbers else []
    return [point for point in after if point.is_provisional and not point.is_later]


def _mark_words(point: Point, unit: str, is_statistic_named: bool) -> str:
    words = point_words(point, unit)
    statistic = STATISTIC_WORDS.get(point.statistic, point.statistic)
    return f"{words} ({statistic})" if is_statistic_named and statistic else words


def build_lines(marks: Iterable[Mark], basis: str, measure: Measure) -> tuple[Line, ...]:
    """Gather the marks that are no bands into one line for each run of a statistic."""
    points = [mark for mark in marks if not mark.is_band]
    runs = groupby(points, key=lambda mark: mark.statistic)
    return tuple(
        Line(statistic, tuple(_pieces(list(run), basis, measure))) for statistic, run in runs
    )


def _pieces(marks: list[Mark], basis: str, measure: Measure) -> Iterator[tuple[Mark, ...]]:
    """Cut a run where a period is missing or incomplete, a year to date where its year begins."""
    months = _STEP_MONTHS.get(basis) or _FREQUENCY_MONTHS.get(measure.frequency, 12)
    piece: list[Mark] = []
    for mark in marks:
        is_joined = bool(piece) and _is_joined(piece[-1].day, mark.day, basis, months)
        if piece and (mark.is_incomplete or not is_joined):
            yield tuple(piece)
            piece = []
        piece.append(mark)
    if piece:
        yield tuple(piece)


def _is_joined(earlier: date | None, later: date | None, basis: str, months: int) -> bool:
    if earlier is None or later is None or (basis == "ytd" and earlier.year != later.year):
        return False
    return (later - earlier).days <= months * 1.5 * _DAYS_A_MONTH


def _benchmark_lines(series: Series, measure: Measure) -> tuple[Line, ...]:
    """Draw other areas' numbers; a band of another area stays in the table."""
    lines = []
    for other in series.benchmarks:
        marks = [
            Mark(point.period_end, *_ends(point), words="")
            for point in other.points
            if point.value is not None and point.period_end
        ]
        if marks:
            shape = SHAPES[len(lines) % len(SHAPES)]
            pieces = tuple(_pieces(marks, series.basis, measure))
            lines.append(Line(other.area_name, pieces, shape))
    return tuple(lines)


def _forecast_marks(series: Series, unit: str) -> tuple[Mark, ...]:
    return tuple(
        Mark(point.period_end, *_ends(point), f"Forecast {point_words(point, unit)}")
        for point in series.forecasts
        if point.has_number and point.period_end
    )


def _projection_mark(drawn: Projected | None) -> Iterator[Mark]:
    if drawn:
        yield Mark(drawn.end.day, drawn.end.value, drawn.end.value, drawn.label)


def _time_axis(
    panel: Panel,
    series: Series,
    beside: Iterable[Mark],
    targets: Iterable[Target],
    width: float,
) -> TimeAxis:
    """Hold every dated thing that is drawn; the series' own periods are named."""
    points = [*series.points, *series.forecasts]
    starts = [one.point for one in series.baselines if one.point.basis == series.basis]
    days = [point.period_end for point in points] + [mark.day for mark in beside]
    days += [target.due_on for target in targets]
    known = [day for day in days if day is not None]
    named = [one for one in [*points, *starts] if one.period_end in known]
    return time_axis(known or [panel.as_of], named, width)


def _absences(series: Series) -> Iterator[Absence]:
    for point in series.points:
        if point.marker and point.period_end:
            word = STATUS_WORDS[marker_status(point.marker)[0]]
            yield Absence(point.period_end, f"{period_words(point)}: {word.lower()}")


def _later_from(series: Series, as_of: date) -> date | None:
    """Place the line between what was judged and what came later; None where they mix.

    It stands at the report date where that lies between the two, else halfway.
    """
    judged = [one.period_end for one in series.points if one.period_end and not one.is_later]
    later = [one.period_end for one in series.points if one.period_end and one.is_later]
    if not judged or not later or max(judged) >= min(later):
        return None
    middle = max(judged) + (min(later) - max(judged)) / 2
    return as_of if max(judged) <= as_of < min(later) else middle


def _later_words(later_from: date | None, as_of: date) -> str:
    """Name the report date only where the line stands on it; elsewhere say what is beyond it."""
    return f"as at {day_words(as_of)}" if later_from == as_of else "published later →"
