"""A measure compared with similar councils: each one's points, their mean, and the rank."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from dashboard.comparison.model import (
    ComparedArea,
    CountedShare,
    NeighbourGroup,
    Neighbours,
    PeriodKey,
    Rank,
    period_key,
    rank_among,
    share_interval,
    share_percent,
    side_of,
)
from dashboard.comparison.neighbours_text import group_notes, group_title, group_words
from dashboard.judging.observations import Observation
from dashboard.judging.percentages import DECIMALS, percentage, rounded
from dashboard.model.codes import HEADLINE_BREAKDOWNS
from dashboard.model.panel import Area, Measure, Point, Series
from dashboard.text.format import in_period


def group_for(
    measure: Measure, area: Area, choice: Sequence[Series], neighbours: Neighbours
) -> NeighbourGroup | None:
    """Return the group of the first series for which a neighbour has a figure; None where none has.

    `choice` begins with the series that the reader chose; of the others the headline version first.
    """
    chosen, *others = choice
    others.sort(key=lambda series: series.breakdown not in HEADLINE_BREAKDOWNS)
    built = (build_group(measure, area, series, neighbours) for series in (chosen, *others))
    return next((group for group in built if group), None)


def build_group(
    measure: Measure, area: Area, series: Series, neighbours: Neighbours
) -> NeighbourGroup | None:
    """Return a series with those of neighbours: same basis, statistic, breakdown, period.

    None where no neighbour has a figure.
    """
    lines = [
        (neighbour, _comparable_points(series, neighbour.observed))
        for neighbour in neighbours.listed
    ]
    # What still grows is left out, and bands, which have no rank.
    own_points = tuple(
        point for point in series.points if point.value is not None and not point.is_provisional
    )
    period = _period(own_points, [line for _, line in lines])
    if period is None:
        return None
    own = _compared_area(area.name, own_points, period)
    others = [
        _compared_area(neighbour.name, line, period, neighbour.nearness)
        for neighbour, line in lines
    ]
    own, others = _with_intervals(measure, own, others)
    rank = _rank(measure, own, others)
    mean_name, mean_points = _neighbours_mean(measure, others)
    named = own.point or next(neighbour.point for neighbour in others if neighbour.point)
    group = NeighbourGroup(
        series=series,
        own=own,
        others=tuple(others),
        rows=_ordered(measure, own, others, rank),
        mean_points=mean_points,
        mean_name=mean_name,
        rank=rank,
        period=in_period(named),
        title="",
        words="",
        notes=(),
        source_document=neighbours.source_document,
    )
    return replace(
        group,
        title=group_title(measure, group),
        words=group_words(measure, area, group),
        notes=group_notes(measure, group),
    )


def _comparable_points(series: Series, observed: Iterable[Observation]) -> tuple[Point, ...]:
    """Return the points comparable with a series, the newest publication of each period."""
    statistics = {point.statistic for point in series.points} or {""}
    newest: dict[PeriodKey, Point] = {}
    for observation in observed:
        point = observation.point
        is_like = (observation.breakdown, point.window) == (series.breakdown, series.window)
        has_role = observation.role in ("actual", "benchmark")
        if not (is_like and has_role and point.statistic in statistics):
            continue
        key = period_key(point)
        if key not in newest or _precedence(point) > _precedence(newest[key]):
            newest[key] = point
    return tuple(sorted(newest.values(), key=lambda point: point.period_end or date.min))


def _precedence(point: Point) -> tuple[date, bool, int]:
    return (point.known_on or date.min, point.has_number, point.extract_id)


def _period(own: Sequence[Point], lines: Sequence[Sequence[Point]]) -> PeriodKey | None:
    """Return the newest period that we and a neighbour have, else that a neighbour has."""
    neighbour_periods = {
        period_key(point) for line in lines for point in line if point.value is not None
    }
    shared = neighbour_periods & {period_key(point) for point in own}
    return max(
        shared or neighbour_periods, key=lambda key: (key[1] or date.min, key[2]), default=None
    )


def _compared_area(
    name: str, line: tuple[Point, ...], period: PeriodKey, nearness: int = 0
) -> ComparedArea:
    current = next((point for point in line if period_key(point) == period), None)
    return ComparedArea(name, line, current, nearness)


def _counted_share(measure: Measure, point: Point | None) -> CountedShare | None:
    """Return the counts of a percentage; None where they are not published."""
    if measure.unit != "percent" or point is None or point.value is None:
        return None
    if point.numerator is None or not point.denominator or point.numerator > point.denominator:
        return None
    return CountedShare(point.numerator, point.denominator)


def _with_intervals(
    measure: Measure, own: ComparedArea, others: Sequence[ComparedArea]
) -> tuple[ComparedArea, list[ComparedArea]]:
    own_counts = _counted_share(measure, own.point)
    mine = share_interval(own_counts) if own_counts else None

    def with_interval(area: ComparedArea) -> ComparedArea:
        counts = _counted_share(measure, area.point)
        if counts is None:
            return area
        interval = share_interval(counts)
        return replace(area, interval=interval, versus_own=side_of(mine, interval) if mine else "")

    return replace(own, interval=mine), [with_interval(area) for area in others]


def _rank(measure: Measure, own: ComparedArea, others: Sequence[ComparedArea]) -> Rank | None:
    """Return our rank among those with a figure; None where the counts of any are not published."""
    mine = _counted_share(measure, own.point)
    counts = [_counted_share(measure, area.point) for area in others if area.value is not None]
    shares = [share for share in counts if share is not None]
    if mine is None or len(shares) < len(counts):
        return None
    return rank_among(mine, shares, highest_first=measure.better != "lower")


def _ordered(
    measure: Measure, own: ComparedArea, others: Sequence[ComparedArea], rank: Rank | None
) -> tuple[ComparedArea, ...]:
    """Sort by rank where there is one, else by nearness: by value alone it would be a league table."""
    everyone = [own, *others]
    if rank is None:
        return tuple(sorted(everyone, key=lambda area: area.nearness))
    sign = 1 if measure.better == "lower" else -1

    def place(area: ComparedArea) -> tuple[bool, float]:
        counts = _counted_share(measure, area.point)
        return counts is None, sign * share_percent(counts) if counts else 0.0

    return tuple(sorted(everyone, key=place))


def _neighbours_mean(
    measure: Measure, others: Sequence[ComparedArea]
) -> tuple[str, tuple[Point, ...]]:
    """Return name and points of the neighbours' mean, in every period in which they all have a figure.

    A percentage is summed and divided, so large councils weigh more; without counts there is none.
    Anything else is the plain mean, each council counting once.
    """
    members = [area for area in others if area.value is not None]
    is_share = measure.unit == "percent"
    name = "Neighbours together" if is_share else "Mean of neighbours"
    by_period: dict[PeriodKey, list[Point]] = {}
    for area in members:
        for point in area.points:
            by_period.setdefault(period_key(point), []).append(point)
    whole = [points for points in by_period.values() if len(points) == len(members)]
    made = [_pooled_mean(measure, points) if is_share else _plain_mean(points) for points in whole]
    means = [point for point in made if point is not None]
    return name, tuple(sorted(means, key=lambda point: point.period_end or date.min))


def _pooled_mean(measure: Measure, points: Sequence[Point]) -> Point | None:
    counts = [_counted_share(measure, point) for point in points]
    shares = [share for share in counts if share is not None]
    if len(shares) < len(points):
        return None
    numerator = sum(share.numerator for share in shares)
    denominator = sum(share.denominator for share in shares)
    quotient = percentage(numerator, denominator)
    if quotient is None:
        return None
    return replace(
        _mean_point(points[0], rounded(quotient)), numerator=numerator, denominator=denominator
    )


def _plain_mean(points: Sequence[Point]) -> Point | None:
    values = [point.value for point in points if point.value is not None]
    if len(values) < len(points):
        return None
    return _mean_point(points[0], round(sum(values) / len(values), DECIMALS))


def _mean_point(like: Point, value: float) -> Point:
    return Point(
        like.period_start,
        like.period_end,
        like.basis,
        like.statistic,
        value=value,
        decimals=DECIMALS,
    )
