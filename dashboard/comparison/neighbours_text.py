"""A comparison with similar councils in words: no place is named without its uncertainty."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from dashboard.comparison.model import NeighbourGroup, Rank, ordinal, period_key
from dashboard.model.panel import Area, Measure
from dashboard.model.points import CASES
from dashboard.text.format import format_value, point_words, sentence_case

_RANGE_NOTE: Final = (
    "The likely range is a 95% Wilson interval: how far chance alone could move a share of so many "
    "cases. Two areas whose ranges meet cannot be told apart."
)
_COUNTS_NOTE: Final = "Numbers grow with the size of a council, so they are not ranked."
_NO_COUNTS_NOTE: Final = "Not ranked: the counts behind some of these figures are not published."


def group_notes(measure: Measure, group: NeighbourGroup) -> tuple[str, ...]:
    """Return what a reader must know before using the comparison, each once."""
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
    """Return the finding in at most ten words."""
    head = "Beside statistical neighbours"
    rank = group.rank
    if rank is None:
        return f"{head}: theirs {' to '.join(_range_ends(measure, group))}"
    could = f"{ordinal(rank.best)} to {ordinal(rank.worst)}"
    likely = "no other likely" if rank.best == rank.worst else could
    return f"{head}: {ordinal(rank.place)} of {rank.of} ({likely})"


def group_words(measure: Measure, area: Area, group: NeighbourGroup) -> str:
    """Return the finding: our rank with its uncertainty, else the range of the neighbours."""
    areas = (group.own, *group.others)
    compared = {period_key(each.point) for each in areas if each.point}
    mean_point = next((p for p in group.mean_points if period_key(p) in compared), None)
    mean = f" {group.mean_name}: {point_words(mean_point, measure.unit)}." if mean_point else ""
    return f"{_finding(measure, area, group)}{mean}"


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
    """Return a place in words: "4th highest", "joint lowest"."""
    order = "lowest" if measure.better == "lower" else "highest"
    nth = ordinal(rank.place) if rank.place > 1 else ("" if rank.is_joint else "the")
    return " ".join(part for part in ("joint" if rank.is_joint else "", nth, order) if part)


def _neighbours_range_text(measure: Measure, group: NeighbourGroup) -> str:
    """Return the range of the neighbours: "its 10 neighbours are between 40% and 75%"."""
    count = sum(area.value is not None for area in group.others)
    ends = _range_ends(measure, group)
    if count == 1:
        return f"its one neighbour with a figure is at {ends[0]}"
    if len(ends) == 1:
        return f"its {count} neighbours are all at {ends[0]}"
    return f"its {count} neighbours are between {ends[0]} and {ends[1]}"


def _range_ends(measure: Measure, group: NeighbourGroup) -> tuple[str, ...]:
    """Return the lowest and the highest of the neighbours, once where they are alike."""
    figures = [
        (area.point.value, area.point.decimals)
        for area in group.others
        if area.point and area.point.value is not None
    ]
    ends = (min(figures, key=itemgetter(0)), max(figures, key=itemgetter(0)))
    return tuple(dict.fromkeys(format_value(*end, measure.unit) for end in ends))
