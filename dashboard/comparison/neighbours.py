"""A measure beside those of similar councils: each one's line, their middle, our rank in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from dashboard.comparison.model import (
    Compared,
    Counted,
    Group,
    Neighbours,
    Period,
    Rank,
    clearly,
    period_key,
    rank_among,
    share_percent,
    wilson,
)
from dashboard.comparison.neighbours_text import group_notes, group_title, group_words
from dashboard.judging.percentages import DECIMALS, percentage, rounded
from dashboard.judging.series import Observed
from dashboard.model.codes import HEADLINE_BREAKDOWNS
from dashboard.model.panel import Area, Measure, Point, Series
from dashboard.text.format import in_period


def group_for(
    measure: Measure, area: Area, choice: Sequence[Series], neighbours: Neighbours
) -> Group | None:
    """Build the group of the first series for which a neighbour has a figure; None where none has.

    `choice` begins with the series that the reader chose; of the others the headline version first.
    """
    chosen, *others = choice
    others.sort(key=lambda one: one.breakdown not in HEADLINE_BREAKDOWNS)
    built = (build_group(measure, area, one, neighbours) for one in (chosen, *others))
    return next((group for group in built if group), None)


def build_group(
    measure: Measure, area: Area, series: Series, neighbours: Neighbours
) -> Group | None:
    """Set a series beside the same one of each neighbour: same basis, statistic, breakdown, period."""
    lines = [(one, _line(series, one.observed)) for one in neighbours.listed]
    own_points = tuple(point for point in series.points if _is_firm(point))
    period = _period(own_points, [line for _, line in lines])
    if period is None:
        return None
    own = _compared(area.name, own_points, period)
    others = [_compared(one.name, line, period, one.nearness) for one, line in lines]
    own, others = _with_intervals(measure, own, others)
    rank = _rank(measure, own, others)
    middle_name, middle = _middle(measure, others)
    named = own.point or next(one.point for one in others if one.point)
    group = Group(
        series=series,
        own=own,
        others=tuple(others),
        rows=_ordered(measure, own, others, rank),
        middle=middle,
        middle_name=middle_name,
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


def _line(series: Series, observed: Iterable[Observed]) -> tuple[Point, ...]:
    """Pick what may stand on one line with a series, the newest publication of each period."""
    statistics = {point.statistic for point in series.points} or {""}
    newest: dict[Period, Point] = {}
    for one in observed:
        point = one.point
        fits = (one.breakdown, point.basis) == (series.breakdown, series.basis)
        if not fits or point.statistic not in statistics or one.role not in ("actual", "benchmark"):
            continue
        key = period_key(point)
        if key not in newest or _precedence(point) > _precedence(newest[key]):
            newest[key] = point
    return tuple(sorted(newest.values(), key=lambda point: point.period_end or date.min))


def _precedence(point: Point) -> tuple[date, bool, int]:
    return (point.known_on or date.min, point.has_number, point.extract_id)


def _is_firm(point: Point) -> bool:
    """Leave out what still grows, and bands, of which no place can be told."""
    return point.value is not None and not point.is_provisional


def _period(own: Sequence[Point], lines: Sequence[Sequence[Point]]) -> Period | None:
    """Choose the newest period that we and a neighbour have, else that a neighbour has."""
    theirs = {period_key(point) for line in lines for point in line if point.value is not None}
    shared = theirs & {period_key(point) for point in own}
    return max(shared or theirs, key=lambda key: (key[1] or date.min, key[2]), default=None)


def _compared(name: str, line: tuple[Point, ...], period: Period, nearness: int = 0) -> Compared:
    found = next((point for point in line if period_key(point) == period), None)
    return Compared(name, line, found, nearness)


def _counted(measure: Measure, point: Point | None) -> Counted | None:
    """Give the counts behind a percentage; None where they are not published."""
    if measure.unit != "percent" or point is None or point.value is None:
        return None
    if point.numerator is None or not point.denominator or point.numerator > point.denominator:
        return None
    return Counted(point.numerator, point.denominator)


def _with_intervals(
    measure: Measure, own: Compared, others: Sequence[Compared]
) -> tuple[Compared, list[Compared]]:
    own_counts = _counted(measure, own.point)
    mine = wilson(own_counts) if own_counts else None

    def told(one: Compared) -> Compared:
        counts = _counted(measure, one.point)
        if counts is None:
            return one
        interval = wilson(counts)
        return replace(one, interval=interval, beside=clearly(mine, interval) if mine else "")

    return replace(own, interval=mine), [told(one) for one in others]


def _rank(measure: Measure, own: Compared, others: Sequence[Compared]) -> Rank | None:
    """Place us among those with a figure, where the counts behind every one are known."""
    mine = _counted(measure, own.point)
    with_figure = [one for one in others if one.value is not None]
    counts = [_counted(measure, one.point) for one in with_figure]
    known = [one for one in counts if one is not None]
    if mine is None or len(known) < len(counts):
        return None
    return rank_among(mine, known, highest_first=measure.better != "lower")


def _ordered(
    measure: Measure, own: Compared, others: Sequence[Compared], rank: Rank | None
) -> tuple[Compared, ...]:
    """Order by rank where there is one: an order by value alone would be a league table."""
    everyone = [own, *others]
    if rank is None:
        return tuple(sorted(everyone, key=lambda one: one.nearness))
    sign = 1 if measure.better == "lower" else -1

    def place(one: Compared) -> tuple[bool, float]:
        counts = _counted(measure, one.point)
        return counts is None, sign * share_percent(counts) if counts else 0.0

    return tuple(sorted(everyone, key=place))


def _middle(measure: Measure, others: Sequence[Compared]) -> tuple[str, tuple[Point, ...]]:
    """Give the mean of the neighbours with a figure, in every period in which they all have one.

    A percentage is summed and divided, so large councils weigh more; without counts there is none.
    Anything else is the plain mean, each council counting once.
    """
    members = [one for one in others if one.value is not None]
    is_share = measure.unit == "percent"
    name = "Neighbours together" if is_share else "Mean of neighbours"
    by_period: dict[Period, list[Point]] = {}
    for one in members:
        for point in one.points:
            by_period.setdefault(period_key(point), []).append(point)
    whole = [points for points in by_period.values() if len(points) == len(members)]
    made = [_pooled(measure, points) if is_share else _mean(points) for points in whole]
    known = [point for point in made if point is not None]
    return name, tuple(sorted(known, key=lambda point: point.period_end or date.min))


def _pooled(measure: Measure, points: Sequence[Point]) -> Point | None:
    counts = [_counted(measure, point) for point in points]
    known = [one for one in counts if one is not None]
    if len(known) < len(points):
        return None
    parts, wholes = sum(one.numerator for one in known), sum(one.denominator for one in known)
    quotient = percentage(parts, wholes)
    if quotient is None:
        return None
    value = rounded(quotient)
    return _blank(points[0], value, numerator=parts, denominator=wholes)


def _mean(points: Sequence[Point]) -> Point | None:
    values = [point.value for point in points]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return _blank(points[0], round(sum(known) / len(known), DECIMALS))


def _blank(like: Point, value: float, **counts: float) -> Point:
    made = Point(like.period_start, like.period_end, like.basis, like.statistic)
    return replace(made, value=value, decimals=DECIMALS, **counts)  # type: ignore[arg-type]
