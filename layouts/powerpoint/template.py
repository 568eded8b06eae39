"""The template of a deck: its layouts, colours and areas, and a presentation that starts from it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Length, Pt

from dashboard.pack.places.slide import Place
from layouts.powerpoint.worksheet import ZIP_EPOCH
from layouts.ui.palette import (
    AXIS,
    CLOSE,
    FOCUS,
    GROUND,
    INFO,
    LINK,
    MET,
    MISSED,
    SECONDARY,
    TEXT,
    WHITE,
)
from layouts.ui.xml_text import allowed, escape

TEMPLATE: Final = Path(__file__).resolve().parents[2] / "assets/template.pptx"
LANGUAGE: Final = "en-GB"
# The style of tables in the template.
TABLE_STYLE: Final = "{6E0D2F4B-53E2-4A0C-9A53-5E4D5E9B0001}"
# The theme's colours: a run that has one of them follows the theme.
THEME_COLOURS: Final = {
    "dk1": TEXT,
    "lt1": WHITE,
    "dk2": SECONDARY,
    "lt2": GROUND,
    "accent1": FOCUS,
    "accent2": MET.ink,
    "accent3": MISSED.ink,
    "accent4": CLOSE.ink,
    "accent5": INFO.ink,
    "accent6": AXIS,
    "hlink": LINK,
    "folHlink": SECONDARY,
}
_THEME_NAMES: Final = {
    TEXT: MSO_THEME_COLOR.TEXT_1,
    WHITE: MSO_THEME_COLOR.BACKGROUND_1,
    SECONDARY: MSO_THEME_COLOR.TEXT_2,
    GROUND: MSO_THEME_COLOR.BACKGROUND_2,
    FOCUS: MSO_THEME_COLOR.ACCENT_1,
    MET.ink: MSO_THEME_COLOR.ACCENT_2,
    MISSED.ink: MSO_THEME_COLOR.ACCENT_3,
    CLOSE.ink: MSO_THEME_COLOR.ACCENT_4,
    INFO.ink: MSO_THEME_COLOR.ACCENT_5,
    AXIS: MSO_THEME_COLOR.ACCENT_6,
}


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


# Points for one px of a slide of 1,280.
POINTS: Final = 0.75


def area_of(place: Place) -> SlideArea:
    """Return a place in points."""
    return SlideArea(*(edge * POINTS for edge in place))


# A page of 13⅓ by 7½ inches: one px of a picture 1280 wide is ¾ of a point.
PAGE: Final = (960.0, 540.0)
TITLE: Final = SlideArea(36, 10, 888, 86)
SUBTITLE: Final = SlideArea(36, 99, 888, 48)
BODY: Final = SlideArea(36, 156, 888, 338)
LINE: Final = SlideArea(36, 502, 816, 34)
NUMBER: Final = SlideArea(856, 502, 68, 34)
# The numbers of the placeholders of a footer and of a slide's number, and the first of a content.
FOOT_WORDS: Final = 11
FOOT_NUMBER: Final = 12
CONTENT: Final = 13
# The indent of a remark after its bullet, which is the second level of text, in points.
BULLET_INDENT: Final = 18
# The layouts of the template, in their order.
LAYOUT_NAMES: Final = (
    "Cover",
    "Headline",
    "Headline and text",
    "Headline and table",
    "Table and text",
    "Chart and figures",
    "Columns",
    "Columns in two rows",
    "Section",
)


def blank_deck(title: str, author: str, made: datetime) -> Deck:
    """Return a presentation without slides, whose properties say nothing of the machine."""
    deck = Presentation(BytesIO(_template_bytes()))
    _number_parts(deck)
    properties = deck.core_properties
    properties.title, properties.author, properties.last_modified_by = map(
        allowed, (title, author, author)
    )
    properties.language = LANGUAGE
    properties.created = properties.modified = made
    properties.revision = 1
    return deck


@cache
def _template_bytes() -> bytes:
    return TEMPLATE.read_bytes()


def deterministic_bytes(deck: Deck) -> bytes:
    """Return the file of a presentation, without the time of writing in any part."""
    written = BytesIO()
    deck.save(written)
    made = BytesIO()
    with ZipFile(written) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return made.getvalue()


def add_slide(deck: Deck, layout: str) -> Slide:
    """Add a slide of a layout of the template, by its name."""
    found: Any = deck.slide_layouts.get_by_name(layout)
    return deck.slides.add_slide(found)


def take_placeholder(slide: Slide, kind: type, area: SlideArea) -> Any:
    """Return the first placeholder of a kind that has no content yet, moved to an area; else None.

    It is read after what is on the slide by then: the library has no order of shapes.
    """
    boxes: Any = slide.placeholders
    for placeholder in boxes:
        number = placeholder.placeholder_format.idx
        if number < CONTENT or not isinstance(placeholder, kind):
            continue
        if placeholder.has_text_frame and placeholder.text_frame.text:
            continue
        slide.shapes.element.append(placeholder.element)
        placeholder.left, placeholder.top, placeholder.width, placeholder.height = area.emu
        return placeholder
    return None


def drop_empty_placeholders(slide: Slide) -> None:
    """Remove the placeholders without content, in whose place an editor would ask for one."""
    boxes: Any = slide.placeholders
    for placeholder in list(boxes):
        if placeholder.has_text_frame and not placeholder.text_frame.text:
            slide.shapes.element.remove(placeholder.element)


def set_colour(colour: Any, ink: str) -> None:
    """Set a colour by its name in the theme where it has one, else by its value."""
    if ink in _THEME_NAMES:
        colour.theme_color = _THEME_NAMES[ink]
    else:
        colour.rgb = RGBColor.from_string(ink[1:].upper())


# The library has no fields: the number of a slide follows its place only as one.
_NUMBER_FIELD: Final = (
    f'<a:fld {nsdecls("a")} id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">'
    f'<a:rPr lang="{LANGUAGE}"/><a:t>%d</a:t></a:fld>'
)


def add_foot(slide: Slide, number: int) -> Any:
    """Add the slide's number, and return its footer to be filled; both are last in reading order."""
    of_layout: Any = slide.slide_layout.placeholders
    for index in (FOOT_WORDS, FOOT_NUMBER):
        slide.shapes.clone_placeholder(of_layout.get(index))
    boxes: Any = slide.placeholders
    words, count = boxes[FOOT_WORDS], boxes[FOOT_NUMBER]
    words.name, count.name = "Day, version and state", "Slide number"
    paragraph: Any = count.text_frame.paragraphs[0]
    paragraph._p.append(parse_xml(_NUMBER_FIELD % number))  # noqa: SLF001
    return words


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
