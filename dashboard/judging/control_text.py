"""A control chart in words: each signal, variation, assurance, and the method with its reach."""

from typing import Final

from dashboard.judging.control import (
    CHARTED_BASES,
    METHOD,
    amount_words,
    charted_points,
    clipped,
    control_sentence,
    is_refuted,
    overlaps,
)
from dashboard.model.control_chart import ControlChart, PointReading
from dashboard.model.panel import Measure, Series
from dashboard.model.points import Point
from dashboard.stats.spc import CONCERN, ENOUGH_POINTS, FAIL, IMPROVEMENT, INCONSISTENT, PASS
from dashboard.text.format import goal_words, period_words, target_noun

_RULES: Final = {
    "Above UCL": "above the upper limit",
    "Below LCL": "below the lower limit",
    "7 Point Trend (Increasing)": "one of 7 or more points rising in a row",
    "7 Point Trend (Decreasing)": "one of 7 or more points falling in a row",
    "2 in 3 Above CL": "one of 2 in 3 points close to the upper limit",
    "2 in 3 Below CL": "one of 2 in 3 points close to the lower limit",
    "7 Points Above CL": "one of 7 or more points in a row above the mean",
    "7 Points Below CL": "one of 7 or more points in a row below the mean",
}
_CAUSES: Final = {IMPROVEMENT: "special cause improvement", CONCERN: "special cause concern"}
_VARIATION: Final = {
    "improved": "Improving",
    "worsened": "Getting worse",
    "rose": "Rising",
    "fell": "Falling",
    "little_change": "Little change",
}
_ASSURANCE: Final = {
    PASS: "Consistently meets the {noun} of {target}: it lies outside the usual range, {limits}",
    FAIL: "Consistently misses the {noun} of {target}: it lies outside the usual range, {limits}",
    INCONSISTENT: "May be met or missed by chance: the {noun} of {target} is in the usual range, {limits}",
}
_RANGE_ASSURANCE: Final = {
    PASS: "Consistently within the target of {target}: it holds the usual range, {limits}",
    FAIL: "Consistently misses the target of {target}: it lies outside the usual range, {limits}",
    INCONSISTENT: "May be met or missed by chance: the usual range, {limits}, is wider than the target of {target}",
}
_REFUTED: Final = "Can’t say whether the {noun} of {target} will be met: the latest figure is outside the usual range, {limits}"


def signal_words(reading: PointReading) -> str:
    """Return what a point signals: "special cause concern: below the lower limit"; empty if nothing."""
    if not reading.is_signal:
        return ""
    return f"{_CAUSES.get(reading.point_type, 'special cause')}: {_RULES[reading.label]}"


def variation_words(measure: Measure, series: Series) -> str:
    """Return how the latest figure varies, by its control chart, or why that cannot be said."""
    chart = series.chart
    if chart is None:
        return no_chart_words(series)
    if not chart.is_enough:
        return too_few_words(chart)
    if series.trend.judgement == "cannot_compare":
        return series.trend.reason
    return f"{_VARIATION[chart.judgement]}: {control_sentence(measure, chart)}"


def trend_rule(measure: Measure, series: Series) -> str:
    """Return the rule of its control chart that gives a series its arrow; empty where none does.

    The rule is `control_sentence`: "7 figures in a row above the mean of 52%".
    """
    is_charted = series.chart is not None and series.trend.sentence
    return control_sentence(measure, series.chart) if series.chart and is_charted else ""


def assurance_words(measure: Measure, series: Series) -> str:
    """Return the target against the limits: "May be met or missed by chance: …"; empty where there are not both."""
    chart, target = series.chart, series.status.target
    is_refused = series.trend.judgement == "cannot_compare"
    if chart is None or chart.analysis.assurance is None or target is None or is_refused:
        return ""
    if not chart.is_enough:
        return "No assurance yet: the limits have still to settle"
    lower, upper = chart.segment.limits.lower, chart.segment.limits.upper
    if lower is None or upper is None:
        return "No limits to hold the target to: the figures did not change"
    low, high = (amount_words(each, measure) for each in clipped(measure, lower, upper))
    goal, limits = goal_words(target, measure.unit), f"{low} to {high}"
    words = _ASSURANCE if target.value_high is None else _RANGE_ASSURANCE
    sentence = _REFUTED if is_refuted(series) else words[chart.analysis.assurance]
    return sentence.format(noun=target_noun(measure.better, target), target=goal, limits=limits)


def too_few_words(chart: ControlChart) -> str:
    """Return that the latest segment is too short: "Too few points since May 2025: 9, and …"."""
    count = len(chart.segment.values)
    return (
        f"Too few points since {_since(chart)}: {count}, and limits need {ENOUGH_POINTS} to settle"
    )


def method_words(series: Series) -> str:
    """Return the method by which a series is judged, with what it rests on."""
    chart = series.chart
    if chart is None:
        return f"Judged as a short series. {no_chart_words(series)}." if series.latest else ""
    if series.trend.method != METHOD:
        return f"Judged as a short series. {too_few_words(chart)}."
    count = len(chart.segment.values)
    screened = "screened" if chart.screens_outliers else "not screened"
    since = f"{count} points since {_since(chart)}"
    return f"Judged by control chart (XmR, {since}; outlying ranges {screened})."


def no_chart_words(series: Series) -> str:
    """Return why a series has no control chart."""
    return f"No control chart: {no_limits_reason(series)[1]}"


def no_limits_reason(series: Series) -> tuple[str, str]:
    """Return why a series has no control limits, in a few words and as a sentence."""
    latest = series.latest
    if latest is None or not latest.has_number:
        return "no figure", "there is no latest figure"
    judged = judged_points(series)
    if latest.basis not in CHARTED_BASES or overlaps(judged):
        return "periods overlap", "its periods overlap, so that its points are not apart"
    if latest.is_band:
        return "a band", "a band is not one figure"
    if any(point.is_over for point in judged):
        return "not in full", "longest waits of few are not shown in full"
    count = len(charted_points(judged))
    return (
        f"{count} of {ENOUGH_POINTS} points",
        f"{count} of the {ENOUGH_POINTS} points that limits need",
    )


def judged_points(series: Series) -> tuple[Point, ...]:
    """Return the points up to the latest that were known on the report date."""
    if series.latest not in series.points:
        return ()
    upto = series.points[: series.points.index(series.latest) + 1]
    return tuple(point for point in upto if not point.is_later)


def _since(chart: ControlChart) -> str:
    return period_words(chart.stretches[-1][1][0])
