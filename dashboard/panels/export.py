"""What goes with the figures of a series when they leave the dashboard: as rows, and as a text."""

from collections.abc import Iterator

from dashboard.model.codes import BASIS_WORDS, STATISTIC_WORDS, breakdown_words
from dashboard.model.panel import Measure, Panel, Point, Series
from dashboard.model.points import CASES
from dashboard.text.format import day_words, period_words, sentence_case

BETTER_WORDS = {
    "higher": "Higher is better",
    "lower": "Lower is better",
    "neutral": "Neither higher nor lower is better",
}
_COMPUTED = "Worked out from case extracts"


def about_rows(panel: Panel, series: Series) -> Iterator[tuple[str, str]]:
    """Name and say what a file of figures cannot: definition, sources, judgement, as-at."""
    rows = (
        *_about_measure(panel.measure),
        *_about_series(panel, series),
        *_about_judgement(series),
        *(("Source", words) for words in source_words(panel, series)),
        ("As at", day_words(panel.as_of)),
        *(("Note", note) for note in (*series.notes, series.printed_arrow_note)),
    )
    yield from ((what, words) for what, words in rows if words)


def copied_words(panel: Panel, series: Series) -> str:
    """Say a series as a text to paste: headline, figures, sources, as-at."""
    lines = [
        series.headline,
        *_figure_lines(series),
        f"Source: {'; '.join(source_words(panel, series))}",
        f"As at {day_words(panel.as_of)}, {panel.area.name}, {panel.framework.title}",
    ]
    if panel.area.is_synthetic:
        lines.append("Synthetic data: every figure was made up.")
    return "\n".join(lines)


def source_words(panel: Panel, series: Series) -> list[str]:
    """Name the sources of the points of a series, each once."""
    return list(dict.fromkeys(_source(panel, point) for point in series.points))


def _source(panel: Panel, point: Point) -> str:
    if point.origin == CASES:
        return _COMPUTED
    return panel.sources.get(point.source_document, point.source_document) or "Not named"


def _about_measure(measure: Measure) -> Iterator[tuple[str, str]]:
    yield ("Measure", measure.title)
    yield ("Definition", measure.definition)
    yield ("Unit", measure.unit.replace("gbp_million", "£ million"))
    yield ("Which way is better", BETTER_WORDS[measure.better])
    yield ("Reported", measure.frequency)


def _about_series(panel: Panel, series: Series) -> Iterator[tuple[str, str]]:
    yield ("Area", panel.area.name)
    if panel.area.is_synthetic:
        yield ("Data", "Synthetic: every figure was made up")
    yield ("Plan", panel.framework.title)
    yield ("Reference in the plan", panel.local_reference)
    yield ("Part", sentence_case(breakdown_words(series.breakdown)))
    yield ("Basis", BASIS_WORDS[series.basis])
    yield ("Statistic", sentence_case(STATISTIC_WORDS.get(series.statistic, series.statistic)))
    dated = [point for point in series.points if point.period_end]
    if dated:
        yield ("First period", sentence_case(period_words(dated[0])))
        yield ("Last period", sentence_case(period_words(dated[-1])))


def _about_judgement(series: Series) -> Iterator[tuple[str, str]]:
    yield ("Headline", series.headline)
    yield ("Baseline", series.baseline_words)
    yield ("Target", series.target_words)
    yield ("Status", series.status.word)
    yield ("Trend", series.trend.word)


def _figure_lines(series: Series) -> Iterator[str]:
    latest = ", ".join(filter(None, (series.value_words, series.period_words)))
    figures = (
        ("Latest", latest),
        ("Target", series.target_words),
        ("Baseline", series.baseline_words),
        ("Status", series.status.word),
        ("Trend", series.trend.word),
    )
    yield from (f"{name}: {words}" for name, words in figures if words)
