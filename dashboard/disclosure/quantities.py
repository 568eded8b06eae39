"""What each number of a measure counts: cases of a base, within values of some axes.

Two measures that count the same cases give the same count, for the names follow from the rules by
which the product works its measures out.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.measures import MEASURES, CaseMeasure, Clearance, Difference, EventBands
from dashboard.measures.dates import FAR
from dashboard.measures.model import (
    EventAverage,
    EventCount,
    EventRate,
    StockAverage,
    StockCount,
    StockRate,
)
from dashboard.measures.rules import CaseEvents, CaseSpells, Condition, Test

Span = tuple[int, int]
Literal = tuple[str, object]
"""An axis and what it must hold: a span of days, or a set of values; `NOT` turns a set round."""
NOT: Final = "not"
DATED: Final[Span] = (-FAR, FAR - 1)
DAYS_OPEN: Final = "days open"
Base = tuple[object, ...]


@dataclass(frozen=True)
class Count:
    """Cases of a base within some literals; `is_stock` counts them on days, else by their event.

    What is not `settled` on the day of the event may be another number on a later day.
    """

    base: Base
    literals: frozenset[Literal] = frozenset()
    is_stock: bool = False
    is_settled: bool = True

    def within(self, *literals: Literal) -> "Count":
        """Return the cases that also lie within more literals; those of one axis meet."""
        met = dict(self.literals)
        for axis, held in literals:
            met[axis] = _meet(met[axis], held) if axis in met else held
        return Count(self.base, frozenset(met.items()), self.is_stock, self.is_settled)


def _meet(one: object, other: object) -> object:
    """Return what lies within two spans, within two sets, or in a set but not in another."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return one & other
    (first, last), (second, after) = one, other  # pyright: ignore[reportGeneralTypeIssues]
    return max(first, second), min(last, after)


Linear = tuple[tuple[float, Count], ...]
Numbers = Mapping[str, Linear]
"""What the columns numerator, denominator and value count, where they count cases."""


def numbers_of(measure_id: str, version: str) -> Numbers:
    """Return what the numbers of a measure count, of one version or band where it has several."""
    return NUMBERS.get((measure_id, version), {})


def _literal(test: Test) -> Literal:
    if not isinstance(test, Condition):
        return f"test {test.__name__}", frozenset([True])
    if not test.allowed:
        return f"has {test.column}", frozenset([True])
    return f"column {test.column}", frozenset(test.allowed)


def _days(events: CaseEvents) -> str:
    return f"days {events.duration.start} to {events.duration.end}" if events.duration else ""


def _requirements(events: CaseEvents) -> frozenset[Literal]:
    dated = Condition(events.duration.start) if events.duration else None
    is_end = events.duration is not None and events.duration.end == events.on
    return frozenset(
        (_days(events), DATED) if is_end and each.test == dated else _literal(each.test)
        for each in events.requires
    )


def _place(events: CaseEvents) -> Base:
    return events.kind, events.on, events.shift, events.scope


def _required_of_all() -> dict[Base, frozenset[Literal]]:
    """Return what every measure of the same events requires: it is no division of them."""
    listed: dict[Base, list[frozenset[Literal]]] = defaultdict(list)
    for measure in MEASURES.values():
        if isinstance(measure.counted, CaseEvents):
            listed[_place(measure.counted)].append(_requirements(measure.counted))
    return {place: frozenset.intersection(*sets) for place, sets in listed.items()}


_REQUIRED: Final = _required_of_all()


def _events(events: CaseEvents, *, is_settled: bool = True) -> Count:
    place = _place(events)
    count = Count(place, is_settled=is_settled)
    return count.within(*(_requirements(events) - _REQUIRED[place]))


def _stock(spells: CaseSpells, low: int = 0, high: int = FAR) -> Count:
    name = getattr(spells.spells, "__name__", "")
    count = Count((spells.kind, spells.start, spells.end, spells.scope, name), is_stock=True)
    return count if (low, high) == (0, FAR) else count.within((DAYS_OPEN, (low, high)))


def arrivals_of(stock: Count) -> Count:
    """Return the events by which cases enter a stock."""
    kind, start, _, scope, _ = stock.base
    return Count((kind, start, 0, scope))


def _rate(measure: EventRate) -> Mapping[str, Numbers]:
    whole = _events(measure.counted, is_settled=not measure.whole_after_days)
    spans: dict[str, Literal] = {}
    if isinstance(measure, EventBands):
        spans = {label: (_days(measure.counted), span) for label, span in measure.bands.items()}
    elif measure.within:
        spans = {"": _literal(measure.within)}
    else:
        spans = {"": (_days(measure.counted), (-FAR, measure.limit or 0))}
    if not measure.versions:
        return {label: _quotient(whole.within(inside), whole) for label, inside in spans.items()}
    versions = {}
    for label, left_out in measure.versions.items():
        out_of = whole
        if left_out:
            axis, held = _literal(left_out)
            out_of = whole.within((axis, (NOT, held)))
        versions[label] = _quotient(out_of.within(spans[""]), out_of)
    return versions


def _quotient(inside: Count, whole: Count) -> Numbers:
    return {"numerator": ((1, inside),), "denominator": ((1, whole),)}


def _stock_count(measure: StockCount) -> Mapping[str, Numbers]:
    spans = {"": (measure.at_least, measure.at_most), **(measure.parts or {})}
    return {
        label: {"value": ((1, _stock(measure.counted, *span)),)} for label, span in spans.items()
    }


def band_name(low: int, high: int | None) -> str:
    """Return the version of a measure that counts more than some weeks up to others."""
    return f"weeks={low}-{high or ''}"


def _bands(measure: CaseMeasure) -> Mapping[str, Numbers]:
    """Return the bands of weeks in which the cases of a measure are shown beside it."""
    if not isinstance(measure, EventCount | EventAverage | StockCount) or not measure.weeks:
        return {}
    if isinstance(measure, StockCount):
        axis, whole, least, most = DAYS_OPEN, _stock(measure.counted), 0, FAR
    else:
        axis, whole = _days(measure.counted), _events(measure.counted)
        least, most = DATED
    edges = measure.weeks.edges
    versions = {}
    for low, high in zip(edges, [*edges[1:], None], strict=True):
        span = (low * 7 + 1 if low else least, high * 7 if high else most)
        versions[band_name(low, high)] = {"value": ((1, whole.within((axis, span))),)}
    return versions


def _numbers(measure: CaseMeasure) -> Mapping[str, Numbers]:
    return {**_RULES[type(measure)](measure), **_bands(measure)}


_RULES: Final[Mapping[type[CaseMeasure], Callable[..., Mapping[str, Numbers]]]] = {
    EventRate: _rate,
    EventBands: _rate,
    EventCount: lambda each: {"": {"value": ((1, _events(each.counted)),)}},
    Difference: lambda each: {
        "": {"value": ((1, _events(each.counted)), (-1, _events(each.less)))}
    },
    EventAverage: lambda each: {"": {"denominator": ((1, _events(each.counted)),)}},
    StockAverage: lambda each: {"": {"denominator": ((1, _stock(each.counted)),)}},
    StockCount: _stock_count,
    StockRate: lambda each: {
        "": _quotient(_stock(each.counted, 0, each.limit), _stock(each.counted))
    },
    Clearance: lambda each: {"": {"numerator": ((1, _stock(each.counted)),)}},
}
NUMBERS: Final = {
    (measure.measure_id, version): numbers
    for measure in MEASURES.values()
    for version, numbers in _numbers(measure).items()
}
"""What the numbers of each measure count, by measure and version."""
