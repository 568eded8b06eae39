"""What belongs to a chart in a page beside its picture: subtitle, sources, downloads."""

from collections.abc import Iterator

from dash import html

from dashboard.model.codes import breakdown_words, window_words
from dashboard.model.panel import Panel, Point, Series
from dashboard.model.points import CASES
from dashboard.text.format import day_words, period_words
from layouts.charts.control_text import control_keys
from layouts.charts.spec.marks import build_marks
from layouts.ui.components import data_words

HINT = (
    "Arrow keys, Home, End, Page up and Page down read out the points; Space holds one, T shows the "
    "numbers."
)


def subtitle(panel: Panel, series: Series) -> str:
    """Return measure, area, period and basis in words, and whether the figures are synthetic."""
    title_text = ", ".join(filter(None, (panel.measure.title, breakdown_words(series.breakdown))))
    dated = [point for point in series.points if point.period_end]
    basis = window_words(*series.window).lower()
    parts = (title_text, panel.area.name, _range_words(dated), basis, data_words(panel))
    return " · ".join(part for part in parts if part)


def _range_words(points: list[Point]) -> str:
    ends = dict.fromkeys(period_words(point) for point in (*points[:1], *points[-1:]))
    return " to ".join(ends)


def source_notes(panel: Panel, series: Series) -> html.Div:
    """Render the notes below a chart: oddities, hollow points, sources and the as-at day."""
    codes = dict.fromkeys(point.source_document for point in series.points if point.source_document)
    sources = "; ".join(panel.sources.get(code, code) for code in codes)
    notes = (*series.notes, series.printed_arrow_note, *_keys(panel, series))
    paragraphs = [html.P(note) for note in notes if note]
    if any(point.origin == CASES for point in series.points):
        paragraphs.append(html.P("Worked out from case extracts", className="chart-source"))
    if sources:
        paragraphs.append(html.P(f"Source: {sources}", className="chart-source"))
    paragraphs.append(html.P(f"As at {day_words(panel.as_of)}", className="chart-source"))
    return html.Div(paragraphs, className="chart-notes")


def _keys(panel: Panel, series: Series) -> Iterator[str]:
    """Yield the meaning of a mark that is not a plain point."""
    yield from control_keys(series)
    if any(point.is_later and point.has_number for point in series.points):
        yield f"Hollow points were published after {day_words(panel.as_of)} and are not judged."
    after = series.latest.period_end if series.latest else None
    if any(point.is_provisional for point in series.points):
        yield "A ring with a dot is a provisional figure."
    if any(mark.is_incomplete for mark in build_marks(series, panel.measure.unit)) and after:
        yield f"Figures after {day_words(after)} are not complete yet: no line leads to them."
