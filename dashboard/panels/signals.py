"""Signals of a whole plan: variation by assurance, and what has no control chart and why.

The matrix is the one of NHS England's Making Data Count. A measure is in it once for each of its
counted series.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from dashboard.judging.control import CHARTED_BASES, METHOD, assurance_of
from dashboard.judging.control_text import judged_points, too_few_words
from dashboard.model.panel import Overview, Panel, Series
from dashboard.model.same import cached_by_object
from dashboard.panels.changes import News, news_sentence
from dashboard.panels.overview import unique_panels
from dashboard.panels.panel import CACHED_PANELS
from dashboard.stats.spc import ENOUGH_POINTS, FAIL, INCONSISTENT, PASS
from dashboard.text.format import counted, joined

NO_TARGET: Final = "no_target"
# Rows and columns of the matrix, in the order in which they are read.
VARIATION_WORDS: Final = {
    "improvement": "Improvement",
    "common_cause": "Common cause: little change",
    "concern": "Concern",
    "neutral": "A real change, neither better nor worse",
}
ASSURANCE_WORDS: Final = {
    PASS: "Consistently meets target",
    INCONSISTENT: "Met or missed by chance",
    FAIL: "Consistently misses target",
    NO_TARGET: "No target that applies",
}
_VARIATIONS: Final = {
    "improved": "improvement",
    "worsened": "concern",
    "rose": "neutral",
    "fell": "neutral",
    "little_change": "common_cause",
}
_OVERLAP_WORDS: Final = {
    "ytd": "A year to date overlaps the one before",
    "rolling12": "Rolling 12 months overlap those before",
    "": "The source does not say what period the figures are of",
}


@dataclass(frozen=True)
class SignalledSeries:
    """One series that a control chart judges: how it varies, and whether its target can be expected."""

    panel: Panel
    series: Series
    variation: str
    assurance: str


@dataclass(frozen=True)
class UnchartedSeries:
    """A series that no control chart judges, with the reason."""

    panel: Panel
    series: Series
    reason: str


@dataclass(frozen=True)
class Signals:
    """A plan's control charts at its report date, in the plan's order, and what is new since the one before.

    `before` is the day of that earlier report, None where none is loaded.
    """

    signs: tuple[SignalledSeries, ...]
    uncharted: tuple[UnchartedSeries, ...]
    as_of: date
    before: date | None = None
    news: tuple[News, ...] = ()
    headline: str = field(default="", kw_only=True)


def build_signals(
    overview: Overview, before: date | None = None, news: tuple[News, ...] = ()
) -> Signals:
    """Return the series of a plan that control charts judge, and the others."""
    signs: list[SignalledSeries] = []
    uncharted: list[UnchartedSeries] = []
    for panel in unique_panels(overview.priorities):
        of_panel, others = _signs_of(panel)
        signs += of_panel
        uncharted += others
    sentences = (build_headline(signs, uncharted), news_sentence(news))
    headline = " ".join(sentence for sentence in sentences if sentence)
    return Signals(tuple(signs), tuple(uncharted), overview.as_of, before, news, headline=headline)


@cached_by_object(CACHED_PANELS)
def _signs_of(panel: Panel) -> tuple[tuple[SignalledSeries, ...], tuple[UnchartedSeries, ...]]:
    signs: list[SignalledSeries] = []
    uncharted: list[UnchartedSeries] = []
    for series in signal_series(panel):
        reason = why_uncharted(series)
        if reason:
            uncharted.append(UnchartedSeries(panel, series, reason))
        else:
            variation, assurance = _VARIATIONS[series.trend.judgement], assurance_of(series)
            signs.append(SignalledSeries(panel, series, variation, assurance or NO_TARGET))
    return tuple(signs), tuple(uncharted)


def signal_series(panel: Panel) -> tuple[Series, ...]:
    """Return the counted series with a figure, else the lead series."""
    with_figure = tuple(
        series for series in panel.series if series.is_counted and series.latest is not None
    )
    return with_figure or (panel.lead,)


def why_uncharted(series: Series) -> str:
    """Return why the control chart does not judge a series; empty where it does."""
    latest = series.latest
    if latest is None or not latest.has_number:
        return "No figure"
    if latest.basis not in CHARTED_BASES:
        return _OVERLAP_WORDS.get(latest.basis, "Its periods overlap")
    if latest.is_band:
        return "A band is not one figure"
    return _why_unjudged(series)


def _why_unjudged(series: Series) -> str:
    chart = series.chart
    if chart is None:
        value_count = sum(point.value is not None for point in judged_points(series))
        return f"Fewer than {ENOUGH_POINTS} points: {value_count}"
    if not chart.is_enough:
        return too_few_words(chart)
    if chart.segment.limits.lower is None:
        return "No limits: the figure never changed"
    if series.trend.method != METHOD or series.trend.judgement not in _VARIATIONS:
        return series.trend.reason.removesuffix(".")
    return ""


def build_headline(signs: Iterable[SignalledSeries], uncharted: Iterable[UnchartedSeries]) -> str:
    """Return how many measures a control chart judges, what it signals, and what it assures."""
    placed, rest = list(signs), list(uncharted)
    charted = {sign.panel.measure.measure_id for sign in placed}
    total = len(charted | {each.panel.measure.measure_id for each in rest})
    if not total:
        return "No measures are set for this plan."
    if not placed:
        have = f"None of {counted(total, 'measure')} can be judged by a control chart."
        return " ".join(filter(None, (have, _short_series_sentence(rest))))
    are = "is" if len(charted) == 1 else "are"
    have = f"{len(charted)} of {counted(total, 'measure')} {are} judged by a control chart."
    return " ".join((have, _variation_sentence(placed), _assurance_sentence(placed)))


def _short_series_sentence(uncharted: list[UnchartedSeries]) -> str:
    """Return how many short series moved; each of several of a measure counts."""
    judgements = [item.series.trend.judgement for item in uncharted if item.series.latest]
    parts = [
        f"{judgements.count(code)} {code}"
        for code in ("improved", "worsened")
        if code in judgements
    ]
    return (
        f"By the short-series rule, of {len(judgements)} series {joined(parts)}." if parts else ""
    )


def _variation_sentence(signs: list[SignalledSeries]) -> str:
    variations = [sign.variation for sign in signs]
    phrases = (
        ("concern", "of concern"),
        ("improvement", "of improvement"),
        ("neutral", "neither better nor worse"),
    )
    parts = [f"{variations.count(code)} {words}" for code, words in phrases if code in variations]
    if not parts:
        return "None signals a real change."
    return f"Signals of a real change: {joined(parts)}."


def _assurance_sentence(signs: list[SignalledSeries]) -> str:
    assurances = [sign.assurance for sign in signs if sign.assurance != NO_TARGET]
    if not assurances:
        return "None has a target to hold it to."
    phrases = (
        (PASS, "consistently met"),
        (INCONSISTENT, "met or missed by chance"),
        (FAIL, "consistently missed"),
    )
    parts = [f"{assurances.count(code)} {words}" for code, words in phrases if code in assurances]
    return f"Of {counted(len(assurances), 'target')}, {joined(parts)}."
