"""A series as a native chart: its numbers can be edited in the worksheet behind it.

The XML of this chart is written here: the library has no place of the plot within a chart, no shift
and no number format of a single label, and searches the whole chart for each of its points.
"""

import math
from collections.abc import Sequence
from datetime import date
from typing import Final

from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import nsdecls
from pptx.shapes.placeholder import ChartPlaceholder
from pptx.slide import Slide

from dashboard.model.panel import Series
from dashboard.pack.blocks import Picture
from dashboard.text.format import number_format
from layouts.charts.spec.axes import CHARACTER, ValueAxis
from layouts.charts.spec.boxes import PlotArea
from layouts.charts.spec.compact import break_lines, with_breaks_only
from layouts.charts.spec.plot import Plot, build_plot
from layouts.powerpoint.chart_data import ChartLine, chart_lines
from layouts.powerpoint.chart_xml import LABEL, series_xml
from layouts.powerpoint.template import LANGUAGE, SlideArea, take_placeholder
from layouts.powerpoint.text import Run, add_words, paragraph, total_height
from layouts.powerpoint.worksheet import Cell, serial, worksheet_bytes
from layouts.ui.palette import AXIS, SECONDARY
from layouts.ui.xml_text import allowed, escape

# Font size of ticks and of the words under a chart, in points.
TICK: Final = 18.0
# Points for one px of a chart whose letters are 16 high, which is how labels are placed.
_UNIT: Final = LABEL / 16
_GRID: Final = "#B1B4B6"
# Ticks a twelfth of a year apart, counted from here, fall on month ends for decades.
_TICK_START: Final = date(2020, 1, 28)
_MONTH: Final = 365.25 / 12
_TICK_MONTHS: Final = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)
_SPACE: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace %s>'
    '<c:date1904 val="0"/><c:lang val="%s"/><c:roundedCorners val="0"/><c:chart>'
    '<c:autoTitleDeleted val="1"/><c:plotArea><c:layout><c:manualLayout>'
    '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="%.4f"/>'
    '<c:y val="%.4f"/><c:w val="%.4f"/><c:h val="%.4f"/></c:manualLayout></c:layout>'
    '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>%s'
    '<c:axId val="1001"/><c:axId val="1002"/></c:scatterChart>%s</c:plotArea>'
    '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
)
_AXIS: Final = (
    '<c:valAx><c:axId val="%d"/><c:scaling><c:orientation val="minMax"/><c:max val="%s"/>'
    '<c:min val="%s"/></c:scaling><c:delete val="0"/><c:axPos val="%s"/>%s'
    '<c:numFmt formatCode="%s" sourceLinked="0"/><c:majorTickMark val="%s"/>'
    '<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>%s</c:spPr><c:txPr>'
    '<a:bodyPr rot="0"/><a:lstStyle/><a:p><a:pPr><a:defRPr lang="%s" sz="%d"><a:solidFill>'
    '<a:srgbClr val="%s"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang="%s"/></a:p>'
    '</c:txPr><c:crossAx val="%d"/><c:crosses val="min"/><c:crossBetween val="midCat"/>'
    '<c:majorUnit val="%s"/></c:valAx>'
)
_LINE: Final = '<a:ln w="%d"><a:solidFill><a:srgbClr val="%s"/></a:solidFill></a:ln>'
_TITLE: Final = (
    '<c:title><c:tx><c:rich><a:bodyPr rot="0"/><a:lstStyle/><a:p><a:r><a:rPr lang="%s" sz="%d" '
    'b="0"/><a:t>%s</a:t></a:r></a:p></c:rich></c:tx><c:layout><c:manualLayout>'
    '<c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0"/><c:y val="0"/></c:manualLayout>'
    '</c:layout><c:overlay val="1"/></c:title>'
)


class ChartSource:
    """The XML of a chart and the worksheet behind it."""

    def __init__(self, plot: Plot, series: Series, place: SlideArea) -> None:
        self.plot, self.series, self.place = plot, series, place
        ticks = max(len(words) for _, words in plot.value.ticks)
        self.left = ticks * CHARACTER * TICK / 16 + 12
        self.right = 26.0
        rows = max((flag.level + 1 for flag in plot.flags), default=0)
        rows = max(rows, 1 if plot.value.caption or plot.later_from else 0)
        self.top = 12 + 24.0 * min(rows, 1)
        self.bottom = TICK * 1.7
        self.width = place.width - self.left - self.right
        self.height = place.height - self.top - self.bottom
        room = PlotArea(self.width / _UNIT, self.height / _UNIT, self.right / _UNIT)
        self.lines: tuple[ChartLine, ...] = chart_lines(plot, room)

    def xml_bytes(self, _chart_type: XL_CHART_TYPE) -> bytes:
        """Return the XML of the chart; python-pptx calls it by this name."""
        wide, high = self.place.width, self.place.height
        shares = (self.left / wide, self.top / high, self.width / wide, self.height / high)
        axes = self._time_axis() + self._value_axis()
        spaces = nsdecls("c", "a", "r")
        return (
            _SPACE % (spaces, LANGUAGE, *shares, series_xml(self.lines, wide / _UNIT), axes)
        ).encode()

    @property
    def xlsx_blob(self) -> bytes:
        """Return the worksheet: a column of days, one for each line, and what each row is."""
        count = len(self.lines)
        rows: list[list[Cell]] = [["Day", *(line.name for line in self.lines), "What it is"]]
        for column, line in enumerate(self.lines):
            before, after = [None] * column, [None] * (count - column - 1)
            rows += ([dot.day, *before, dot.value, *after, dot.words] for dot in line.dots)
        return worksheet_bytes("Figures", rows)

    def _time_axis(self) -> str:
        time = self.plot.time
        start, step = self._ticks()
        end = max(serial(time.end), start + 1)
        is_yearly = self.series.basis == "year" and all(
            point.period_end is None or point.period_end.month == 12 for point in self.series.points
        )
        form = "yyyy" if is_yearly else "mmm yyyy"
        stroke = _LINE % (25400, AXIS[1:])
        return _axis(1001, (start, end, step * _MONTH), "b", "", form, "out", stroke)

    def _ticks(self) -> tuple[float, int]:
        """Return the first tick of the time axis and the months from tick to tick."""
        time = self.plot.time
        most = max(int(self.width / (8 * CHARACTER * TICK / 16 + 22)), 2)
        months = (time.end - time.start).days / _MONTH
        step = next(
            (spacing for spacing in _TICK_MONTHS if months / spacing < most), _TICK_MONTHS[-1]
        )
        ends = [point.period_end for point in self.series.points if point.period_end]
        last = max(ends, default=time.end)
        latest = (last.year - _TICK_START.year) * 12 + last.month - _TICK_START.month
        first = (serial(time.start) - serial(_TICK_START)) / _MONTH
        tick = latest - step * math.ceil((latest - first) / step)
        return serial(_TICK_START) + tick * _MONTH, step

    def _value_axis(self) -> str:
        value = self.plot.value
        grid = f"<c:majorGridlines><c:spPr>{_LINE % (19050, _GRID[1:])}</c:spPr></c:majorGridlines>"
        caption = _TITLE % (LANGUAGE, TICK * 100, escape(value.caption)) if value.caption else ""
        unit = "percent" if self.plot.unit == "percent" else ""
        form = number_format(value.high, value.decimals, unit)
        spread = (value.low, value.high, tick_step(value, self.height))
        return _axis(1002, spread, "l", grid + caption, form, "none", "<a:ln><a:noFill/></a:ln>")


def add_chart(slide: Slide, picture: Picture, place: SlideArea) -> None:
    """Add the chart of a series with its alternative text, and the list of its numbered events."""
    room = place.width / _UNIT
    panel = with_breaks_only(picture.panel, picture.series)
    plot = build_plot(panel, picture.series, benchmarks=False, width=round(room))
    legend = [paragraph(Run(words, SECONDARY)) for words in break_lines(plot)]
    under = total_height(legend, TICK, place.width)
    place = place._replace(height=place.height - under)
    source = ChartSource(plot, picture.series, place)
    placeholder = take_placeholder(slide, ChartPlaceholder, place)
    kind = XL_CHART_TYPE.XY_SCATTER_LINES
    frame = (
        placeholder.insert_chart(kind, source)
        if placeholder
        else slide.shapes.add_chart(kind, *place.emu, source)
    )
    for named in frame.element.xpath("./p:nvGraphicFramePr/p:cNvPr"):
        named.set("name", allowed(f"Chart: {picture.series.title}"))
        named.set("descr", allowed(picture.alt))
    if legend:
        spot = place._replace(top=place.top + place.height, height=under)
        add_words(slide, spot, legend, TICK, "What happened on the numbered days")


def tick_step(value: ValueAxis, height: float) -> float:
    """Return the distance between numbers of the value axis that do not touch."""
    ticks = [tick for tick, _ in value.ticks]
    steps = len(ticks) - 1
    most = max(2, int(height / (TICK * 1.5)) + 1)
    ticks_apart = next(
        (n for n in range(1, steps + 1) if steps % n == 0 and steps / n < most), steps
    )
    return round((ticks[-1] - ticks[0]) / steps * ticks_apart, 6)


def _axis(
    number: int, spread: Sequence[float], side: str, extra: str, form: str, mark: str, stroke: str
) -> str:
    low, high, step = spread
    other = 2003 - number
    return _AXIS % (
        number,
        high,
        low,
        side,
        extra,
        escape(form),
        mark,
        stroke,
        LANGUAGE,
        TICK * 100,
        SECONDARY[1:],
        LANGUAGE,
        other,
        step,
    )
