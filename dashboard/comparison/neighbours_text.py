"""A comparison with similar councils in words: no place is named without its uncertainty."""

from collections.abc import Iterator
from typing import Final

from dashboard.comparison.model import NeighbourGroup, PeriodKey, Rank, ordinal, period_key
from dashboard.model.panel import Area, Measure, Point
from dashboard.model.points import CASES
from dashboard.text.format import format_value, point_words, sentence_case

_RANGE_NOTE: Final = (
    "The likely range is a 95% Wilson interval: how far chance alone could move a share of so many "
    "cases. Two areas whose ranges meet cannot be told apart."
)
_COUNTS_NOTE: Final = "Numbers grow with the size of a council, so they are not ranked."
_NO_COUNTS_NOTE: Final = "Not ranked: the counts behind some of these figures are not published."


def group_notes(measure: Measure, group: NeighbourGroup) -> tuple[str, ...]:
    """Say what a reader must know before using the comparison, each once."""
    return tuple(dict.fromkeys(_notes(measure, group)))


def _notes(measure: Measure, group: NeighbourGroup) -> Iterator[str]:
    own, others = group.own, group.others
    if group.rank:
        yield _RANGE_NOTE
    elif measure.unit == "count":
        yield _COUNTS_NOTE
    elif measure.unit == "percent" and own.point:
        yield _NO_COUNTS_NOTE
    if own.point and own.point.is_later:
        yield "Published after the report date: not judged against the plan."
    points = [area.point for area in (own, *others) if area.point and area.value is not None]
    if len({point.source_document for point in points}) > 1:
        yield "The figures are of more than one publication."
    if own.point and own.point.origin == CASES:
        yield "Ours is worked out from cases, the neighbours' figures are as published."
    notes = (area.point.note for area in others if area.point)
    yield from (sentence_case(note) for note in notes if note)


def group_title(measure: Measure, group: NeighbourGroup) -> str:
    """Give the finding in at most ten words."""
    head = "Beside statistical neighbours"
    if rank := group.rank:
        return f"{head}: {ordinal(rank.place)} of {rank.of} ({_places(rank)})"
    return f"{head}: theirs {' to '.join(_range_ends(measure, group))}"


def _places(rank: Rank) -> str:
    if rank.best == rank.worst:
        return "no other likely"
    return f"{ordinal(rank.best)} to {ordinal(rank.worst)}"


def group_words(measure: Measure, area: Area, group: NeighbourGroup) -> str:
    """Say the finding: our place with its uncertainty, else between what the neighbours lie."""
    mean_point = next(
        (point for point in group.mean_points if period_key(point) == _group_key(group)), None
    )
    value = point_words(mean_point, measure.unit) if mean_point else ""
    end = f" {group.mean_name}: {value}." if value else ""
    return f"{_finding(measure, area, group)}{end}"


def _group_key(group: NeighbourGroup) -> PeriodKey | None:
    points = [area.point for area in (group.own, *group.others) if area.point]
    return period_key(points[0]) if points else None


def _finding(measure: Measure, area: Area, group: NeighbourGroup) -> str:
    point, rank = group.own.point, group.rank
    neighbours_range = _neighbours_range_text(measure, group)
    if point is None:
        return f"No figure of {area.name} {group.period} to set beside its neighbours; {neighbours_range}."
    value = f"{point_words(point, measure.unit)} {group.period}"
    if rank is None:
        return f"{area.name}: {value}; {neighbours_range}."
    place = f"{area.name} is {_place(measure, rank)} of {rank.of} at {value}"
    if rank.best == rank.worst:
        return f"{place}; with these numbers of cases no other place is likely."
    could = f"anywhere from {ordinal(rank.best)} to {ordinal(rank.worst)}"
    return f"{place}; with these numbers of cases it could be {could}."


def _place(measure: Measure, rank: Rank) -> str:
    """Say a place: "4th highest", "joint lowest"."""
    order = "lowest" if measure.better == "lower" else "highest"
    nth = ordinal(rank.place) if rank.place > 1 else ("" if rank.is_joint else "the")
    return " ".join(part for part in ("joint" if rank.is_joint else "", nth, order) if part)


def _neighbours_range_text(measure: Measure, group: NeighbourGroup) -> str:
    """Say between what the neighbours lie: "its 10 neighbours are between 40% and 75%"."""
    count = sum(area.value is not None for area in group.others)
    ends = _range_ends(measure, group)
    if count == 1:
        return f"its one neighbour with a figure is at {ends[0]}"
    if len(ends) == 1:
        return f"its {count} neighbours are all at {ends[0]}"
    return f"its {count} neighbours are between {ends[0]} and {ends[1]}"


def _range_ends(measure: Measure, group: NeighbourGroup) -> tuple[str, ...]:
    """Give the lowest and the highest of the neighbours in words, once where they are alike."""
    points = [one.point for one in group.others if one.point and one.value is not None]
    ends = (min(points, key=_number), max(points, key=_number))
    words = (format_value(_number(one), one.decimals, measure.unit) for one in ends)
    return tuple(dict.fromkeys(words))


def _number(point: Point) -> float:
    return point.value or 0.0
