"""The lines of a native chart as XML: their cells in the worksheet, and their look."""

from collections.abc import Iterator, Sequence
from typing import Final

from xlsxwriter.utility import xl_col_to_name

from layouts.powerpoint.chart_data import ChartLine, Dot
from layouts.powerpoint.template import LANGUAGE
from layouts.powerpoint.worksheet import serial
from layouts.ui.palette import WHITE
from layouts.ui.xml_text import escape

# Font size of labels, in points.
LABEL: Final = 18.0
_EMU: Final = 12700
_LABEL_XML: Final = (
    '<c:showLegendKey val="0"/><c:showVal val="%d"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_VEIL: Final = (
    '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"><a:alpha val="85000"/></a:srgbClr>'
    "</a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>"
)


def series_xml(lines: Sequence[ChartLine], width: float) -> str:
    """Return the XML of every line; all share the column of days, each has its own column and rows.

    `width` is that of the whole chart in the px of shifts.
    """
    days = [serial(dot.day) for line in lines for dot in line.dots]
    written, start = [], 0
    for number, line in enumerate(lines):
        written.append(_series(number, line, start, days, width))
        start += len(line.dots)
    return "".join(written)


def _series(number: int, line: ChartLine, start: int, days: Sequence[int], width: float) -> str:
    rows = len(days)
    column = xl_col_to_name(number + 1)
    points = "".join(_point_xml(start + at, dot, line) for at, dot in enumerate(line.dots))
    labels = "".join(
        _label(start + at, dot, width) for at, dot in enumerate(line.dots) if dot.label
    )
    values = [(start + at, dot.value) for at, dot in enumerate(line.dots) if dot.value is not None]
    name = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(line.name)}</c:v></c:pt>'
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef>'
        f"<c:f>Figures!${column}$1</c:f>{name}</c:strCache></c:strRef></c:tx>"
        f'<c:spPr>{_stroke(line)}</c:spPr><c:marker><c:symbol val="none"/></c:marker>{points}'
        f"<c:dLbls>{labels}{_LABEL_XML % 0}</c:dLbls>"
        f"<c:xVal>{_numbers(f'Figures!$A$2:$A${rows + 1}', enumerate(days), rows)}</c:xVal>"
        f"<c:yVal>{_numbers(f'Figures!${column}$2:${column}${rows + 1}', values, rows)}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def _numbers(place: str, values: Iterator | Sequence, rows: int) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>' for at, value in values)
    return (
        f"<c:numRef><c:f>{place}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{rows}"/>{points}</c:numCache></c:numRef>'
    )


def _stroke(line: ChartLine) -> str:
    if not line.stroke:
        return "<a:ln><a:noFill/></a:ln>"
    dash = f'<a:prstDash val="{line.dash}"/>' if line.dash else ""
    return (
        f'<a:ln w="{round(line.stroke * _EMU)}" cap="flat"><a:solidFill><a:srgbClr '
        f'val="{line.ink[1:]}"/></a:solidFill>{dash}<a:round/></a:ln>'
    )


def _point_xml(at: int, dot: Dot, line: ChartLine) -> str:
    """Return the shape of a dot; hollow ones are white within their line.

    The line that leads to it keeps its look. LibreOffice draws no edge: it fills a dot with the colour of
    its line, and one without a line as it is filled.
    """
    if not dot.shape or dot.value is None:
        return ""
    fill = WHITE if dot.is_hollow else dot.ink
    ground = f'<a:solidFill><a:srgbClr val="{fill[1:]}"/></a:solidFill>'
    stroke = f"<c:spPr>{ground}{_stroke(line)}</c:spPr>"
    dash = '<a:prstDash val="sysDot"/>' if dot.is_hollow else ""
    return (
        f'<c:dPt><c:idx val="{at}"/><c:marker><c:symbol val="{dot.shape}"/>'
        f'<c:size val="{dot.size}"/><c:spPr><a:solidFill><a:srgbClr val="{fill[1:]}"/>'
        f'</a:solidFill><a:ln w="31750"><a:solidFill><a:srgbClr val="{dot.ink[1:]}"/>'
        f'</a:solidFill>{dash}</a:ln></c:spPr></c:marker><c:bubble3D val="0"/>{stroke}</c:dPt>'
    )


def _label(at: int, dot: Dot, width: float) -> str:
    """Return the label of a dot: its value, which follows the worksheet, or fixed words."""
    look = f' lang="{LANGUAGE}" sz="{round(LABEL * 100)}" b="{int(dot.is_bold)}"'
    ink = f'<a:solidFill><a:srgbClr val="{(dot.label_ink or dot.ink)[1:]}"/></a:solidFill>'
    if dot.form and dot.shape:
        words = (
            f'<c:numFmt formatCode="{escape(dot.form)}" sourceLinked="0"/>{_VEIL}<c:txPr>'
            f'<a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr><a:defRPr{look}>{ink}</a:defRPr>'
            f'</a:pPr><a:endParaRPr lang="{LANGUAGE}"/></a:p></c:txPr>'
        )
    else:
        lines = "".join(
            f"<a:p><a:r><a:rPr{look}>{ink}</a:rPr><a:t>{escape(line)}</a:t></a:r></a:p>"
            for line in dot.label
        )
        words = f'<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>{lines}</c:rich></c:tx>{_VEIL}'
    aside = f'<c:x val="{dot.shift / width:.4f}"/><c:y val="0"/>'
    moved = f"<c:layout><c:manualLayout>{aside}</c:manualLayout></c:layout>" if dot.shift else ""
    return f'<c:dLbl><c:idx val="{at}"/>{moved}{words}<c:dLblPos val="{dot.side}"/>{_LABEL_XML % 1}</c:dLbl>'
