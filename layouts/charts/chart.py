"""A chart in a page: its words, its picture with a keyboard cursor, its numbers and downloads."""

from collections.abc import Iterator

from dash import html

from dashboard.model.codes import breakdown_words, window_words
from dashboard.model.panel import Panel, Point, Series
from dashboard.model.points import CASES
from dashboard.text.format import day_words, period_words
from layouts.charts.control_text import control_keys
from layouts.charts.data_table import series_table
from layouts.charts.downloads import download_menu
from layouts.charts.headline import headline_lines
from layouts.charts.live import live_picture
from layouts.charts.picture import chart_name, picture, readout
from layouts.charts.spec.events import numbered_events
from layouts.charts.spec.marks import build_marks
from layouts.charts.spec.plot import Plot, build_plot, picture_height
from layouts.charts.spec.projection import without_pace
from layouts.ui.components import data_words
from layouts.ui.series_links import SeriesUrls

HINT = (
    "Arrow keys, Home, End, Page up and Page down read out the points; Space holds one, T shows the "
    "numbers."
)


def chart(
    panel: Panel,
    series: Series,
    *,
    link: str | None = None,
    benchmarks: bool = False,
    files: SeriesUrls | None = None,
    plot: Plot | None = None,
) -> html.Figure:
    """Render a series with everything that belongs to its chart.

    `link` is where Enter on the chart leads, `files` its downloads, `plot` what it shows, where the
    page has built that already.
    """
    series = series if benchmarks else without_pace(series)
    name = chart_name(panel, series)
    plot = plot or build_plot(panel, series, benchmarks=benchmarks)
    drawing = live_picture(plot, picture_height(plot))
    parts = [
        _caption(panel, series, name),
        picture(panel, series, plot, drawing, link=link),
        html.P(
            f"{HINT} Enter opens the series." if link else HINT,
            id=f"{name}-hint",
            className="chart-hint",
        ),
        readout(plot),
        numbered_events(
            plot.flags,
            _other_sources(panel, series) if benchmarks else None,
            has_limits=plot.limits is not None,
        ),
        _tools(panel, series, files, benchmarks=benchmarks),
        source_notes(panel, series),
    ]
    return html.Figure([part for part in parts if part is not None], className="chart", id=name)


def _caption(panel: Panel, series: Series, name: str) -> html.Figcaption:
    return html.Figcaption(
        [
            html.H3(series.title, className="chart-title", id=f"{name}-title"),
            html.P(subtitle(panel, series), className="chart-subtitle"),
            *headline_lines(series),
        ]
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


def _tools(panel: Panel, series: Series, files: SeriesUrls | None, *, benchmarks: bool) -> html.Div:
    label = f"Numbers of the chart: {series.title}"
    numbers = html.Details(
        [
            html.Summary("Show numbers"),
            series_table(panel, series, label=label, benchmarks=benchmarks),
        ],
        className="chart-numbers",
    )
    offered = [numbers, download_menu(panel, series, files)]
    return html.Div([part for part in offered if part is not None], className="chart-tools")


def _other_sources(panel: Panel, series: Series) -> dict[str, str]:
    """Return the documents to name: those that the chart's own sources do not include."""
    series_sources = {point.source_document for point in series.points}
    return {code: name for code, name in panel.sources.items() if code not in series_sources}


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
