"""What the chart of a series can be set beside: last year, areas, similar councils, its own parts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dashboard.comparison.model import NeighbourGroup, period_key
from dashboard.model.panel import Benchmark, Measure, Point, Series
from dashboard.panels.breakdowns import Breakdown

LAST_YEAR: Final = "last-year"
SIMILAR: Final = "similar"
# Before the name of another measure, drawn below on the same axis of time.
MEASURE_BELOW: Final = "measure:"
MOST_COMPARED: Final = 3
# Of the four lines that can be told apart one is the whole.
MOST_PARTS: Final = 3
# A range of fewer councils would point at one.
_LEAST_IN_RANGE: Final = 3
GROWS_WITH_AREA: Final = ("stock", "flow")
_GROWS: Final = "a count grows with the size of its area"


@dataclass(frozen=True)
class Offer:
    """A line that can be chosen; `reason` says why not where it cannot."""

    line: Benchmark
    reason: str = ""

    @property
    def code(self) -> str:
        return self.line.area_code

    @property
    def words(self) -> str:
        return self.line.area_name


def build_offers(
    measure: Measure,
    series: Series,
    group: NeighbourGroup | None = None,
    areas: Sequence[Benchmark] = (),
) -> tuple[Offer, ...]:
    """Return every line that a series can be set beside, in the order in which they are offered."""
    last_year = _last_year(series)
    offers = [Offer(last_year)] if last_year.points else []
    reason = _GROWS if measure.kind in GROWS_WITH_AREA else ""
    lines = [*series.benchmarks, *areas]
    if group is not None and group.series is series and group.mean_points:
        lines.append(_similar(group))
    return (*offers, *(Offer(line, reason) for line in lines))


def chosen_lines(offers: Iterable[Offer], codes: str) -> tuple[Benchmark, ...]:
    """Return the lines that an address names, in the order in which they are offered."""
    named = codes.split(",")
    lines = [offer.line for offer in offers if offer.code in named and not offer.reason]
    return tuple(lines[:MOST_COMPARED])


def part_lines(parts: Breakdown | None, series: Series, codes: str) -> tuple[Benchmark, ...]:
    """Return the parts that an address names; only on the basis that they are divided on."""
    if parts is None or parts.basis != series.basis:
        return ()
    named = codes.split(",")
    chosen = [part for part in parts.parts if part.breakdown in named]
    lines = [Benchmark(part.breakdown, part.words, part.points, "part") for part in chosen]
    return tuple(line for line in lines if any(p.has_number for p in line.points))[:MOST_PARTS]


def _last_year(series: Series) -> Benchmark:
    """Return the series moved on by a year, as far as its own figures reach."""
    ends = [point.period_end for point in series.points if point.period_end]
    moved = [] if series.basis == "year" else list(_moved_on(series.points))
    shown = [point for point in moved if ends and point.period_end and point.period_end <= ends[-1]]
    return Benchmark(LAST_YEAR, "Year before", tuple(shown), "past")


def _moved_on(points: Iterable[Point]) -> Iterator[Point]:
    for point in points:
        if point.period_end and point.has_number and not point.is_later:
            start = _next_year(point.period_start) if point.period_start else None
            yield replace(point, period_start=start, period_end=_next_year(point.period_end))


def _next_year(day: date) -> date:
    """Return the same day of the next year; the last of February stays the last."""
    is_last_of_february = (day.month, day.day) in ((2, 28), (2, 29))
    if is_last_of_february:
        return date.fromordinal(date(day.year + 1, 3, 1).toordinal() - 1)
    return day.replace(year=day.year + 1)


def _similar(group: NeighbourGroup) -> Benchmark:
    by_period: dict[object, list[Point]] = {}
    for area in group.others:
        for point in area.points:
            if point.value is not None and point.period_end:
                by_period.setdefault(period_key(point), []).append(point)
    ranges = [
        replace(
            points[0],
            value=None,
            value_low=min(point.value or 0 for point in points),
            value_high=max(point.value or 0 for point in points),
        )
        for points in by_period.values()
        if len(points) >= _LEAST_IN_RANGE
    ]
    ordered = sorted(ranges, key=lambda point: point.period_end or date.min)
    return Benchmark(SIMILAR, group.mean_name, group.mean_points, "area", tuple(ordered))
