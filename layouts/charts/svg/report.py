"""The chart of a report: drawn once, small enough for a page, its finding as its name."""

from typing import Final

from dashboard.pack.blocks import Picture
from layouts.charts.spec.events import event_lines
from layouts.charts.spec.plot import FAMILY, FONT, Plot, build_plot
from layouts.charts.svg.line import ChartLook, chart_parts
from layouts.ui.xml_text import escape

WIDTH: Final = 640
# Drawn again for phones, so that its letters keep their size.
NARROW: Final = 330
_HEIGHT: Final = 220


def draw_chart(picture: Picture, *, is_paper: bool = False) -> tuple[str, str]:
    """Return a chart as HTML for wide screens and, but on paper, for phones; its events as text."""
    look = ChartLook(has_halo=not is_paper)
    wide = build_plot(picture.panel, picture.series, benchmarks=False, width=WIDTH)
    drawn = f'<div class="for-wide">{_svg(picture, wide, WIDTH, look)}</div>'
    if not is_paper:
        narrow = build_plot(picture.panel, picture.series, benchmarks=False, width=NARROW)
        drawn += f'<div class="for-narrow">{_svg(picture, narrow, NARROW, look)}</div>'
    lines = "; ".join(event_lines(wide.flags))
    return drawn, f"On the chart: {lines}." if lines else ""


def _svg(picture: Picture, plot: Plot, width: int, look: ChartLook) -> str:
    # A PDF takes its alternative text from the title.
    height = _HEIGHT + plot.margins.top + plot.margins.bottom
    svg_parts = "".join(chart_parts(plot, width, height, look))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" font-size="{FONT}" font-family="{FAMILY}">'
        f"<title>{escape(picture.alt)}</title>{svg_parts}</svg>"
    )
