"""Balancing measures: a measure is never shown without its backlog and its quality.

What moved at the same time is worded with both figures, never as a cause.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

import pandas as pd

from dashboard.measures.services.assessments import PLAN_WEEKS
from dashboard.model.codes import WHOLE_BREAKDOWNS, breakdown_words
from dashboard.model.panel import Comparison, Measure, Panel, Priority, Series
from dashboard.model.points import Partner, Point
from dashboard.model.same import Same
from dashboard.panels.records import records
from dashboard.text.format import counted, in_period, joined, plain_number

QUALITY: Final = "quality"
# Cases past the limit and open yet, which the percentage leaves out.
OVERDUE: Final = "ehc-open-past-20-weeks"
IN_TIME: Final = "ehcp-20-weeks"
LIMIT: Final = f"{PLAN_WEEKS} weeks"
# Of the partners whose quality fell, so many are named, those that fell by most.
MOST_NAMED: Final = 5
_NOT_A_CAUSE: Final = "That they moved together does not say that one caused the other."

# What a percentage of plans issued counts, which is no cause either.
_OLD_CASES_CLOSED: Final = (
    "Old cases cleared and a lower percentage",
    f"A late plan counts in the month in which it is issued, however long ago its {LIMIT} ended.",
)
_OLD_CASES_LEFT_OPEN: Final = (
    "Old cases left open and a higher percentage",
    f"A case past {LIMIT} does not count in the percentage until its plan is issued.",
)


@dataclass(frozen=True)
class BalancingPair:
    """One partner of a measure: the whole of another measure, or a part of it."""

    measure_id: str
    partner_id: str
    partner_breakdown: str
    relation: str


PairsByMeasure = Mapping[str, tuple[BalancingPair, ...]]
PanelOf = Callable[[str], Panel | None]


def read_balancing_pairs(frame: pd.DataFrame) -> dict[str, tuple[BalancingPair, ...]]:
    """Return the pairs of the frame measure_pairs, by measure, in the order of the extract."""
    pairs: dict[str, list[BalancingPair]] = defaultdict(list)
    for row in records(frame):
        names = ("measure_id", "partner_id", "partner_breakdown", "relation")
        pair = BalancingPair(*(row[name] or "" for name in names))
        pairs[pair.measure_id].append(pair)
    return {measure: tuple(listed) for measure, listed in pairs.items()}


def partner_ids(pairs: PairsByMeasure, measure_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the measures that are partners of some measures."""
    listed = (pair.partner_id for measure_id in measure_ids for pair in pairs.get(measure_id, ()))
    return tuple(dict.fromkeys(listed))


def priorities_with_partners(
    priorities: Sequence[Priority], pairs: PairsByMeasure, panel_of: PanelOf
) -> tuple[Priority, ...]:
    """Return a plan's priorities with the partners of every measure."""
    return tuple(
        replace(
            priority,
            panels=tuple(with_partners(panel, pairs, panel_of) for panel in priority.panels),
        )
        for priority in priorities
    )


def with_partners(panel: Panel, pairs: PairsByMeasure, panel_of: PanelOf) -> Panel:
    """Return a panel with its partners; `panel_of` gives the panel of a measure of the same plan."""
    own = pairs.get(panel.measure.measure_id, ())
    partner_panels = tuple(Same(panel_of(pair.partner_id)) for pair in own)
    return _with_partners(Same(panel), own, partner_panels) if own else panel


@lru_cache(maxsize=1024)
def _with_partners(
    of: Same[Panel],
    pairs: tuple[BalancingPair, ...],
    partner_panels: tuple[Same[Panel | None], ...],
) -> Panel:
    panel = of.value
    partner_series = _partner_series(pairs, [each.value for each in partner_panels])
    partners = tuple(
        Partner(
            pair.partner_id,
            partner_panel.measure.title,
            series.breakdown,
            pair.relation,
            f"{series.value_words} {in_period(series.latest)}" if series.latest else "",
        )
        for pair, partner_panel, series in partner_series
    )
    quality = [
        (partner_panel.measure, series)
        for pair, partner_panel, series in partner_series
        if pair.relation == QUALITY
    ]
    overdue = next(
        (series for pair, _, series in partner_series if pair.partner_id == OVERDUE), None
    )
    finding, backlog_words = _backlog_finding(panel, overdue) if overdue else ("", "")
    words = (_quality_cost_sentence(panel, quality), backlog_words)
    brief, change, ids = _quality_cost_brief(panel, quality)
    if finding and not brief:
        brief, ids = finding, (OVERDUE,)
    return replace(
        panel,
        partners=partners,
        pair_words=tuple(filter(None, words)),
        pair_brief=brief,
        pair_change=change,
        pair_ids=(panel.measure.measure_id, *ids) if brief else (),
    )


def _partner_series(
    pairs: Iterable[BalancingPair], partner_panels: Iterable[Panel | None]
) -> list[tuple[BalancingPair, Panel, Series]]:
    """Return the partners that have a figure, each once though several pairs may lead to it."""
    by_partner: dict[tuple[str, str], tuple[BalancingPair, Panel, Series]] = {}
    for pair, partner_panel in zip(pairs, partner_panels, strict=True):
        series = _series_of(partner_panel, pair) if partner_panel else None
        if partner_panel and series:
            by_partner.setdefault(
                (pair.partner_id, series.breakdown), (pair, partner_panel, series)
            )
    return list(by_partner.values())


def _series_of(panel: Panel, pair: BalancingPair) -> Series | None:
    """Return the series that represents a partner: the named part, or its whole, else its lead."""
    breakdowns = (pair.partner_breakdown,) if pair.partner_breakdown else WHOLE_BREAKDOWNS
    candidates = [
        series for series in panel.series if series.breakdown in breakdowns and series.latest
    ]
    if not candidates and not pair.partner_breakdown:
        return panel.lead if panel.lead.latest else None
    if panel.lead in candidates:
        return panel.lead
    return max(
        [series for series in candidates if series.is_counted] or candidates,
        key=lambda series: (series.latest and series.latest.period_end) or date.min,
        default=None,
    )


def _quality_cost_sentence(panel: Panel, quality: Iterable[tuple[Measure, Series]]) -> str:
    """Return that a measure improved while its quality worsened; empty where it did not."""
    improvement = _moved(panel.lead, "improved")
    fallen = {
        _change(_name(measure, series), moved): abs(moved.change or 0)
        for measure, series in quality
        if (moved := _moved(series, "worsened"))
    }
    if improvement is None or not fallen:
        return ""
    first = _change(_name(panel.measure, panel.lead), improvement)
    worst_first = sorted(fallen, key=lambda words: -fallen[words])
    rest = len(worst_first) - MOST_NAMED
    fallen_text = "; ".join(worst_first[:MOST_NAMED]) + (
        f"; and {rest} more fell" if rest > 0 else ""
    )
    return f"Faster, but quality fell: {first}. In quality, {fallen_text}. {_NOT_A_CAUSE}"


def _quality_cost_brief(
    panel: Panel, quality: Sequence[tuple[Measure, Series]]
) -> tuple[str, str, tuple[str, ...]]:
    """Return the same shortly, how the measure moved, and those whose quality fell, that by most first."""
    improvement = _moved(panel.lead, "improved")
    fallen = [
        (measure, moved) for measure, series in quality if (moved := _moved(series, "worsened"))
    ]
    if improvement is None or not fallen:
        return "", "", ()
    change = f"{improvement.from_value} to {improvement.to_value}"
    figures = counted(len(fallen), "quality figure")
    worst_first = sorted(fallen, key=lambda pair: -abs(pair[1].change or 0))
    ids = tuple(dict.fromkeys(measure.measure_id for measure, _ in worst_first))
    name = panel.measure.short_title
    return "Faster, but quality fell", f"{name} went from {change}; {figures} fell", ids


def _moved(series: Series, judgement: str) -> Comparison | None:
    chosen = series.trend.chosen
    return chosen if chosen and series.trend.judgement == judgement else None


def _name(measure: Measure, series: Series) -> str:
    part = breakdown_words(series.breakdown)
    return f"{measure.title}, {part}," if part else measure.title


def _change(name: str, comparison: Comparison) -> str:
    before, now = (
        f"{value} {in_period(point)}" if point else value
        for value, point in (
            (comparison.from_value, comparison.earlier),
            (comparison.to_value, comparison.later),
        )
    )
    return f"{name} went from {before} to {now}"


def _backlog_finding(panel: Panel, overdue: Series) -> tuple[str, str]:
    """Return that old cases were cleared and the percentage fell, or left open and it rose.

    Shortly, then in full.
    """
    if panel.measure.measure_id != IN_TIME:
        return "", ""
    allowed = [
        comparison
        for comparison in panel.lead.trend.comparisons
        if comparison.is_allowed and comparison.change
    ]
    findings = (_backlog_effect(comparison, overdue) for comparison in allowed)
    return next((finding for finding in findings if finding), ("", ""))


def _backlog_effect(comparison: Comparison, overdue: Series) -> tuple[str, str] | None:
    late = [_late_count(point) for point in (comparison.earlier, comparison.later)]
    open_numbers = [_number_at(overdue, point) for point in (comparison.earlier, comparison.later)]
    numbers = [number for number in (*late, *open_numbers) if number is not None]
    if len(numbers) < 4:
        return None
    late_before, late_now, open_before, open_now = numbers
    texts = [plain_number(number, 0) for number in numbers]
    fell = (comparison.change or 0) < 0
    has_cleared = fell and late_now > late_before and open_now < open_before
    is_left = not fell and late_now < late_before and open_now > open_before
    if not (has_cleared or is_left):
        return None
    finding, how = _OLD_CASES_CLOSED if has_cleared else _OLD_CASES_LEFT_OPEN
    verbs = ("fell", "rose", "fell") if has_cleared else ("rose", "fell", "rose")
    figures = (
        f"it {verbs[0]} from {comparison.from_value} to {comparison.to_value}",
        f"plans issued after {LIMIT} {verbs[1]} from {texts[0]} to {texts[1]}",
        f"open cases past {LIMIT} {verbs[2]} from {texts[2]} to {texts[3]}",
    )
    period = f"{comparison.from_period} to {comparison.to_period}"
    return finding, f"{finding}, {period}: {joined(figures)}. {how}"


def _late_count(point: Point | None) -> float | None:
    if point is None or point.numerator is None or point.denominator is None:
        return None
    return point.denominator - point.numerator


def _number_at(series: Series, point: Point | None) -> float | None:
    ends = (each for each in series.points if point and each.period_end == point.period_end)
    return next((each.value for each in ends), None)
