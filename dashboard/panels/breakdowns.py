"""Breakdowns: one measure divided by one dimension in one period, ranked, with n and history."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import pandas as pd

from dashboard.disclosure import version_and_dimension
from dashboard.model.codes import BASIS_WORDS, DIMENSION_WORDS, HEADLINE_BREAKDOWNS, breakdown_words
from dashboard.model.panel import Measure
from dashboard.model.points import Point
from dashboard.panels.case_points import observe_cells
from dashboard.text.format import sentence_case
from dashboard.text.periods import period_words, window

# More than this cannot be read as bars or as small multiples.
MAX_PARTS: Final = 12
# So many periods make a history: a year of months and the month a year before.
HISTORY: Final = 13
# The bases with most cases first: a year's cases say more of a part than a month's.
BASES: Final = ("rolling12", "snapshot", "year", "ytd", "quarter", "month")
UNKNOWN: Final = "not_known"


@dataclass(frozen=True)
class BreakdownPart:
    """One category in one period; `n` is the number of its cases, None where that is hidden.

    `point` is None where there was nothing to measure; a hidden one has the marker "c". `history`
    ends with it and is in order of time; `points` are all that there are on its basis.
    """

    breakdown: str
    words: str
    point: Point | None
    n: float | None
    history: tuple[Point, ...] = ()
    points: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Breakdown:
    """A measure divided: the dimensions that there are and the parts of the chosen one.

    `dimensions` has (code, words); `periods` has (last day, words) of what can be divided on this
    basis, newest first. `instead_of` is in words what was chosen and has no parts. `left_out` counts
    the parts with fewest cases that are not shown.
    """

    dimension: str
    dimension_words: str
    version: str
    basis: str
    period_end: date | None
    period: str
    parts: tuple[BreakdownPart, ...]
    dimensions: tuple[tuple[str, str], ...]
    bases: tuple[str, ...] = ()
    periods: tuple[tuple[date, str], ...] = ()
    left_out: int = 0
    note: str = ""
    instead_of: str = ""


def dimension_words(code: str) -> str:
    """Return a dimension in words: "type of need"."""
    return DIMENSION_WORDS.get(code, code.replace("_", " "))


def dimensions_of(breakdowns: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return (code, words) of the dimensions of some breakdowns, in the order of DIMENSION_WORDS."""
    codes = {code for breakdown in breakdowns if (code := version_and_dimension(breakdown)[1])}
    ordered = [code for code in DIMENSION_WORDS if code in codes]
    rest = sorted(codes - set(ordered) - {"band", "open"})
    return tuple((code, dimension_words(code)) for code in (*ordered, *rest))


def version_of(breakdowns: Iterable[str], chosen: str) -> str:
    """Return the version to divide: the one chosen, else the headline one where there are versions."""
    versions = {version_and_dimension(breakdown)[0] for breakdown in breakdowns}
    chosen_version = version_and_dimension(chosen)[0]
    if chosen_version in versions and chosen_version:
        return chosen_version
    return next((version for version in HEADLINE_BREAKDOWNS if version in versions), "")


def build_breakdown(
    measure: Measure,
    cells: pd.DataFrame,
    dimension: str,
    dimensions: tuple[tuple[str, str], ...],
    *,
    version: str = "",
    basis: str = "",
    period_end: date | None = None,
) -> Breakdown:
    """Return a measure divided: on the basis chosen, else on the first of BASES that it has.

    `cells` are of one area, the parts of the dimension on every basis, small ones hidden. Without
    a period the newest one is divided.
    """
    points = _points_by_part(measure, cells, dimension, version)
    bases = tuple(
        each for each in BASES if any(p.basis == each for line in points.values() for p in line)
    )
    chosen = basis if basis in bases else next(iter(bases), "")
    lines = {name: [p for p in line if p.basis == chosen] for name, line in points.items()}
    ends = sorted(
        {p.period_end for line in lines.values() for p in line if p.period_end}, reverse=True
    )
    end = period_end if period_end in ends else next(iter(ends), None)
    parts = [_part(name, line, end) for name, line in lines.items()]
    largest = _largest_parts(parts)
    return Breakdown(
        dimension=dimension,
        dimension_words=dimension_words(dimension) if dimension else "",
        version=version,
        basis=chosen,
        period_end=end,
        period=_window_words(chosen, end) if end else "",
        parts=_sorted_parts(largest, dimension),
        dimensions=dimensions,
        bases=bases,
        periods=tuple((each, _window_words(chosen, each)) for each in ends),
        left_out=len(parts) - len(largest),
        note=_overlap_note(largest, dimension),
        instead_of=_missing_words(basis or chosen, period_end)
        if (basis or chosen, period_end or end) != (chosen, end)
        else "",
    )


def _missing_words(basis: str, end: date | None) -> str:
    """Return a chosen basis, or its period, in words."""
    if basis not in BASIS_WORDS:
        return BASIS_WORDS[""]
    return _window_words(basis, end) if end else BASIS_WORDS[basis]


def _window_words(basis: str, end: date) -> str:
    named, start, last = window(basis, end)
    return sentence_case(period_words(start, last, named))


def _points_by_part(
    measure: Measure, cells: pd.DataFrame, dimension: str, version: str
) -> dict[str, list[Point]]:
    points: dict[str, list[Point]] = defaultdict(list)
    rows = observe_cells(cells, {measure.measure_id: measure}).get(measure.measure_id, ())
    for _, row in rows:
        if dimension and version_and_dimension(row.breakdown) == (version, dimension):
            points[row.breakdown].append(row.point)
    return {name: sorted(line, key=_end) for name, line in points.items()}


def _end(point: Point) -> date:
    return point.period_end or date.min


def _part(breakdown: str, line: Sequence[Point], end: date | None) -> BreakdownPart:
    history = [point for point in line if end and _end(point) <= end]
    point = history[-1] if history and history[-1].period_end == end else None
    count = 0.0
    if point is not None:
        count = point.value if point.denominator is None else point.denominator
    # The category alone: the version is the same for all parts.
    version, _ = version_and_dimension(breakdown)
    category = ";".join(pair for pair in breakdown.split(";") if pair != version)
    words = sentence_case(breakdown_words(category))
    return BreakdownPart(breakdown, words, point, count, tuple(history[-HISTORY:]), tuple(line))


def _largest_parts(parts: Sequence[BreakdownPart]) -> list[BreakdownPart]:
    """Return the parts with most cases; one whose number is hidden has few."""
    with_any = [part for part in parts if part.point is not None]
    by_size = sorted(with_any, key=lambda part: -1.0 if part.n is None else part.n, reverse=True)
    return by_size[:MAX_PARTS]


def _sorted_parts(parts: Iterable[BreakdownPart], dimension: str) -> tuple[BreakdownPart, ...]:
    """Sort ages by age, other parts from the largest value; what is not known or hidden last."""

    def rank(part: BreakdownPart) -> tuple[bool, bool, tuple[int, ...], float, str]:
        value = part.point.value if part.point else None
        ages = _numbers_in(part) if dimension == "age" else ()
        is_unknown = f"={UNKNOWN}" in part.breakdown
        return (is_unknown, value is None and not ages, ages, -(value or 0.0), part.words)

    return tuple(sorted(parts, key=rank))


def _numbers_in(part: BreakdownPart) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", part.breakdown)))


def _overlap_note(parts: Sequence[BreakdownPart], dimension: str) -> str:
    """Return that bands of ages share cases; empty where they do not."""
    ages = [_numbers_in(part) for part in parts]
    spans = sorted(span for span in ages if len(span) == 2)
    is_shared = any(a[1] >= b[0] for a, b in pairwise(spans))
    if dimension != "age" or not is_shared:
        return ""
    return "Bands of ages overlap: a case counts in every band that holds its age."
