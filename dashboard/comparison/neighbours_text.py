"""A comparison with similar councils in words: no place is named without its uncertainty."""

from collections.abc import Iterator
from typing import Final

from dashboard.comparison.model import Group, Period, Rank, ordinal, period_key
from dashboard.model.panel import Area, Measure, Point
from dashboard.model.points import CASES
from dashboard.text.format import format_value, point_words, sentence_case

_RANGE_NOTE: Final = (
    "The likely range is a 95% Wilson interval: how far chance alone could move a share of so many "
    "cases. Two areas whose ranges meet cannot be told apart."
)
_COUNTS_NOTE: Final = "Numbers grow with the size of a council, so they are not ranked."
_NO_COUNTS_NOTE: Final = "Not ranked: the counts behind some of these figures are not published."


def group_notes(measure: Measure, group: Group) -> tuple[str, ...]:
    """Say what a reader must know before using the comparison, each once."""
    return tuple(dict.fromkeys(_notes(measure, group)))


def _notes(measure: Measure, group: Group) -> Iterator[str]:
    own, others = group.own, group.others
    if group.rank:
        yield _RANGE_NOTE
    elif measure.unit == "count":
        yield _COUNTS_NOTE
    elif measure.unit == "percent" and own.point:
        yield _NO_COUNTS_NOTE
    if own.point and own.point.is_later:
        yield "Published after the report date: not judged against the plan."
    points = [one.point for one in (own, *others) if one.point and one.value is not None]
    if len({point.source_document for point in points}) > 1:
        yield "The figures are of more than one publication."
    if own.point and own.point.origin == CASES:
        yield "Ours is worked out from cases, the neighbours' figures are as published."
    notes = (one.point.note for one in others if one.point)
    yield from (sentence_case(note) for note in notes if note)


def group_title(measure: Measure, group: Group) -> str:
    """Give the finding in at most ten words."""
    head = "Beside statistical neighbours"
    if rank := group.rank:
        return f"{head}: {ordinal(rank.place)} of {rank.of} ({_places(rank)})"
    return f"{head}: theirs {' to '.join(_ends(measure, group))}"


def _places(rank: Rank) -> str:
    if rank.best == rank.worst:
        return "no other likely"
    return f"{ordinal(rank.best)} to {ordinal(rank.worst)}"


def group_words(measure: Measure, area: Area, group: Group) -> str:
    """Say the finding: our place with its uncertainty, else between what the neighbours lie."""
    middle = next((one for one in group.middle if period_key(one) == _group_key(group)), None)
    value = point_words(middle, measure.unit) if middle else ""
    end = f" {group.middle_name}: {value}." if value else ""
    return f"{_finding(measure, area, group)}{end}"


def _group_key(group: Group) -> Period | None:
    points = [one.point for one in (group.own, *group.others) if one.point]
    return period_key(points[0]) if points else None


def _finding(measure: Measure, area: Area, group: Group) -> str:
    point, rank = group.own.point, group.rank
    theirs = _theirs(measure, group)
    if point is None:
        return f"No figure of {area.name} {group.period} to set beside its neighbours; {theirs}."
    value = f"{point_words(point, measure.unit)} {group.period}"
    if rank is None:
        return f"{area.name}: {value}; {theirs}."
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


def _theirs(measure: Measure, group: Group) -> str:
    """Say between what the neighbours lie: "its 10 neighbours are between 40% and 75%"."""
    count = sum(one.value is not None for one in group.others)
    ends = _ends(measure, group)
    if count == 1:
        return f"its one neighbour with a figure is at {ends[0]}"
    if len(ends) == 1:
        return f"its {count} neighbours are all at {ends[0]}"
    return f"its {count} neighbours are between {ends[0]} and {ends[1]}"


def _ends(measure: Measure, group: Group) -> tuple[str, ...]:
    """Give the lowest and the highest of the neighbours in words, once where they are alike."""
    points = [one.point for one in group.others if one.point and one.value is not None]
    ends = (min(points, key=_number), max(points, key=_number))
    words = (format_value(_number(one), one.decimals, measure.unit) for one in ends)
    return tuple(dict.fromkeys(words))


def _number(point: Point) -> float:
    return point.value or 0.0
