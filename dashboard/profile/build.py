"""Build a profile from an area's panels and the figures of the areas beside it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from statistics import quantiles
from typing import Final

from dashboard.comparison.chosen import GROWS_WITH_AREA
from dashboard.comparison.model import NeighbourGroup, Neighbours, period_key
from dashboard.comparison.neighbours import build_group
from dashboard.model.codes import HEADLINE_BREAKDOWNS, STAGE_WORDS, breakdown_words
from dashboard.model.panel import Benchmark, Panel, Point, Series
from dashboard.model.same import Same
from dashboard.profile.model import (
    ABOVE,
    BELOW,
    GAP,
    OTHER,
    PUPILS_WITH_PLAN,
    SEN_SUPPORT,
    WITHIN,
    Band,
    MiddleHalf,
    Part,
    Profile,
    ProfileFigures,
    Tile,
    same_period,
)
from dashboard.profile.verdict import verdict_sentences
from dashboard.text.format import exact, rounded

# The figures of fewer areas have no middle half: it would be two of them.
LEAST_SIMILAR: Final = 4
ENGLAND: Final = "E92000001"
INSPECTION: Final = "inspection"
_YEARS: Final = 10
# As many groups as a tile has room for, and what always has more.
_FEW: Final = 4
_OF_MANY: Final = ("age", "need", "setting")
_PLAN, _SUPPORT, _WITHOUT = "provision=ehc_plan", "provision=sen_support", "provision=without_sen"
_NOT_RECORDED: Final = "provision=unclassified"
_IN_TILE: Final = {_PLAN: PUPILS_WITH_PLAN, _SUPPORT: "at SEN support", _WITHOUT: "without SEN"}
_YEARLY: Final = ("year", "snapshot")
# Tiles that are kept, from one page and data version to the next: those of a few areas.
_TILES: Final = 512


@dataclass(frozen=True)
class ComparedLine:
    """One series with those of other areas that it may be set reference."""

    series: Series
    reference: Benchmark | None
    group: NeighbourGroup | None


def build_profile(
    figures: ProfileFigures, group: str = "", compare: str = "", stage: str = ""
) -> Profile:
    """Return the profile of an area; without a `stage` of all of them."""
    tiles = {
        panel.measure.measure_id: tile
        for panel in figures.panels
        if (tile := _tile(panel, figures, group, compare))
    }
    bands = [
        Band(
            code,
            words,
            tuple(each for each in tiles.values() if each.measure.stage == code),
            tuple(m for m in figures.missing if m.stage == code and group != GAP),
            figures.inspections if code == INSPECTION and group != GAP else None,
        )
        for code, words in STAGE_WORDS.items()
        if stage in ("", code or OTHER)
    ]
    similar = max((len(each.listed) for each in figures.neighbours.values()), default=0)
    profile = Profile(
        figures.area,
        tuple(band for band in bands if band.tiles or band.missing or band.inspections),
        (),
        group,
        compare,
        similar,
        {code: figures.names[code] for code in figures.area.part_of if code in figures.names},
    )
    return replace(profile, verdict=verdict_sentences(tiles, group))


def _tile(panel: Panel, figures: ProfileFigures, group: str, compare: str) -> Tile | None:
    """Return the tile of a measure; None where it has no figure, or none of the chosen group."""
    neighbours = figures.neighbours.get(panel.measure.measure_id)
    other = other_area(panel, figures)
    return _built_tile(Same(panel), Same(neighbours), other, group, compare)


@lru_cache(maxsize=_TILES)
def _built_tile(
    of: Same[Panel], similar: Same[Neighbours | None], other: str, group: str, compare: str
) -> Tile | None:
    """Return the tile of a panel, which is built once; `other` names another area that it is of."""
    panel, neighbours = of.value, similar.value
    lines = shown_lines(panel)
    main = _main(lines, group)
    if main is None:
        return None
    without = next((line for line in lines if line.breakdown == _WITHOUT), None)
    if group == GAP:
        if without is None or main.breakdown == _WITHOUT:
            return None
        return _gap_tile(panel, (main, without), neighbours, compare)
    line = compared_line(panel, main, neighbours, compare)
    points = recent_points(main.points)
    middle = middle_by_period(line.group, points[-1].decimals) if line.group else ()
    tile = Tile(
        panel,
        main,
        _IN_TILE.get(main.breakdown, "") or other,
        points,
        line.reference.area_name if line.reference else "",
        recent_points(line.reference.points) if line.reference else (),
        middle,
        "",
        line.group.rank if line.group else None,
        tuple(_parts(lines, main, points[-1])),
        _difference(points[-1], without) if without and without is not main else None,
    )
    return replace(tile, place=_place(tile))


def other_area(panel: Panel, figures: ProfileFigures) -> str:
    """Return the name of the area that a figure is of; "" where it is the profile's own."""
    return "" if panel.area.area_code == figures.area.area_code else panel.area.name


def shown_lines(panel: Panel) -> list[Series]:
    """Return the series of one window that have figures: years others have too before the lead's."""
    with_figures = [line for line in panel.series if recent_points(line.points)]
    yearly = [
        line
        for line in with_figures
        if line.basis in _YEARLY
        and (not panel.lead.latest or panel.lead.basis in _YEARLY or line.benchmarks)
    ]
    lead = max(yearly, key=lambda line: line.points[-1].period_end or date.min, default=panel.lead)
    return [
        line for line in with_figures if (line.window, line.origin) == (lead.window, lead.origin)
    ]


def _main(lines: Sequence[Series], group: str) -> Series | None:
    """Return the series of the chosen group, else of the whole, else its headline version."""
    wanted = _SUPPORT if group == SEN_SUPPORT else _PLAN
    for breakdown in (wanted, "", *HEADLINE_BREAKDOWNS):
        found = next((line for line in lines if line.breakdown == breakdown), None)
        if found:
            return found
    return None if any(line.breakdown in _IN_TILE for line in lines) else next(iter(lines), None)


def compared_line(
    panel: Panel, series: Series, neighbours: Neighbours | None, compare: str
) -> ComparedLine:
    """Return a series with its comparisons; a count grows with its area and has none."""
    if panel.measure.kind in GROWS_WITH_AREA:
        return ComparedLine(series, None, None)
    reference = next((b for b in series.benchmarks if b.area_code == (compare or ENGLAND)), None)
    is_compared = neighbours is not None and not compare
    group = (
        build_group(panel.measure, panel.area, series, neighbours)
        if is_compared and neighbours
        else None
    )
    return ComparedLine(series, reference, group)


def recent_points(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the single numbers of the last ten years."""
    numbers = [point for point in points if point.value is not None and point.period_end]
    if not numbers:
        return ()
    newest = max(point.period_end for point in numbers if point.period_end)
    return tuple(p for p in numbers if p.period_end and p.period_end.year > newest.year - _YEARS)


def middle_by_period(group: NeighbourGroup, decimals: int) -> tuple[MiddleHalf, ...]:
    """Return the middle half of similar areas in each period of which enough have a figure."""
    by_period: dict[object, list[Point]] = {}
    for area in group.others:
        for point in area.points:
            if point.value is not None and point.period_end:
                by_period.setdefault(period_key(point), []).append(point)
    made = [middle_half(points, decimals) for points in by_period.values()]
    return tuple(sorted(filter(None, made), key=lambda each: each.end))


def middle_half(points: Sequence[Point], decimals: int) -> MiddleHalf | None:
    """Return the quartiles of the figures of one period, interpolated; None of fewer than four."""
    values = [point.value for point in points if point.value is not None]
    end = points[0].period_end
    if len(values) < LEAST_SIMILAR or end is None:
        return None
    low, _, high = quantiles(values, n=4)
    return MiddleHalf(
        end, float(rounded(low, decimals)), float(rounded(high, decimals)), len(values)
    )


def _place(tile: Tile) -> str:
    """Return where the latest figure lies beside the middle half, by the numbers that are shown."""
    middle, value = tile.middle_latest, tile.latest.value
    if middle is None or value is None:
        return ""
    if value > middle.high:
        return ABOVE
    return BELOW if value < middle.low else WITHIN


def _parts(lines: Sequence[Series], main: Series | None, latest: Point) -> Iterator[Part]:
    """Yield the other groups of a measure in the period of its latest figure.

    Of a dimension of many groups, such as types of need, that is the largest alone.
    """
    by_dimension: defaultdict[str, list[Part]] = defaultdict(list)
    for line in lines:
        point = same_period(line.points, latest)
        is_shown = line is not main and line.breakdown != _NOT_RECORDED
        if is_shown and point is not None and point.value is not None:
            words = _IN_TILE.get(line.breakdown) or breakdown_words(line.breakdown) or "all"
            by_dimension[line.breakdown.partition("=")[0]].append(
                Part(line.breakdown, words, point)
            )
    for dimension, parts in by_dimension.items():
        if dimension in _OF_MANY or len(parts) > _FEW:
            largest = max(parts, key=lambda part: part.point.value or 0)
            yield replace(largest, words=f"most often {largest.words}")
        else:
            yield from parts


def _difference(point: Point, other: Series) -> float | None:
    """Return a figure less that of another series in the same period, exact."""
    against = same_period(other.points, point)
    if point.value is None or against is None or against.value is None:
        return None
    return float(exact(point.value) - exact(against.value))


def _gap_tile(
    panel: Panel, pair: tuple[Series, Series], neighbours: Neighbours | None, compare: str
) -> Tile | None:
    """Return the tile of the gap between two groups; None where no period has both."""
    lines = [compared_line(panel, series, neighbours, compare) for series in pair]
    points = recent_points(_gaps(pair[0].points, pair[1].points))
    if not points:
        return None
    reference = [line.reference for line in lines]
    reference_points = (
        recent_points(_gaps(reference[0].points, reference[1].points))
        if reference[0] and reference[1]
        else ()
    )
    of_similar: dict[object, list[Point]] = {}
    if lines[0].group and lines[1].group:
        for area, other in zip(lines[0].group.others, lines[1].group.others, strict=True):
            for point in _gaps(area.points, other.points):
                of_similar.setdefault(period_key(point), []).append(point)
    middle = [middle_half(each, points[-1].decimals) for each in of_similar.values()]
    tile = Tile(
        panel,
        pair[0],
        PUPILS_WITH_PLAN,
        points,
        reference[0].area_name if reference[0] and reference_points else "",
        reference_points,
        tuple(sorted(filter(None, middle), key=lambda each: each.end)),
        "",
        None,
        tuple(_parts(pair, None, points[-1])),
        None,
        is_gap=True,
    )
    return replace(tile, place=_place(tile))


def _gaps(points: Sequence[Point], others: Sequence[Point]) -> tuple[Point, ...]:
    """Return one line less another, in each period of which both have a figure."""
    against: Mapping[object, Point] = {period_key(point): point for point in others}
    made = []
    for point in points:
        other = against.get(period_key(point))
        if point.value is None or other is None or other.value is None:
            continue
        gap: Decimal = exact(point.value) - exact(other.value)
        decimals = max(point.decimals, other.decimals)
        made.append(
            replace(point, value=float(gap), numerator=None, denominator=None, decimals=decimals)
        )
    return tuple(made)
