"""The chart of a series for a pack: on a slide, in large letters, and in a report."""

import math
from dataclasses import replace
from typing import Final

from dashboard.model.panel import Panel, Series
from dashboard.pack.blocks import Picture
from layouts.charts.spec.axes import LINE
from layouts.charts.spec.compact import (
    break_lines,
    fewer_ticks,
    judged_target_only,
    px_beyond,
    ticks_in_one_line,
    with_breaks_only,
)
from layouts.charts.spec.events import event_lines
from layouts.charts.spec.plot import FAMILY, FONT, Plot, build_plot
from layouts.charts.svg.line import ChartLook, chart_parts
from layouts.ui.xml_text import escape

_REPORT_WIDTH: Final = 640
# Drawn again for phones, so that its letters keep their size.
_REPORT_NARROW: Final = 330
_REPORT_HEIGHT: Final = 220


# Drawn at half the size and doubled, so that letters of 16 are 32 high on a slide of 1280.
SCALE: Final = 2
# Of the chart's place on a slide of 1280 × 720.
WIDTH: Final = 736
HEIGHT: Final = 340
# Video keeps no thinner line and no paler grey.
_LOOK: Final = ChartLook(thinnest=2, grid="#b1b4b6")
# Above the plot: half a letter of the highest number, and the label of a high value.
_TOP: Final = 18
# Below the plot: one line of periods.
_BOTTOM: Final = 34
# In a plot so low the baseline is not named: the figures beside the chart say it.
_LOW: Final = 110


def slide_chart(
    panel: Panel, series: Series, width: int = WIDTH, height: int = HEIGHT
) -> tuple[str, tuple[str, ...]]:
    """Return a series as SVG text of so many px of a slide, and what each number over it means."""
    across, up = width // SCALE, height // SCALE
    plot = _for_slide(panel, series, across)
    height_left = up - plot.margins.top - plot.margins.bottom
    plot = replace(plot, value=fewer_ticks(plot, height_left))
    if height_left < _LOW:
        plot = replace(plot, baselines=tuple(replace(mark, label=("",)) for mark in plot.baselines))
    svg_text = "".join(chart_parts(plot, across, up, _LOOK))
    svg_text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {up}" '
        f'font-size="{FONT}" aria-hidden="true">{svg_text}</svg>'
    )
    return svg_text, break_lines(plot)


def has_line(series: Series) -> bool:
    """Return whether a series has anything to draw."""
    return any(point.has_number for point in series.points)


def _for_slide(panel: Panel, series: Series, across: int) -> Plot:
    """Return the plot with fewer words.

    The values on a chart name its unit, and the periods are in one line. Of several targets only
    the one that is judged by is named.
    """
    plot = build_plot(with_breaks_only(panel, series), series, benchmarks=False, width=across)
    caption = plot.value.caption if plot.unit == "score" else ""
    sides = plot.margins
    width = across - sides.left - sides.right
    days = ticks_in_one_line(plot, width)
    plot = replace(
        plot,
        value=replace(plot.value, caption=caption),
        time=replace(plot.time, ticks=days),
        targets=judged_target_only(plot, series),
    )
    top = _TOP + plot.flag_space + (LINE + 6 if plot.later_from else 0)
    beyond = max((px_beyond(day, words[0], plot, width) for day, words in days), default=0)
    right = max(sides.right, math.ceil(beyond))
    return replace(plot, margins=replace(sides, top=top, bottom=_BOTTOM, right=right))


def draw_chart(picture: Picture, *, is_paper: bool = False) -> tuple[str, str]:
    """Return a chart as HTML for wide screens and, but on paper, for phones; its events as text."""
    look = ChartLook(has_halo=not is_paper)
    wide = build_plot(picture.panel, picture.series, benchmarks=False, width=_REPORT_WIDTH)
    chart_html = f'<div class="for-wide">{_svg(picture, wide, _REPORT_WIDTH, look)}</div>'
    if not is_paper:
        narrow = build_plot(picture.panel, picture.series, benchmarks=False, width=_REPORT_NARROW)
        chart_html += f'<div class="for-narrow">{_svg(picture, narrow, _REPORT_NARROW, look)}</div>'
    lines = "; ".join(event_lines(wide.flags))
    return chart_html, f"On the chart: {lines}." if lines else ""


def _svg(picture: Picture, plot: Plot, width: int, look: ChartLook) -> str:
    # A PDF takes its alternative text from the title.
    height = _REPORT_HEIGHT + plot.margins.top + plot.margins.bottom
    svg_parts = "".join(chart_parts(plot, width, height, look))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" font-size="{FONT}" font-family="{FAMILY}">'
        f"<title>{escape(picture.alt)}</title>{svg_parts}</svg>"
    )
