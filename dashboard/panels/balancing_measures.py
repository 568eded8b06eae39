"""Pairs: a measure is never shown without its backlog and its quality beside it.

What moved at the same time is said with both figures, never as a cause.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from dashboard.model.codes import WHOLE_BREAKDOWNS, breakdown_words
from dashboard.model.panel import Comparison, Measure, Panel, Priority, Series
from dashboard.model.points import Partner, Point
from dashboard.panels.records import records
from dashboard.text.format import in_period, joined, plain_number, point_words

QUALITY: Final = "quality"
# Of whom the percentage says nothing: cases that are past the limit and still open.
OVERDUE: Final = "ehc-open-past-20-weeks"
IN_TIME: Final = "ehcp-20-weeks"
# Of the partners whose quality fell, so many are named, those that fell by most.
MOST_NAMED: Final = 5
_NOT_A_CAUSE: Final = "That they moved together does not say that one caused the other."

# What a percentage of plans issued counts, which is no cause either.
_CLEARED: Final = (
    "Old cases cleared and a lower percentage",
    "A late plan counts in the month in which it is issued, however long ago its 20 weeks ended.",
)
_LEFT: Final = (
    "Old cases left open and a higher percentage",
    "A case past 20 weeks does not count in the percentage until its plan is issued.",
)


@dataclass(frozen=True)
class Pair:
    """One partner of a measure: the whole of another measure, or a part of it."""

    measure_id: str
    partner_id: str
    partner_breakdown: str
    relation: str


Pairs = Mapping[str, tuple[Pair, ...]]
PanelOf = Callable[[str], Panel | None]


def read_pairs(frame: pd.DataFrame) -> dict[str, tuple[Pair, ...]]:
    """Read the frame of measure pairs, by measure, in the order of the extract."""
    found: dict[str, list[Pair]] = defaultdict(list)
    for row in records(frame):
        names = ("measure_id", "partner_id", "partner_breakdown", "relation")
        pair = Pair(*(row[name] or "" for name in names))
        found[pair.measure_id].append(pair)
    return {measure: tuple(listed) for measure, listed in found.items()}


def partners_of(pairs: Pairs, measure_ids: Iterable[str]) -> tuple[str, ...]:
    """Name the measures that are partners of some measures."""
    listed = (pair.partner_id for one in measure_ids for pair in pairs.get(one, ()))
    return tuple(dict.fromkeys(listed))


def pair_priorities(
    priorities: Sequence[Priority], pairs: Pairs, panel_of: PanelOf
) -> tuple[Priority, ...]:
    """Set every measure of a plan beside its partners."""
    return tuple(
        replace(one, panels=tuple(pair_up(panel, pairs, panel_of) for panel in one.panels))
        for one in priorities
    )


def pair_up(panel: Panel, pairs: Pairs, panel_of: PanelOf) -> Panel:
    """Set a measure beside its partners; `panel_of` gives the panel of a measure of the same plan."""
    found = _found(pairs.get(panel.measure.measure_id, ()), panel_of)
    partners = tuple(_partner(pair, beside, series) for pair, beside, series in found)
    quality = [(beside.measure, one) for pair, beside, one in found if pair.relation == QUALITY]
    overdue = next((one for pair, _, one in found if pair.partner_id == OVERDUE), None)
    words = (_traded(panel, quality), _cleared(panel, overdue) if overdue else "")
    return replace(panel, partners=partners, pair_words=tuple(one for one in words if one))


def _found(pairs: Iterable[Pair], panel_of: PanelOf) -> list[tuple[Pair, Panel, Series]]:
    """Give the partners that have a figure, each once though several pairs may come to it."""
    found: dict[tuple[str, str], tuple[Pair, Panel, Series]] = {}
    for pair in pairs:
        beside = panel_of(pair.partner_id)
        series = _series_of(beside, pair) if beside else None
        if beside and series:
            found.setdefault((pair.partner_id, series.breakdown), (pair, beside, series))
    return list(found.values())


def _series_of(panel: Panel, pair: Pair) -> Series | None:
    """Give what speaks for a partner: the part that is named, or its whole, else its lead."""
    wanted = (pair.partner_breakdown,) if pair.partner_breakdown else WHOLE_BREAKDOWNS
    named = [one for one in panel.series if one.breakdown in wanted and one.latest]
    if not named and not pair.partner_breakdown:
        return panel.lead if panel.lead.latest else None
    if panel.lead in named:
        return panel.lead
    return max([one for one in named if one.is_counted] or named, key=_newest, default=None)


def _newest(series: Series) -> date:
    return (series.latest.period_end if series.latest else None) or date.min


def _partner(pair: Pair, panel: Panel, series: Series) -> Partner:
    latest = series.latest
    said = f"{point_words(latest, panel.measure.unit)} {in_period(latest)}" if latest else ""
    return Partner(pair.partner_id, panel.measure.title, series.breakdown, pair.relation, said)


def _traded(panel: Panel, quality: Iterable[tuple[Measure, Series]]) -> str:
    """Say that a measure got better while its quality got worse; empty where it did not."""
    own = _moved(panel.lead, "improved")
    fallen = {
        _change(_name(measure, one), moved): abs(moved.change or 0)
        for measure, one in quality
        if (moved := _moved(one, "worsened"))
    }
    if own is None or not fallen:
        return ""
    first = _change(_name(panel.measure, panel.lead), own)
    told = sorted(fallen, key=lambda words: -fallen[words])
    rest = len(told) - MOST_NAMED
    named = "; ".join(told[:MOST_NAMED]) + (f"; and {rest} more fell" if rest > 0 else "")
    return f"Faster, but quality fell: {first}. In quality, {named}. {_NOT_A_CAUSE}"


def _moved(series: Series, judgement: str) -> Comparison | None:
    chosen = series.trend.chosen
    return chosen if chosen and series.trend.judgement == judgement else None


def _name(measure: Measure, series: Series) -> str:
    part = breakdown_words(series.breakdown)
    return f"{measure.title}, {part}," if part else measure.title


def _change(name: str, one: Comparison) -> str:
    return f"{name} went from {_figure(one.from_value, one.earlier)} to {_figure(one.to_value, one.later)}"


def _figure(value: str, point: Point | None) -> str:
    return f"{value} {in_period(point)}" if point else value


def _cleared(panel: Panel, overdue: Series) -> str:
    """Say where old cases were cleared and the percentage fell, or left open and it rose."""
    if panel.measure.measure_id != IN_TIME:
        return ""
    allowed = [one for one in panel.lead.trend.comparisons if one.is_allowed and one.change]
    told = (_cleared_between(one, overdue) for one in allowed)
    return next((words for words in told if words), "")


def _cleared_between(one: Comparison, overdue: Series) -> str:
    late = [_late(point) for point in (one.earlier, one.later)]
    still = [_on(overdue, point) for point in (one.earlier, one.later)]
    numbers = [number for number in (*late, *still) if number is not None]
    if len(numbers) < 4:
        return ""
    late_before, late_now, open_before, open_now = numbers
    fell = (one.change or 0) < 0
    is_cleared = fell and late_now > late_before and open_now < open_before
    is_left = not fell and late_now < late_before and open_now > open_before
    if not (is_cleared or is_left):
        return ""
    finding, how = _CLEARED if is_cleared else _LEFT
    verbs = ("fell", "rose", "fell") if is_cleared else ("rose", "fell", "rose")
    figures = (
        f"it {verbs[0]} from {one.from_value} to {one.to_value}",
        f"plans issued after 20 weeks {verbs[1]} from {_count(late_before)} to {_count(late_now)}",
        f"open cases past 20 weeks {verbs[2]} from {_count(open_before)} to {_count(open_now)}",
    )
    return f"{finding}, {one.from_period} to {one.to_period}: {joined(figures)}. {how}"


def _count(number: float) -> str:
    return plain_number(number, 0)


def _late(point: Point | None) -> float | None:
    if point is None or point.numerator is None or point.denominator is None:
        return None
    return point.denominator - point.numerator


def _on(series: Series, point: Point | None) -> float | None:
    """Give a stock's number at the end of a period."""
    ends = (one for one in series.points if point and one.period_end == point.period_end)
    return next((one.value for one in ends), None)
