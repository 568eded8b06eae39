"""What is new since the report before: status, trend and freshness that turned, figures revised."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dashboard.judging.series import COMPUTED_WORDS
from dashboard.model.panel import Freshness, Panel, Point, Series
from dashboard.model.points import CASES
from dashboard.panels.panel import build_freshness
from dashboard.text.format import in_period, joined, period_words, point_words, sentence_case

FIRST: Final = "first"
# What may be new, in the order in which it is shown.
NEWS_WORDS: Final = {
    "missed": "Newly below target or above limit",
    "met": "Newly on target",
    "worsened": "Newly worsening",
    "improved": "Newly improving",
    "stale": "Newly out of date",
    "revised": "Revised figures",
    FIRST: "First figures",
}
_STATUSES: Final = ("missed", "met")
_TRENDS: Final = ("worsened", "improved")


@dataclass(frozen=True)
class News:
    """One thing that the report before did not show; `series` None where it is of the measure.

    `parts` are the periods that were revised, where there are several.
    """

    code: str
    panel: Panel
    series: Series | None
    words: str
    parts: tuple[str, ...] = ()


def build_news(earlier: Mapping[str, Panel], panels: Iterable[Panel]) -> tuple[News, ...]:
    """Return what is new of each measure, by kind, in the plan's order.

    `earlier` has the panels of the report before by measure, each judged on its day.
    """
    now = [(earlier.get(panel.measure.measure_id), panel) for panel in panels]
    unordered = [news for old, panel in now for news in _news_of(old, panel)]
    order = list(NEWS_WORDS)
    return tuple(sorted(unordered, key=lambda news: order.index(news.code)))


def news_count(news: Iterable[News], code: str) -> int:
    """Return how many are new of one kind; of a series that was revised, each period."""
    return sum(len(item.parts) or 1 for item in news if item.code == code)


def news_sentence(news: Collection[News]) -> str:
    """Return how many turned, first figures left out; empty where none did."""
    parts = []
    for code, words in NEWS_WORDS.items():
        count = news_count(news, code)
        noun = "revised figure" if code == "revised" and count == 1 else words.lower()
        parts += [f"{count} {noun}"] if count and code != FIRST else []
    return f"Since the last report: {joined(parts)}." if parts else ""


def _news_of(old: Panel | None, panel: Panel) -> Iterator[News]:
    for series in panel.series:
        was = _same_series(series, old.series if old else ())
        if series.is_counted and series.latest is not None:
            yield from _turned(panel, series, was)
        if was is not None:
            yield from _revised(panel, series, was)
    if old is not None and freshness_then(old).code == "fresh":
        freshness = freshness_then(panel)
        if freshness.code == "stale":
            yield News("stale", panel, None, freshness.words)


def _same_series(series: Series, others: Iterable[Series]) -> Series | None:
    """Return a series as it was, else another statistic of the same line; None of neither."""
    line = (series.breakdown, series.window, series.origin)
    same_line = [
        candidate
        for candidate in others
        if (candidate.breakdown, candidate.window, candidate.origin) == line
    ]
    exact = [candidate for candidate in same_line if candidate.statistic == series.statistic]
    return next(iter(exact or same_line), None)


def _turned(panel: Panel, series: Series, was: Series | None) -> Iterator[News]:
    """Yield a status or a trend that was another; of a first figure, both."""
    status, trend = series.status, series.trend
    if was is None or was.latest is None:
        words = f"{_state_text(series, status.word)}; trend: {trend.word.lower()}"
        yield News(FIRST, panel, series, words)
        return
    if status.code in _STATUSES and was.status.code != status.code:
        words = f"{_state_text(was, was.status.word)} → {_state_text(series, status.word)}"
        yield News(status.code, panel, series, words)
    if trend.judgement in _TRENDS and was.trend.judgement != trend.judgement:
        words = f"{_state_text(was, was.trend.word)} → {_state_text(series, trend.word)}"
        chosen = trend.chosen
        # Between the two there are other figures: without it 32% → 40%, worsened, would not be understood.
        if chosen and chosen.earlier and _window(chosen.earlier) != _window(was.latest):
            words += f" from {chosen.since}"
        yield News(trend.judgement, panel, series, words)


def _state_text(series: Series, word: str) -> str:
    period = f" {in_period(series.latest)}" if series.latest else ""
    return f"{series.value_words}{period}, {word.lower()}"


def _revised(panel: Panel, series: Series, was: Series) -> Iterator[News]:
    """Yield the periods whose figure is another now, the newest first."""
    now = {_window(point): point for point in series.points if not point.is_later}
    unit = panel.measure.unit
    parts = []
    for point in reversed(was.points):
        revised = now.get(_window(point))
        if revised is None or not point.has_number or _figure(point) == _figure(revised):
            continue
        change = f"{point_words(point, unit)} → {point_words(revised, unit)}"
        period = sentence_case(period_words(point))
        parts.append(f"{period}: {change}, {source_words(panel, revised)}")
    if len(parts) == 1:
        yield News("revised", panel, series, parts[0])
    elif parts:
        yield News("revised", panel, series, f"{len(parts)} periods revised", tuple(parts))


def source_words(panel: Panel, point: Point) -> str:
    """Return the source of a figure: its title, or that it was computed from cases."""
    if point.origin == CASES:
        return COMPUTED_WORDS
    source_title = panel.sources.get(point.source_document, point.source_document)
    return f"source: {source_title}" if source_title else "source not named"


def freshness_then(panel: Panel) -> Freshness:
    """Return the freshness on the report date, of the figures known by then."""
    judged_series = tuple(
        replace(series, points=tuple(point for point in series.points if not point.is_later))
        for series in panel.series
    )
    return build_freshness(panel.measure, judged_series, panel.as_of)


def _window(point: Point) -> tuple[date | None, date | None, str]:
    return (point.period_start, point.period_end, point.statistic)


def _figure(point: Point) -> tuple[float | str | None, ...]:
    return (point.value, point.value_low, point.value_high, point.marker)
