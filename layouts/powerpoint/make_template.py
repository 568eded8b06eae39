"""Make assets/template.pptx, which every deck starts from: python -m layouts.powerpoint.make_template.

It starts from the library's own template. The library reads masters, layouts, themes and styles of
tables, but cannot make them: those are written as XML here, once, and nowhere else.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as Deck
from pptx.util import Pt

from dashboard.pack.blocks import Fact, Facts, Slide
from dashboard.pack.places.measure_slide import BOTTOM, measure_slide_layout
from dashboard.pack.places.slide import MEASURE
from dashboard.text.font_metrics import OFFICE
from layouts.powerpoint.template import (
    BODY,
    BULLET_INDENT,
    FOOT_NUMBER,
    FOOT_WORDS,
    LANGUAGE,
    LAYOUT_NAMES,
    LINE,
    NUMBER,
    PAGE,
    POINTS,
    SUBTITLE,
    TABLE_STYLE,
    TEMPLATE,
    THEME_COLOURS,
    TITLE,
    SlideArea,
    area_of,
    deterministic_bytes,
)

# A font that every office has; the theme names it, and no run does.
_FONT: Final = "Arial"


class _Box(NamedTuple):
    """A placeholder: its kind, number, name and area; where 0, its letters are as the master's."""

    kind: str
    number: int
    name: str
    area: SlideArea
    size: int = 0
    ink: str = "tx1"
    look: tuple[str, str, bool] = ("t", "l", False)


_TITLE: Final = _Box("title", 0, "Title", TITLE, 33, look=("b", "l", True))
_TEXT: Final = _Box("body", 13, "Text", BODY, 21)
_SUBTITLE: Final = _Box("body", 1, "Subtitle", SUBTITLE, 21, "tx2")
_FEET: Final = (
    _Box("ftr", FOOT_WORDS, "Day, version and state", LINE, 18, "tx2", ("ctr", "l", False)),
    _Box("sldNum", FOOT_NUMBER, "Slide number", NUMBER, 18, "tx2", ("ctr", "r", False)),
)


def _side_by_side(count: int, area: SlideArea, gap: float, first: int = 13) -> list[_Box]:
    width = (area.width - gap * (count - 1)) / count
    return [
        _Box(
            "body",
            first + at,
            f"Text {at + 1}",
            area._replace(left=area.left + at * (width + gap), width=width),
        )
        for at in range(count)
    ]


# A slide of a measure with figures, and remarks in four columns.
_FIGURES: Final = Facts("", (Fact("Now", "100%"), Fact("Target", "100%")))
_REMARKS: Final = Facts("", (Fact("Why", "What is said"),) * 4)
_MEASURE: Final = measure_slide_layout(
    Slide("", "", MEASURE, "A title", "A subtitle", (_FIGURES, _REMARKS)), BOTTOM, OFFICE
)
_RAIL: Final = area_of(_MEASURE.rail)
_NOW: Final = _MEASURE.now_height * POINTS
_UPPER: Final = BODY._replace(height=BODY.height / 2 - 6)
_LOWER: Final = _UPPER._replace(top=BODY.top + BODY.height / 2 + 6)
_LAYOUTS: Final[dict[str, Sequence[_Box]]] = {
    "Cover": [_TEXT],
    "Headline": [],
    "Headline and text": [_TEXT],
    "Headline and table": [_Box("tbl", 13, "Table", BODY)],
    "Table and text": [
        _Box("tbl", 13, "Table", BODY._replace(top=256, height=200)),
        _Box("body", 14, "Text", BODY._replace(top=462, height=33)),
    ],
    "Chart and figures": [
        _Box("chart", 13, "Chart", area_of(_MEASURE.chart)),
        _Box("body", 14, "First figure", _RAIL._replace(height=_NOW)),
        _Box(
            "body", 15, "Figures", _RAIL._replace(top=_RAIL.top + _NOW, height=_RAIL.height - _NOW)
        ),
        *(
            _Box("body", at, f"Text {at - 15}", area_of(place))
            for at, place in enumerate(_MEASURE.foot, start=16)
        ),
    ],
    "Columns": _side_by_side(3, BODY, 21),
    "Columns in two rows": [*_side_by_side(3, _UPPER, 21), *_side_by_side(3, _LOWER, 21, 16)],
    "Section": [],
}
_SHAPE: Final = (
    f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="%d" name="%s"/>'
    '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="%s" idx="%d"/></p:nvPr>'
    "</p:nvSpPr><p:spPr>%s</p:spPr><p:txBody>%s<a:p>%s</a:p></p:txBody></p:sp>"
)
_POSITION: Final = (
    '<a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
)
_PLAIN: Final = "<a:bodyPr/><a:lstStyle/>"
_LEVEL: Final = (
    '<a:lvl%dpPr marL="%d" indent="%d" algn="%s"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
    '<a:spcBef><a:spcPts val="0"/></a:spcBef>%s<a:defRPr sz="%d" b="%d"><a:solidFill>'
    '<a:schemeClr val="%s"/></a:solidFill></a:defRPr></a:lvl%dpPr>'
)
_STYLE: Final = (
    '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="%s"><a:normAutofit/></a:bodyPr>'
    "<a:lstStyle>%s</a:lstStyle>"
)
_BULLET: Final = '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
_NUMBER: Final = (
    '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
    f'<a:rPr lang="{LANGUAGE}"/><a:t>‹#›</a:t></a:fld>'
)
_RUN: Final = f'<a:r><a:rPr lang="{LANGUAGE}"/><a:t>%s</a:t></a:r>'
# A head in white on blue, a bold first column, a line under each row.
_TABLE_STYLES: Final = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a:tblStyleLst {nsdecls("a")} '
    f'def="{TABLE_STYLE}"><a:tblStyle styleId="{TABLE_STYLE}" styleName="Figures"><a:wholeTbl>'
    '<a:tcTxStyle><a:fontRef idx="minor"/><a:schemeClr val="tx1"/></a:tcTxStyle><a:tcStyle>'
    "<a:tcBdr>%s</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle></a:wholeTbl>"
    '<a:firstCol><a:tcTxStyle b="on"><a:fontRef idx="minor"/><a:schemeClr val="tx1"/>'
    '</a:tcTxStyle><a:tcStyle><a:tcBdr/></a:tcStyle></a:firstCol><a:firstRow><a:tcTxStyle b="on">'
    '<a:fontRef idx="minor"/><a:schemeClr val="bg1"/></a:tcTxStyle><a:tcStyle><a:tcBdr/><a:fill>'
    '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill></a:fill></a:tcStyle></a:firstRow>'
    "</a:tblStyle></a:tblStyleLst>"
)
_NO_EDGE: Final = "<a:%s><a:ln><a:noFill/></a:ln></a:%s>"
_EDGE: Final = (
    '<a:%s><a:ln w="19050"><a:solidFill><a:schemeClr val="accent6"/></a:solidFill></a:ln></a:%s>'
)


def template_bytes() -> bytes:
    """Return the template: a master, its layouts, theme, and the style of tables."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(PAGE[0]), Pt(PAGE[1])
    _strip(deck)
    master = deck.slide_master
    _fill(master.element, [_TITLE, _TEXT, *_FEET], is_master=True)
    for layout, name in zip(deck.slide_layouts, LAYOUT_NAMES, strict=True):
        _fill(layout.element, [_TITLE, _SUBTITLE, *_LAYOUTS[name], *_FEET], is_master=False)
        layout.element.cSld.set("name", name)
        layout.element.attrib.pop("type", None)
    theme = master.part.part_related_by(RT.THEME)
    theme.blob = _theme(theme.blob)
    deck.part.part_related_by(RT.TABLE_STYLES).blob = _table_styles()
    deck.core_properties.title = "Template"
    for name in ("author", "last_modified_by", "keywords", "comments", "subject"):
        setattr(deck.core_properties, name, "")
    return deterministic_bytes(deck)


def _strip(deck: Deck) -> None:
    """Remove what the library's template brings: thumbnail, printer settings, spare layouts."""
    package, part = deck.part.package, deck.part
    for rel in list(package.iter_rels()):
        kind = rel.reltype.rsplit("/", 1)[-1]
        if kind in ("thumbnail", "extended-properties"):
            package.drop_rel(rel.rId)
        elif kind == "printerSettings":
            part.drop_rel(rel.rId)
    for layout in list(deck.slide_layouts)[len(LAYOUT_NAMES) :]:
        deck.slide_layouts.remove(layout)


def _fill(element: BaseOxmlElement, boxes: Sequence[_Box], *, is_master: bool) -> None:
    """Replace the placeholders by ours."""
    tree = element.cSld.spTree
    for shape in tree.xpath("./p:sp | ./p:pic"):
        tree.remove(shape)
    for number, box in enumerate(boxes, start=2):
        words = _NUMBER if box.kind == "sldNum" else _RUN % box.name
        is_like_master = not is_master and box in (_TITLE, *_FEET)
        spot = "" if is_like_master else _POSITION % box.area.emu
        look = _style(box) if box.size and not is_like_master else _PLAIN
        tree.append(parse_xml(_SHAPE % (number, box.name, box.kind, box.number, spot, look, words)))


def _style(box: _Box) -> str:
    anchor, align, is_bold = box.look
    return _STYLE % (anchor, "".join(_levels(box, align, is_bold=is_bold)))


def _levels(box: _Box, align: str, *, is_bold: bool) -> Iterator[str]:
    room = BULLET_INDENT * 12700
    for level, margin, mark in ((1, 0, "<a:buNone/>"), (2, room, _BULLET)):
        font = box.size * 100, is_bold, box.ink
        yield _LEVEL % (level, margin, -margin, align, mark, *font, level)


def _theme(theme: bytes) -> bytes:
    """Return the theme with our font and colours, and no shadows.

    LibreOffice draws those of the theme on a shape that says that it has none.
    """
    text = theme.decode().replace('<a:latin typeface="Calibri"/>', f'<a:latin typeface="{_FONT}"/>')
    for name, colour in THEME_COLOURS.items():
        colour_xml = f'<a:{name}><a:srgbClr val="{colour[1:].upper()}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", colour_xml, text)
    plain = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    text = re.sub(r"<a:effectStyle>.*?</a:effectStyle>", plain, text, flags=re.DOTALL)
    return text.replace('name="Office Theme"', 'name="SEND dashboard"').encode()


def _table_styles() -> bytes:
    edges = {"left": _NO_EDGE, "right": _NO_EDGE, "top": _NO_EDGE}
    edges |= {"bottom": _EDGE, "insideH": _EDGE, "insideV": _NO_EDGE}
    return (_TABLE_STYLES % "".join(xml % (side, side) for side, xml in edges.items())).encode()


if __name__ == "__main__":
    TEMPLATE.write_bytes(template_bytes())
