"""What can be taken away of a chart: files, and words to copy; assets/chart.js does what buttons say."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Panel, Series
from dashboard.panels.export import copied_words
from layouts.ui.components import aria
from layouts.ui.series_links import SeriesUrls, series_file_name

# A page has many charts: what they offer is folded away.
_HEADING = "Download"


def download_menu(panel: Panel, series: Series, files: SeriesUrls | None) -> html.Details | None:
    """Render the downloads of a series; None where it has no address of its own."""
    if files is None:
        return None
    return html.Details(
        [
            html.Summary(_HEADING, **aria(label=f"{_HEADING}: {series.title}")),
            html.Div(file_list(panel, series, files), className="chart-buttons"),
            html.P(className="copied"),
        ],
        className="chart-numbers take-away",
    )


def file_list(panel: Panel, series: Series, files: SeriesUrls) -> list[Component]:
    """Render links to the files of a series, and buttons that make others of them."""
    name = series_file_name(panel, series)
    return [
        _file("Numbers (CSV)", files.numbers),
        _file("About the numbers (CSV)", files.about),
        _button("Picture (PNG)", **{"data-png": files.picture, "data-file": name}),
        _file("Picture (SVG)", files.picture),
        _button("Copy link to this view", **{"data-copy": files.view}),
        _button(
            "Copy as text", **{"data-copy-text": copied_words(panel, series), "data-at": files.view}
        ),
    ]


def _file(words: str, address: str) -> html.A:
    return html.A(words, href=address, className="chart-button")


def _button(words: str, **data_attributes: Any) -> html.Button:
    return html.Button(words, type="button", className="chart-button", **data_attributes)
