"""The small chart of a measure's cell: native, its numbers can be edited, without axes."""

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import Any, Final

from pptx.chart.data import XyChartData, XySeriesData
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.slide import Slide
from pptx.util import Pt
from xlsxwriter.utility import xl_col_to_name

from dashboard.pack.blocks import MeasureItem
from layouts.charts.spec.targets import target_lines
from layouts.charts.svg.mini.figures import LINE_FROM
from layouts.charts.svg.mini.plot import TimePlot
from layouts.powerpoint.template import SlideArea, set_colour
from layouts.powerpoint.worksheet import Cell, serial, worksheet_bytes
from layouts.ui.palette import BASELINE, FOCUS, OTHERS, TARGET, WHITE
from layouts.ui.xml_text import allowed

Corners = list[tuple[float, float]]
_SHEET: Final = "Figures"
_TARGET: Final = "Target"
_BASELINE: Final = "Baseline"
# Air beyond the span of the numbers, as a share of it.
_AIR: Final = 0.12


class _Figures(XyChartData):
    """The figures of a chart; in their worksheet each line has two columns, of days and of numbers.

    LibreOffice leaves out a line whose cells are in the columns of another.
    """

    @property
    def xlsx_blob(self) -> bytes:
        """Return the worksheet."""
        lines = [[(point.x, point.y) for point in series] for series in self]
        heads: list[Cell] = [cell for series in self for cell in ("Day", series.name)]
        rows = (
            [cell for corner in corners for cell in corner]
            for corners in zip_longest(*lines, fillvalue=(None, None))
        )
        return worksheet_bytes(_SHEET, [heads, *rows])

    def series_name_ref(self, series: XySeriesData) -> str:
        """Return the cell of a line's name."""
        return f"{_SHEET}!${xl_col_to_name(2 * series.index + 1)}$1"

    def x_values_ref(self, series: XySeriesData) -> str:
        """Return the cells of a line's days."""
        return self._cells(2 * series.index, series)

    def y_values_ref(self, series: XySeriesData) -> str:
        """Return the cells of a line's numbers."""
        return self._cells(2 * series.index + 1, series)

    def _cells(self, column: int, series: XySeriesData) -> str:
        letter = xl_col_to_name(column)
        return f"{_SHEET}!${letter}$2:${letter}${len(series) + 1}"


def add_small_chart(slide: Slide, item: MeasureItem, plot: TimePlot, area: SlideArea) -> None:
    """Add the figures of a measure over time, with target and baseline, as a native chart."""
    area_name = item.panel.area.name
    lines = [*_target_lines(plot), *_figure_lines(plot, area_name), *_baselines(plot)]
    # LibreOffice leaves out a first line that is shorter than another.
    lines.sort(key=lambda line: len(line[1]), reverse=True)
    data = _Figures()
    for name, corners in lines:
        series = data.add_series(name)
        for x, y in corners:
            series.add_data_point(x, y)
    kind = XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS
    frame: Any = slide.shapes.add_chart(kind, *area.emu, data)
    frame.name = allowed(f"Chart: {item.title}")
    # The library has no name for the alternative text of a frame.
    frame._element.nvGraphicFramePr.cNvPr.set("descr", allowed(item.series.alt))  # noqa: SLF001
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    first, last = serial(plot.days[0]), serial(plot.days[-1])
    low, high = plot.span
    for axis, start, end in ((chart.category_axis, first, last), (chart.value_axis, low, high)):
        air = (end - start) * _AIR or 1
        axis.minimum_scale, axis.maximum_scale = start - air, end + air
        axis.has_major_gridlines = False
        axis.visible = False
    for series, (name, corners) in zip(chart.plots[0].series, lines, strict=True):
        _style(series, name, corners, plot)


def _figure_lines(plot: TimePlot, name: str) -> Iterator[tuple[str, Corners]]:
    for line in plot.lines:
        for piece in line.pieces:
            yield name, [(serial(mark.day), mark.low) for mark in piece if mark.day]


def _target_lines(plot: TimePlot) -> Iterator[tuple[str, Corners]]:
    for line in target_lines(plot.steps):
        corners: Corners = []
        for step, value in line:
            corners += [(serial(step.start), value), (serial(step.end), value)]
        yield _TARGET, corners


def _baselines(plot: TimePlot) -> Iterator[tuple[str, Corners]]:
    for mark in plot.baselines:
        corners: Corners = [(serial(mark.day or date.min), (mark.low + mark.high) / 2)]
        first = plot.marks[0]
        if plot.leads_from_baseline and first.day:
            corners.append((serial(first.day), first.low))
        yield _BASELINE, corners


def _style(series: Any, name: str, corners: Corners, plot: TimePlot) -> None:
    """Style a line: a dashed target, a ring and dots for the baseline, a dot for the newest figure.

    A gap leaves several lines of figures: only one of them has the newest.
    """
    series.smooth = False
    ink = {_TARGET: TARGET, _BASELINE: BASELINE}.get(name, FOCUS)
    set_colour(series.format.line.color, ink)
    series.format.line.width = Pt(3)
    series.marker.style = XL_MARKER_STYLE.NONE
    if name == _TARGET:
        series.format.line.dash_style = MSO_LINE.DASH
        return
    if name == _BASELINE:
        set_colour(series.format.line.color, OTHERS)
        series.format.line.dash_style = MSO_LINE.ROUND_DOT
        _dot(series.points[0], 9, WHITE, ink)
        return
    is_short = len(plot.marks) < LINE_FROM
    newest = next((serial(mark.day) for mark in plot.marks if mark.is_latest and mark.day), None)
    for at, (day, _) in enumerate(corners):
        if is_short or day == newest:
            _dot(series.points[at], 10 if day == newest else 7, ink, ink)


def _dot(marked: Any, size: int, fill: str, edge: str) -> None:
    marker = marked.marker
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, size
    marker.format.fill.solid()
    set_colour(marker.format.fill.fore_color, fill)
    set_colour(marker.format.line.color, edge)
    marker.format.line.width = Pt(2)
