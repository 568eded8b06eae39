"""Trend of a series: where the number went since a period that it may be compared with.

Rules of docs/definitions.md sections 1 and 7. Where a series has a control chart, its signal decides
(`dashboard/stats/spc.py`). Otherwise the arrow compares with the same period of last year; where
there is none, with the figure before on the same basis; where there is none, with the plan's
baseline. All that exist are listed, each with its window; the first that is allowed gives the arrow.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from dashboard.judging.control import METHOD as CHART_METHOD
from dashboard.judging.control import control_sentence
from dashboard.judging.gaps import is_year_before
from dashboard.judging.percentages import (
    SMALL_N,
    has_small_denominator,
    interval_words,
    is_within_interval,
)
from dashboard.judging.status import statistic_words
from dashboard.model.codes import TREND_WORDS, window_words
from dashboard.model.control_chart import ControlChart
from dashboard.model.panel import Baseline, Comparison, Event, Measure, Point, Trend
from dashboard.model.points import baseline_for
from dashboard.text.format import (
    difference_words,
    exact,
    in_period,
    joined,
    period_words,
    point_words,
)
from dashboard.text.periods import follows, length_days

METHOD: Final = "short_series"
BREAK: Final = "break"
_RELEASE_BREAK: Final = "release_break"
FLAT_POINTS: Final = Decimal("0.5")
_AGAINST_WORDS: Final = {
    "last_year": "the same period a year before",
    "previous": "the period before",
    "last_before": "the last figure before",
    "baseline": "the plan’s baseline",
    "earlier": "the plan’s baseline",
}
# Bases whose consecutive points share cases: the point before is no earlier figure of its own.
_OVERLAPPING_BASES: Final = ("ytd", "rolling12")
_SMALL_WORDS: Final = f"fewer than {SMALL_N} cases stand behind it: indicative only"
_UNFINISHED_WORDS: Final = {
    "month": "the month",
    "ytd": "the last month",
    "rolling12": "the last month",
    "quarter": "the quarter",
    "year": "the year",
}


_OVER_WORDS: Final = (
    "Not compared: some of the longest waits are not shown in full, as few wait so long."
)


def events_on_line(events: Iterable[Event], points: Iterable[Point]) -> list[Event]:
    """Return events as they bear on a line: a publisher's break is one of its own figures alone."""
    sources = {point.source_document for point in points}
    return [
        replace(event, effect=BREAK if event.source_document in sources else "")
        if event.effect == _RELEASE_BREAK
        else event
        for event in events
    ]


def build_trend(
    measure: Measure,
    points: Sequence[Point],
    baselines: Sequence[Baseline],
    chart: ControlChart | None = None,
    events: Sequence[Event] = (),
) -> Trend:
    """Return the trend of the latest of `points` (one basis, in order of period).

    `points` are those known on the report date, markers included; the last one is the latest. A
    `chart` with points enough gives the arrow, unless the latest point can be compared with nothing.
    Only the plan's own baseline is compared across one of the `events` that is a break.
    """
    latest = points[-1] if points else None
    if latest is None or not latest.has_number:
        return _withheld("There is no latest figure to compare.", ())
    if any(point.is_over for point in points):
        return _withheld(_OVER_WORDS, ())
    breaks = [event for event in events if event.effect == BREAK]
    compared = tuple(_comparisons(measure, latest, points[:-1], baselines, breaks))
    if chart is not None and chart.is_enough:
        return _charted(measure, chart, latest, compared)
    if not compared:
        return Trend(METHOD, None, "no_earlier", TREND_WORDS["no_earlier"], "No earlier figure.")
    chosen = next((comparison for comparison in compared if comparison.is_allowed), None)
    # Of another statistic than the latest figure: an older pair that can be compared.
    others = [p for p in points[:-1] if p.has_number and p.statistic != latest.statistic]
    if others and (baseline := baseline_for(others[-1], baselines)):
        compared = (*compared, compare(measure, "earlier", baseline.point, others[-1]))
    if chosen is None:
        return _withheld(compared[0].words, compared)
    word = TREND_WORDS[chosen.judgement]
    return Trend(METHOD, chosen.direction, chosen.judgement, word, chosen.words, compared, chosen)


def _charted(
    measure: Measure, chart: ControlChart, latest: Point, compared: tuple[Comparison, ...]
) -> Trend:
    """Return the trend of the control chart, which chooses none of the comparisons."""
    reason = ""
    if measure.kind == "rate" and has_small_denominator(latest):
        reason = _SMALL_WORDS
    elif measure.kind == "flow" and latest.may_grow:
        reason = _unfinished_words(latest)
    if reason:
        words = f"Can’t compare {point_words(latest, measure.unit)}: {reason}."
        return _withheld(words, compared, CHART_METHOD)
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


def _withheld(reason: str, comparisons: tuple[Comparison, ...], method: str = METHOD) -> Trend:
    code = "cannot_compare"
    return Trend(method, None, code, TREND_WORDS[code], reason, comparisons)


def _comparisons(
    measure: Measure,
    latest: Point,
    earlier: Sequence[Point],
    baselines: Sequence[Baseline],
    breaks: Sequence[Event],
) -> Iterator[Comparison]:
    """Yield the comparisons with last year, with the point before and with the baseline."""
    numbers = [point for point in earlier if point.has_number]
    last_year = next((p for p in reversed(numbers) if is_year_before(p, latest)), None)
    if last_year:
        yield compare(measure, "last_year", last_year, latest, breaks)
    apart = [point for point in numbers if (point.period_end or date.min) < latest.start]
    before = apart[-1] if apart else None
    if before and before is not last_year and latest.basis not in _OVERLAPPING_BASES:
        yield compare(measure, _place_before(measure, before, latest), before, latest, breaks)
    if baseline := baseline_for(latest, baselines):
        yield compare(measure, "baseline", baseline.point, latest)


def _place_before(measure: Measure, before: Point, latest: Point) -> str:
    """Return whether a figure is of the period before, or only the last before the latest."""
    ends = before.period_end, latest.period_end
    if ends[0] and ends[1] and follows(ends[0], ends[1], latest.basis, measure.frequency):
        return "previous"
    return "last_before"


def compare(
    measure: Measure, against: str, earlier: Point, later: Point, breaks: Sequence[Event] = ()
) -> Comparison:
    """Return two figures compared: the change, its direction, and what it means, or why not."""
    reason = (
        _break_between(breaks, earlier, later)
        or _years_apart(earlier, later)
        or _refusal(measure, against, earlier, later)
    )
    texts = (
        period_words(earlier),
        period_words(later),
        point_words(earlier, measure.unit),
        point_words(later, measure.unit),
    )
    windows = f"{texts[0]} against {texts[1]}"
    if reason or earlier.value is None or later.value is None:
        return Comparison(
            against,
            *texts,
            change=None,
            direction=None,
            judgement="cannot_compare",
            is_allowed=False,
            reason=reason,
            words=f"Can’t compare {texts[2]} with {texts[3]}, {windows}: {reason}.",
            earlier=earlier,
            later=later,
        )
    change = exact(later.value) - exact(earlier.value)
    direction, judgement = judge_change(measure, change, (earlier.decimals, later.decimals))
    within = ""
    if change and is_within_interval(measure, earlier, later):
        direction, judgement = "flat", "little_change"
        intervals = joined(interval_words(measure, point) for point in (earlier, later))
        within = f": the change lies inside what so few cases allow, {intervals}"
    moved = "No change"
    if change:
        moved = f"{'Up' if change > 0 else 'Down'} {difference_words(change, measure.unit)}"
    named = f", {texts[0]}" if against == "last_before" else ""
    words = (
        f"{moved}, from {texts[2]} to {texts[3]}: {windows}. "
        f"{TREND_WORDS[judgement]}, compared with {_AGAINST_WORDS[against]}{named}{within}."
    )
    return Comparison(
        against,
        *texts,
        change=float(change),
        direction=direction,
        judgement=judgement,
        is_allowed=True,
        reason="",
        words=words,
        moved=moved,
        since=f"{texts[2]} {in_period(earlier)}",
        earlier=earlier,
        later=later,
    )


def judge_change(measure: Measure, change: Decimal, decimals: Iterable[int]) -> tuple[str, str]:
    """Return direction and judgement of a change.

    Flat where it is smaller than 0.5 percentage points or than the rounding of what was published.
    """
    if change == 0:
        return "flat", "no_change"
    published = [places for places in decimals if places >= 0]
    rounding = Decimal(1).scaleb(-min(published)) if published else Decimal(0)
    if abs(change) < max(rounding, FLAT_POINTS if measure.unit == "percent" else Decimal(0)):
        return "flat", "little_change"
    if measure.better == "neutral":
        return ("up", "rose") if change > 0 else ("down", "fell")
    is_better = (change > 0) == (measure.better == "higher")
    return "up" if change > 0 else "down", "improved" if is_better else "worsened"


def _break_between(breaks: Sequence[Event], earlier: Point, later: Point) -> str:
    """Return that what is counted changed between two figures; empty where it did not."""
    for event in breaks:
        if earlier.start < event.date <= later.start:
            return f"what is counted changed in {event.date:%B %Y} ({event.title})"
    return ""


def _years_apart(earlier: Point, later: Point) -> str:
    """Return that two figures are of different kinds of year; empty where they are not."""
    if not earlier.is_of_another_year(later):
        return ""
    names = (
        window_words("year", point.year_kind, names_calendar=True).lower()
        for point in (earlier, later)
    )
    return " is not ".join(f"{'an' if name.startswith('a') else 'a'} {name}" for name in names)


def _refusal(measure: Measure, against: str, earlier: Point, later: Point) -> str:
    """Return why two figures must not be compared (docs/definitions.md section 1), or ""."""
    if earlier.statistic != later.statistic:
        return f"{statistic_words(later.statistic)} is not {statistic_words(earlier.statistic)}"
    if earlier.is_band or later.is_band:
        return "a band is not one figure"
    if measure.kind == "rate" and any(map(has_small_denominator, (earlier, later))):
        return _SMALL_WORDS
    if measure.kind == "flow" and later.may_grow:
        return _unfinished_words(later)
    if measure.kind == "flow" and against != "last_year" and _differs_in_length(earlier, later):
        return "a count that accumulates is not compared across windows of different length"
    is_unlike = earlier.basis != later.basis and measure.kind not in ("rate", "average")
    return "the two figures have different bases" if is_unlike else ""


def _unfinished_words(point: Point) -> str:
    return f"{_UNFINISHED_WORDS.get(point.basis, 'the period')} is not yet whole"


def _differs_in_length(earlier: Point, later: Point) -> bool:
    """Months, quarters and years of one basis count as equally long though their days differ."""
    if earlier.basis == later.basis and earlier.basis not in ("ytd", "half-term", ""):
        return False
    first, second = (length_days(p.period_start, p.period_end) for p in (earlier, later))
    return first is None or second is None or abs(first - second) > 1
