"""The chart of a report: drawn once, small enough for a page, its finding as its name."""

from typing import Final

from dashboard.pack.blocks import Picture
from layouts.charts.plotly import FAMILY, FONT, PlotMargins, figure_plot
from layouts.charts.spec.events import event_lines
from layouts.charts.spec.plot import Plot
from layouts.charts.svg.line import chart_parts
from layouts.ui.xml_text import escape

WIDTH: Final = 640
# Drawn again for phones, so that its letters keep their size.
NARROW: Final = 330
PLOT_HEIGHT: Final = 220


def draw_chart(picture: Picture) -> tuple[str, str]:
    """Draw a chart for wide screens and paper and for phones, and name the events numbered in it."""
    plot, sides = _plot(picture, WIDTH)
    wide = _svg(picture, plot, sides, WIDTH)
    narrow = _svg(picture, *_plot(picture, NARROW), NARROW)
    html_text = f'<div class="for-wide">{wide}</div><div class="for-narrow">{narrow}</div>'
    return html_text, _events(plot)


def _plot(picture: Picture, width: int) -> tuple[Plot, PlotMargins]:
    return figure_plot(picture.panel, picture.series, benchmarks=False, width=width)


def _svg(picture: Picture, plot: Plot, sides: PlotMargins, width: int) -> str:
    """Draw a chart whose title is its alt text: that is where a PDF takes it from."""
    height = PLOT_HEIGHT + sides.top + sides.bottom
    svg_parts = "".join(chart_parts(plot, sides, width, height))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" font-size="{FONT}" font-family="{FAMILY}">'
        f"<title>{escape(picture.alt)}</title>{svg_parts}</svg>"
    )


def _events(plot: Plot) -> str:
    lines = "; ".join(event_lines(plot.flags))
    return f"On the chart: {lines}." if lines else ""
