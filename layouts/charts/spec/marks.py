"""The marks of a series, one a number, and the lines that join those which follow each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from dashboard.model.codes import STATISTIC_WORDS
from dashboard.model.panel import Measure, Point, Series
from dashboard.text.format import point_words
from dashboard.text.periods import follows
from layouts.ui.palette import FOCUS

# With no more numbers than this, each carries its value; with more, only the latest does.
_LABELLED_POINTS: Final = 6
# The key of the line that a chart is about.
OWN_LINE: Final = "own"


@dataclass(frozen=True)
class Mark:
    """One number where it is drawn; `low` and `high` differ for a band. No day: the left edge.

    `label` is its text, a line each. What is incomplete lies after the latest figure, still grows, and no line leads to it. `signal`
    is what a control chart says of it; no line leads to what `is_counted_anew` either.
    """

    day: date | None
    low: float
    high: float
    label: tuple[str, ...] = ("",)
    statistic: str = ""
    is_band: bool = False
    is_later: bool = False
    is_provisional: bool = False
    is_incomplete: bool = False
    is_latest: bool = False
    is_labelled: bool = False
    signal: str = ""
    # Of a baseline: the trend is the change since it.
    is_compared: bool = False
    follows_break: bool = False
    # The first day of a year to date: no line leads from one such year to the next.
    counts_from: date | None = None
    # Of a number of which the words say no more than the number and its unit.
    decimals: int | None = None

    @property
    def words(self) -> str:
        return "\n".join(self.label)


@dataclass(frozen=True)
class Line:
    """Marks of one statistic (or one area) in order; a line joins those of a piece only.

    Another area's marks have a `shape` of their own, which its name repeats. `ink` is its colour,
    `text_ink` that of its name, which is darker where the colour is too light for text. `key` tells the lines
    of a chart apart.
    """

    name: str
    pieces: tuple[tuple[Mark, ...], ...]
    shape: str = ""
    ink: str = FOCUS
    text_ink: str = FOCUS
    key: str = OWN_LINE

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for piece in self.pieces for mark in piece)


def ends_of(point: Point) -> tuple[float, float]:
    """Return both ends of a band; the same number twice for a single value."""
    if point.value_low is not None and point.value_high is not None:
        return point.value_low, point.value_high
    return point.value or 0.0, point.value or 0.0


def year_to_date_start(point: Point) -> date | None:
    """Return the first day of a year to date; None for other bases."""
    return point.period_start if point.basis == "ytd" else None


def build_marks(series: Series, unit: str, breaks: Sequence[date] = ()) -> list[Mark]:
    """Return the dated numbers of a series as marks, in order of period.

    `breaks` are the days on which what is counted changed.
    """
    numbers = [point for point in series.points if point.has_number and point.period_end]
    has_several = len({point.statistic for point in numbers}) > 1
    running = set(map(id, _incomplete_points(numbers, series.latest)))
    whole = [point for point in numbers if id(point) not in running]
    ends = (series.latest, whole[-1] if whole else None)
    readings = series.chart.readings if series.chart else {}
    after_breaks = _first_after_breaks(numbers, breaks)
    return [
        Mark(
            point.period_end,
            *ends_of(point),
            label=(_mark_words(point, unit, has_several),),
            statistic=point.statistic,
            is_band=point.is_band,
            is_later=point.is_later,
            is_provisional=point.is_provisional,
            is_incomplete=id(point) in running,
            is_latest=point == series.latest,
            is_labelled=len(numbers) <= _LABELLED_POINTS or point in ends,
            signal=readings[point].point_type if point in readings else "",
            follows_break=id(point) in after_breaks,
            counts_from=year_to_date_start(point),
            decimals=_bare_decimals(point, has_several),
        )
        for point in numbers
    ]


def _first_after_breaks(numbers: Sequence[Point], breaks: Sequence[date]) -> set[int]:
    """Return the ids of the first points that start on or after each break."""
    first = (
        next((candidate for candidate in numbers if candidate.start >= day), None) for day in breaks
    )
    return {id(point) for point in first if point is not None}


def _incomplete_points(numbers: list[Point], latest: Point | None) -> list[Point]:
    """Return the provisional figures after the latest: those of cohorts that are incomplete."""
    after = numbers[numbers.index(latest) + 1 :] if latest in numbers else []
    return [point for point in after if point.is_provisional and not point.is_later]


def _mark_words(point: Point, unit: str, is_statistic_named: bool) -> str:
    words = point_words(point, unit)
    statistic = STATISTIC_WORDS.get(point.statistic, point.statistic)
    return f"{words} ({statistic})" if is_statistic_named and statistic else words


def _bare_decimals(point: Point, is_statistic_named: bool) -> int | None:
    is_bare = not point.is_band and not (is_statistic_named and point.statistic)
    return point.decimals if is_bare else None


def build_lines(marks: Iterable[Mark], basis: str, measure: Measure) -> tuple[Line, ...]:
    """Return a line for each run of a statistic among the marks that are no bands."""
    points = [mark for mark in marks if not mark.is_band]
    runs = groupby(points, key=lambda mark: mark.statistic)
    return tuple(
        Line(statistic, tuple(join_up(list(run), basis, measure))) for statistic, run in runs
    )


def join_up(marks: list[Mark], basis: str, measure: Measure) -> Iterator[tuple[Mark, ...]]:
    """Yield pieces of a run, cut where a period is missing or incomplete or a year to date begins."""
    piece: list[Mark] = []
    for mark in marks:
        is_joined = bool(piece) and _is_joined(piece[-1], mark, basis, measure)
        is_apart = mark.is_incomplete or mark.follows_break
        if piece and (is_apart or not is_joined):
            yield tuple(piece)
            piece = []
        piece.append(mark)
    if piece:
        yield tuple(piece)


def _is_joined(earlier: Mark, later: Mark, basis: str, measure: Measure) -> bool:
    if earlier.day is None or later.day is None or earlier.counts_from != later.counts_from:
        return False
    return follows(earlier.day, later.day, basis, measure.frequency)
