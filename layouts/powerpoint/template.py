"""An empty presentation: its layout with placeholders, its fonts and colours."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Final, NamedTuple

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Length, Pt

from layouts.ui.palette import FOCUS, LINK, NEUTRAL, NEUTRAL_SIGNAL, SECONDARY, TEXT, WHITE
from layouts.ui.xml_text import allowed, escape

# A font that every computer has; the theme names it, and no run does.
FONT: Final = "Arial"
LANGUAGE: Final = "en-GB"


class SlideArea(NamedTuple):
    """An area of a slide, in points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Length, Length, Length, Length]:
        """The same in English Metric Units."""
        return Pt(self.left), Pt(self.top), Pt(self.width), Pt(self.height)


# A page of 13⅓ by 7½ inches: one px of a picture 1280 wide is ¾ of a point.
PAGE: Final = (960.0, 540.0)
TITLE: Final = SlideArea(36, 10, 888, 86)
SUBTITLE: Final = SlideArea(36, 99, 888, 48)
BODY: Final = SlideArea(36, 156, 888, 338)
CHART: Final = SlideArea(36, 154, 550, 254)
RAIL: Final = SlideArea(600, 151, 324, 258)
FOOT: Final = SlideArea(36, 411, 888, 88)
LINE: Final = SlideArea(36, 502, 816, 34)
NUMBER: Final = SlideArea(856, 502, 68, 34)
# The largest font sizes there, in points, which are those of the deck.
TITLE_SIZE: Final = 40.0
SUBTITLE_SIZE: Final = 22.0
LINE_SIZE: Final = 18.0

# Of each placeholder: kind, number, name, area, font size, weight, ink, and alignment.
_PLACEHOLDERS: Final = (
    ("title", 0, "Title", TITLE, TITLE_SIZE, 1, TEXT, ("b", "l")),
    ("body", 1, "Subtitle", SUBTITLE, SUBTITLE_SIZE, 0, SECONDARY, ("t", "l")),
    ("ftr", 11, "Foot", LINE, LINE_SIZE, 0, SECONDARY, ("ctr", "l")),
    ("sldNum", 12, "Slide number", NUMBER, LINE_SIZE, 0, SECONDARY, ("ctr", "r")),
)
# Blue, teal, plum and orange of the palette for charts, then the greys.
_ACCENTS: Final = ("12436D", "28A197", "801650", "F46A25", "484949", "858686")
_BOX: Final = (
    f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="%d" name="%s"/>'
    '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="%s" idx="%d"/></p:nvPr>'
    "</p:nvSpPr><p:spPr>%s</p:spPr><p:txBody>%s<a:p>%s</a:p></p:txBody></p:sp>"
)
_POSITION: Final = (
    '<a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
)
_PLAIN: Final = "<a:bodyPr/><a:lstStyle/>"
_TEXT_STYLE: Final = (
    '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="%s"><a:noAutofit/></a:bodyPr>'
    '<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="%s"><a:lnSpc><a:spcPct val="100000"/>'
    '</a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="%d" b="%d">'
    '<a:solidFill><a:srgbClr val="%s"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
)
_NUMBER_FIELD: Final = (
    '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
    f'<a:rPr lang="{LANGUAGE}"/><a:t>%s</a:t></a:fld>'
)
_RUN: Final = f'<a:r><a:rPr lang="{LANGUAGE}"%s/><a:t>%s</a:t></a:r>'


def blank_deck(title: str, author: str, made: datetime) -> Deck:
    """Return a presentation without slides, whose properties say nothing of the machine."""
    deck = Presentation(BytesIO(_template_bytes()))
    _number_parts(deck)
    properties = deck.core_properties
    properties.title, properties.author, properties.last_modified_by = map(
        allowed, (title, author, author)
    )
    properties.language, properties.subject, properties.keywords, properties.comments = (
        LANGUAGE,
        "",
        "",
        "",
    )
    properties.created = properties.modified = made
    properties.revision = 1
    return deck


def add_foot(slide: Slide, number: int, parts: Sequence[tuple[str, bool]], size: float) -> None:
    """Add the footer and the slide's number, last in the reading order.

    Each part of the footer is a text with whether it is bold.
    """
    words = "".join(
        _RUN % (f' sz="{round(size * 100)}" b="{int(is_bold)}"', escape(part))
        for part, is_bold in parts
    )
    for kind, index, name, content in (
        ("ftr", 11, "Source and as-at date", words),
        ("sldNum", 12, "Slide number", _NUMBER_FIELD % number),
    ):
        box = _BOX % (len(slide.shapes.element) + 1, name, kind, index, "", _PLAIN, content)
        slide.shapes.element.append(parse_xml(box))


# Sections are an extension of PowerPoint's that the library does not know.
_SECTIONS: Final = (
    f'<p:extLst {nsdecls("p")}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
    '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
    "%s</p14:sectionLst></p:ext></p:extLst>"
)
_SECTION: Final = (
    '<p14:section name="%s" id="{00000000-0000-4000-8000-%012d}"><p14:sldIdLst>%s'
    "</p14:sldIdLst></p14:section>"
)


def add_sections(deck: Deck, slide_ids: Mapping[str, Sequence[int]]) -> None:
    """Add the sections of a presentation by name, each with the ids of its slides."""
    filled = [(name, ids) for name, ids in slide_ids.items() if ids]
    sections = "".join(
        _SECTION % (escape(name), at, "".join(f'<p14:sldId id="{each}"/>' for each in ids))
        for at, (name, ids) in enumerate(filled, start=1)
    )
    root = deck.element
    for old in root.findall(qn("p:extLst")):
        root.remove(old)
    root.append(parse_xml(_SECTIONS % sections))


def _number_parts(deck: Deck) -> None:
    """Number new parts by kind: the library searches all of them for each new name."""
    package = deck.part.package
    part_names = {str(part.partname) for part in package.iter_parts()}
    numbers: dict[str, int] = {}

    def next_name(tmpl: str) -> PackURI:
        number = numbers.get(tmpl, 0) + 1
        while tmpl % number in part_names:
            number += 1
        numbers[tmpl] = number
        return PackURI(tmpl % number)

    package.next_partname = next_name


@cache
def _template_bytes() -> bytes:
    """Return the presentation that every pack starts from."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(PAGE[0]), Pt(PAGE[1])
    _strip(deck)
    master, layout = deck.slide_master, deck.slide_layouts[0]
    _fill(master.element, is_master=True)
    _fill(layout.element, is_master=False)
    layout.element.cSld.set("name", "Finding")
    layout.element.attrib.pop("type", None)
    theme = master.part.part_related_by(RT.THEME)
    theme.blob = _themed(theme.blob)
    made = BytesIO()
    deck.save(made)
    return made.getvalue()


def _strip(deck: Deck) -> None:
    """Remove what the library's template brings: thumbnail, printer settings, other layouts."""
    package, part = deck.part.package, deck.part
    for rel in list(package.iter_rels()):
        kind = rel.reltype.rsplit("/", 1)[-1]
        if kind in ("thumbnail", "extended-properties"):
            package.drop_rel(rel.rId)
        elif kind == "printerSettings":
            part.drop_rel(rel.rId)
    blank_layout = deck.slide_layouts[2]
    for layout in [each for each in deck.slide_layouts if each is not blank_layout]:
        deck.slide_layouts.remove(layout)


def _fill(element: BaseOxmlElement, *, is_master: bool) -> None:
    """Replace the placeholders of the template by ours; the master has their area and look."""
    tree = element.cSld.spTree
    for shape in tree.findall(qn("p:sp")):
        tree.remove(shape)
    for number, placeholder in enumerate(_PLACEHOLDERS, start=2):
        kind, index, name, place, size, weight, ink, (anchor, align) = placeholder
        words = _NUMBER_FIELD % "‹#›" if kind == "sldNum" else _RUN % ("", name)
        look = _TEXT_STYLE % (anchor, align, size * 100, weight, ink[1:])
        spot, body = (_POSITION % place.emu, look) if is_master else ("", _PLAIN)
        tree.append(parse_xml(_BOX % (number, name, kind, index, spot, body, words)))


def _themed(theme: bytes) -> bytes:
    """Return the theme with our font and colours."""
    text = theme.decode().replace('<a:latin typeface="Calibri"/>', f'<a:latin typeface="{FONT}"/>')
    colours = {"dk1": TEXT, "lt1": WHITE, "dk2": FOCUS, "lt2": NEUTRAL.ground}
    colours |= {"hlink": LINK, "folHlink": NEUTRAL_SIGNAL}
    colours |= {f"accent{number}": f"#{accent}" for number, accent in enumerate(_ACCENTS, start=1)}
    for name, colour in colours.items():
        colour_xml = f'<a:{name}><a:srgbClr val="{colour[1:].upper()}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", colour_xml, text)
    return text.encode()
