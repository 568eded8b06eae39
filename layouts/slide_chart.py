"""The chart of a series at the size of a slide: large letters, few lines, none of them thin."""

import re
from dataclasses import replace
from html import escape
from typing import Final

from dashboard.shapes import Panel, Series
from layouts.axes import LINE, ValueAxis
from layouts.drawing import chart_parts
from layouts.figure import FONT, figure_plot
from layouts.palette import GRID
from layouts.plot import Plot

# Drawn at half the size and doubled, so that letters of 16 stand 32 high on a slide of 1280.
SCALE: Final = 2
# Of the chart's place on a slide of 1280 × 720.
WIDTH: Final = 736
HEIGHT: Final = 340
# Video keeps no thinner line and no paler grey.
_THINNEST: Final = 2
_GRID: Final = "#b1b4b6"
_THIN: Final = re.compile(r'stroke-width="[01](\.\d+)?"')
# From one number of the upright axis to the next.
_TICK_GAP: Final = LINE * 1.3


def slide_chart(panel: Panel, series: Series, width: int = WIDTH, height: int = HEIGHT) -> str:
    """Draw a series as SVG text that fills so many px of a slide of 1280 × 720."""
    across, up = width // SCALE, height // SCALE
    plot, sides = figure_plot(panel, series, benchmarks=False, width=across)
    plot = replace(plot, value=_fewer_ticks(plot, up - sides.top - sides.bottom))
    drawn = _bolder("".join(chart_parts(plot, sides, across, up)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {up}" '
        f'font-size="{FONT}" aria-hidden="true">{drawn}</svg>'
    )


def has_line(series: Series) -> bool:
    """Tell whether a series has anything that a chart could show."""
    return any(point.has_number for point in series.points)


def slide_picture(panel: Panel, series: Series, alt: str) -> str:
    """Draw the chart as a picture that its alt text names."""
    return f'<div role="img" aria-label="{escape(alt)}">{slide_chart(panel, series)}</div>'


def _fewer_ticks(plot: Plot, height: float) -> ValueAxis:
    """Leave out every second number, or more, until those left stand clear of each other."""
    ticks = plot.value.ticks
    most = max(2, int(height / _TICK_GAP) + 1)
    steps = len(ticks) - 1
    fitting = (step for step in range(1, steps + 1) if steps % step == 0 and steps / step < most)
    return replace(plot.value, ticks=ticks[:: next(fitting, steps or 1)])


def _bolder(drawn: str) -> str:
    """Give every line the least width, and the grid a grey that can be seen."""
    grid = drawn.replace(f'stroke="{GRID}"/>', f'stroke="{_GRID}" stroke-width="{_THINNEST}"/>')
    return _THIN.sub(f'stroke-width="{_THINNEST}"', grid)
