"""Trend of a short series: where the number went since a period that it may be compared with.

Rules of docs/definitions.md sections 1 and 7. The arrow compares with the same period of last
year; where there is none, with the point before on the same basis; where there is none, with the
plan's baseline. All that exist are kept, each with its window; the first that is allowed gives the
arrow.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from dashboard.judging.control import METHOD as CHART_METHOD
from dashboard.judging.control import ControlChart, control_sentence, start_of
from dashboard.judging.percentages import (
    SMALL_N,
    has_small_denominator,
    interval_words,
    is_within_interval,
)
from dashboard.judging.status import statistic_words
from dashboard.model.codes import TREND_WORDS
from dashboard.model.panel import Baseline, Comparison, Event, Measure, Point, Trend
from dashboard.model.points import CASES, baseline_for
from dashboard.text.format import (
    difference_words,
    exact,
    in_period,
    joined,
    period_words,
    point_words,
)
from dashboard.text.periods import is_same_period_last_year, length_days

METHOD: Final = "short_series"
BREAK: Final = "break"
FLAT_POINTS: Final = Decimal("0.5")
_AGAINST_WORDS: Final = {
    "last_year": "the same period a year before",
    "previous": "the period before",
    "baseline": "the plan's baseline",
    "earlier": "the plan's baseline",
}
# Bases whose consecutive points share cases: the point before is no earlier figure of its own.
_PERIODS_OVERLAP: Final = ("ytd", "rolling12")
_UNFINISHED_WORDS: Final = {
    "month": "the month",
    "ytd": "the last month",
    "rolling12": "the last month",
    "quarter": "the quarter",
    "year": "the year",
}


def build_trend(
    measure: Measure,
    points: Sequence[Point],
    baselines: Sequence[Baseline],
    chart: ControlChart | None = None,
    events: Sequence[Event] = (),
) -> Trend:
    """Judge the latest of `points` (one basis, in order of period) against what came before.

    `points` are those known on the report date, markers included; the last one is the latest. A
    `chart` with points enough gives the arrow, unless the latest point can be compared with nothing.
    Nothing but the plan's own baseline is compared across one of the `events` that is a break.
    """
    latest = points[-1] if points else None
    if latest is None or not latest.has_number:
        return _withheld("There is no latest figure to compare.", ())
    breaks = [event for event in events if event.effect == BREAK]
    compared = tuple(_comparisons(measure, latest, points[:-1], baselines, breaks))
    if chart is not None and chart.is_enough:
        return _charted(measure, chart, latest, compared)
    if not compared:
        return Trend(METHOD, None, "no_earlier", TREND_WORDS["no_earlier"], "No earlier figure.")
    chosen = next((comparison for comparison in compared if comparison.is_allowed), None)
    older = tuple(_older_pairs(measure, latest, points[:-1], baselines))
    if chosen is None:
        return _withheld(compared[0].words, compared + older)
    word = TREND_WORDS[chosen.judgement]
    return Trend(
        METHOD, chosen.direction, chosen.judgement, word, chosen.words, compared + older, chosen
    )


def _charted(
    measure: Measure, chart: ControlChart, latest: Point, compared: tuple[Comparison, ...]
) -> Trend:
    """Take the arrow from the control chart; the comparisons are told beside it."""
    if reason := _own_refusal(measure, latest):
        return replace(
            _withheld(f"Cannot compare {point_words(latest, measure.unit)}: {reason}.", compared),
            method=CHART_METHOD,
        )
    word = TREND_WORDS[chart.judgement]
    rule = control_sentence(measure, chart)
    reason = f"{word}: {rule} (control chart of {len(chart.segment.values)} points)."
    return Trend(
        CHART_METHOD,
        chart.direction,
        chart.judgement,
        word,
        reason,
        compared,
        None,
        f"{word}: {rule}.",
    )


def _own_refusal(measure: Measure, latest: Point) -> str:
    """Say why a figure can be judged by no chart, whatever came before it; empty where it can."""
    if measure.kind == "rate" and has_small_denominator(latest):
        return f"fewer than {SMALL_N} cases stand behind it: indicative only"
    if measure.kind == "flow" and _is_unfinished(latest):
        return f"{_UNFINISHED_WORDS.get(latest.basis, 'the period')} is not yet whole"
    return ""


def _withheld(reason: str, comparisons: tuple[Comparison, ...]) -> Trend:
    return Trend(METHOD, None, "cannot_compare", TREND_WORDS["cannot_compare"], reason, comparisons)


def _comparisons(
    measure: Measure,
    latest: Point,
    earlier: Sequence[Point],
    baselines: Sequence[Baseline],
    breaks: Sequence[Event],
) -> Iterator[Comparison]:
    """Compare with last year, with the point before, with the baseline: all that exist."""
    numbers = [point for point in earlier if point.has_number]
    last_year = next((p for p in reversed(numbers) if _is_last_year(p, latest)), None)
    if last_year:
        yield compare(measure, "last_year", last_year, latest, breaks)
    before = numbers[-1] if numbers else None
    if before and before is not last_year and latest.basis not in _PERIODS_OVERLAP:
        yield compare(measure, "previous", before, latest, breaks)
    baseline = baseline_for(latest, baselines)
    if baseline:
        yield compare(measure, "baseline", baseline.point, latest)


def _older_pairs(
    measure: Measure, latest: Point, earlier: Sequence[Point], baselines: Sequence[Baseline]
) -> Iterator[Comparison]:
    """Where the latest figure is of another statistic, keep what the older one says, as older."""
    others = [p for p in earlier if p.has_number and p.statistic != latest.statistic]
    if others and (baseline := baseline_for(others[-1], baselines)):
        yield compare(measure, "earlier", baseline.point, others[-1])


def compare(
    measure: Measure, against: str, earlier: Point, later: Point, breaks: Sequence[Event] = ()
) -> Comparison:
    """Set two figures side by side: the change, its direction, and what it means, or why not."""
    reason = _break_between(breaks, earlier, later) or refusal(measure, against, earlier, later)
    texts = (
        period_words(earlier),
        period_words(later),
        point_words(earlier, measure.unit),
        point_words(later, measure.unit),
    )
    windows = f"{texts[0]} against {texts[1]}"
    if reason or earlier.value is None or later.value is None:
        words = f"Cannot compare {texts[2]} with {texts[3]}, {windows}: {reason}."
        return Comparison(
            against,
            *texts,
            None,
            None,
            "cannot_compare",
            False,
            reason,
            words,
            earlier=earlier,
            later=later,
        )
    change = exact(later.value) - exact(earlier.value)
    direction, judgement = judge_change(measure, change, (earlier.decimals, later.decimals))
    within = _interval_reason(measure, earlier, later) if change else ""
    if within:
        direction, judgement = "flat", "little_change"
    moved = _moved(change, measure.unit)
    words = (
        f"{moved}, from {texts[2]} to {texts[3]}: {windows}. "
        f"{TREND_WORDS[judgement]}, compared with {_AGAINST_WORDS[against]}{within}."
    )
    since = f"{texts[2]} {in_period(earlier)}"
    return Comparison(
        against,
        *texts,
        float(change),
        direction,
        judgement,
        True,
        "",
        words,
        moved,
        since,
        earlier,
        later,
    )


def _interval_reason(measure: Measure, earlier: Point, later: Point) -> str:
    """Say that a change lies inside the interval of a percentage of few cases; empty where not."""
    if not is_within_interval(measure, earlier, later):
        return ""
    intervals_text = joined(interval_words(measure, point) for point in (earlier, later))
    return f": the change lies inside what so few cases allow, {intervals_text}"


def judge_change(measure: Measure, change: Decimal, decimals: Iterable[int]) -> tuple[str, str]:
    """Give direction and judgement of a change.

    Flat where it is smaller than 0.5 percentage points or than the rounding of what was published.
    """
    if change == 0:
        return "flat", "no_change"
    known_decimals = [places for places in decimals if places >= 0]
    rounding = Decimal(1).scaleb(-min(known_decimals)) if known_decimals else Decimal(0)
    if abs(change) < max(rounding, FLAT_POINTS if measure.unit == "percent" else Decimal(0)):
        return "flat", "little_change"
    if measure.better == "neutral":
        return ("up", "rose") if change > 0 else ("down", "fell")
    is_better = (change > 0) == (measure.better == "higher")
    return "up" if change > 0 else "down", "improved" if is_better else "worsened"


def _break_between(breaks: Sequence[Event], earlier: Point, later: Point) -> str:
    """Say that what is counted changed between two figures; empty where it did not."""
    for event in breaks:
        if start_of(earlier) < event.date <= start_of(later):
            return f"what is counted changed in {event.date:%B %Y} ({event.title})"
    return ""


def refusal(measure: Measure, against: str, earlier: Point, later: Point) -> str:
    """Say why two figures must not be compared (docs/definitions.md section 1), or nothing."""
    if earlier.statistic != later.statistic:
        return f"{statistic_words(later.statistic)} is not {statistic_words(earlier.statistic)}"
    if earlier.is_band or later.is_band:
        return "a band is not one figure"
    if measure.kind == "rate" and any(map(has_small_denominator, (earlier, later))):
        return f"fewer than {SMALL_N} cases stand behind it: indicative only"
    if measure.kind == "flow" and (reason := _flow_refusal(against, earlier, later)):
        return reason
    if earlier.basis != later.basis and measure.kind not in ("rate", "average"):
        return "the two figures have different bases"
    return ""


def _flow_refusal(against: str, earlier: Point, later: Point) -> str:
    """Say why two counts that accumulate must not be compared; empty where they may be."""
    if _is_unfinished(later):
        return f"{_UNFINISHED_WORDS.get(later.basis, 'the period')} is not yet whole"
    if against != "last_year" and _differs_in_length(earlier, later):
        return "a count that accumulates is not compared across windows of different length"
    return ""


def _is_unfinished(point: Point) -> bool:
    """Tell whether cases of the period may still arrive: its count will grow."""
    return point.origin == CASES and point.is_provisional


def _differs_in_length(earlier: Point, later: Point) -> bool:
    """Months, quarters and years of one basis count as equally long though their days differ."""
    if earlier.basis == later.basis and earlier.basis not in ("ytd", "half-term", ""):
        return False
    lengths = [length_days(p.period_start, p.period_end) for p in (earlier, later)]
    first, second = lengths
    return first is None or second is None or abs(first - second) > 1


def _is_last_year(earlier: Point, later: Point) -> bool:
    return is_same_period_last_year(
        (earlier.period_start, earlier.period_end), (later.period_start, later.period_end)
    )


def _moved(change: Decimal, unit: str) -> str:
    if change == 0:
        return "No change"
    return f"{'Up' if change > 0 else 'Down'} {difference_words(change, unit)}"
