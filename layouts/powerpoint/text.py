"""Text on a slide: runs in paragraphs in boxes that never grow, and its size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.slide import Slide

from dashboard.pack.blocks import TableCell, Tag
from layouts.powerpoint.template import LANGUAGE, SlideArea
from layouts.ui.palette import SECONDARY, TAG_COLOURS, TEXT
from layouts.ui.tags import tag_style
from layouts.ui.xml_text import escape

# Relative to the font size, as Office and LibreOffice set Arial.
LINE_HEIGHT: Final = 1.17
# The smallest font size on a slide, in points.
SMALLEST: Final = 12.0
# The advance widths of Arial in thousandths of its size; letters not named are as wide as "a".
# fmt: off
_WIDTHS: Final = {
    222: "ijl", 278: " !,./:;I[\\]ft|·", 333: "-()r", 500: "Jcksvxyz", 584: "+<=>~≈≠×",
    611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W",
    1000: "—…→←✓", 1015: "@", 190: "'’‘",
}
# fmt: on
_WIDTH_OF: Final = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_COMMON_WIDTH: Final = 556
_BOLD: Final = 1.07
# Renderers differ by a hair: text is taken to be a little wider than it is.
_CAUTION: Final = 1.03


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return the width of a line of text in points."""
    width = sum(_WIDTH_OF.get(letter, _COMMON_WIDTH) for letter in text) / 1000 * size
    return width * (_BOLD if is_bold else 1) * _CAUTION


def line_count(text: str, size: float, width: float, *, is_bold: bool = False) -> int:
    """Return the lines of text that is broken between words."""
    return run_line_count([(text, size, is_bold)], width)


def run_line_count(runs: Iterable[tuple[str, float, bool]], width: float) -> int:
    """Return the lines of runs of text, each with its size and weight, one after the other."""
    lines, used = 1, 0.0
    for text, size, is_bold in runs:
        space = text_width(" ", size, is_bold=is_bold)
        for word in text.split(" "):
            wide = text_width(word, size, is_bold=is_bold)
            if used and wide and used + wide > width:
                lines, used = lines + 1, 0.0
            # A word wider than the line is broken within.
            extra = int(wide // width) if wide > width else 0
            lines, used = lines + extra, used + wide - extra * width + space
        used = max(used - space, 0.0)
    return lines


def text_height(
    texts: Iterable[str], size: float, width: float, *, is_bold: bool = False, gap: float = 0.0
) -> float:
    """Return the height of paragraphs under each other, with a gap before all but the first."""
    counts = [line_count(text, size, width, is_bold=is_bold) for text in texts]
    return sum(counts) * size * LINE_HEIGHT + max(len(counts) - 1, 0) * gap


def fitting_size(
    texts: Sequence[str],
    room: tuple[float, float],
    sizes: Iterable[float],
    *,
    is_bold: bool = False,
) -> float:
    """Return the first of the sizes, the largest first, at which the texts fit; else the last."""
    width, height = room
    size = SMALLEST
    for size in sizes:
        if text_height(texts, size, width, is_bold=is_bold) <= height:
            return size
    return size


# The shapes of tags as letters of common fonts; the word is always beside one.
GLYPHS: Final = {
    "tick": "✓",
    "tilde": "≈",
    "cross": "×",
    "not_equal": "≠",
    "dash": "–",
    "clock": "…",
    "ring": "○",
    "slashed_ring": "○",
    "lock": "■",
    "chevron": "›",
    "up": "↑",
    "down": "↓",
    "flat": "→",
}
# The indent of a remark after its bullet, relative to its font size.
_INDENT: Final = 0.8
_EMU: Final = 12700
# Between text and the edge of its ground.
_MARGIN: Final = 4 * _EMU
_BOX: Final = (
    f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="%d" name="%s"/><p:cNvSpPr txBox="1"/>'
    '<p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>%s</p:spPr><p:txBody><a:bodyPr wrap="square" '
    'lIns="%d" tIns="%d" rIns="%d" bIns="%d" anchor="%s"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
    "%s</p:txBody></p:sp>"
)


@dataclass(frozen=True)
class Run:
    """Words of one look; `scale` is relative to the paragraph's size."""

    words: str
    ink: str = TEXT
    is_bold: bool = False
    scale: float = 1.0


@dataclass(frozen=True)
class Paragraph:
    """Runs one after the other; `gap` is above it; it and `scale` are relative to the box's size.

    `spacing` is the line spacing relative to the usual one.
    """

    runs: tuple[Run, ...]
    is_bullet: bool = False
    gap: float = 0.0
    scale: float = 1.0
    align: str = "l"
    spacing: float = 1.0

    def height(self, size: float, width: float) -> float:
        """Return its height in a box of a width, with the gap above it."""
        largest = size * self.scale * max((run.scale for run in self.runs), default=1.0)
        room = width - (_INDENT * size if self.is_bullet else 0)
        sized_words = ((run.words, size * self.scale * run.scale, run.is_bold) for run in self.runs)
        lines = run_line_count(sized_words, room)
        return lines * largest * LINE_HEIGHT * self.spacing + self.gap * size


def paragraph(*runs: Run | str, **more: Any) -> Paragraph:
    """Return a paragraph of runs and plain words."""
    made = tuple(Run(part) if isinstance(part, str) else part for part in runs)
    return Paragraph(tuple(run for run in made if run.words), **more)


def total_height(paragraphs: Sequence[Paragraph], size: float, width: float) -> float:
    """Return the height of paragraphs under each other, without the gap above the first."""
    first_gap = paragraphs[0].gap * size if paragraphs else 0
    return sum(paragraph_spec.height(size, width) for paragraph_spec in paragraphs) - first_gap


def size_for(
    paragraphs: Sequence[Paragraph], room: tuple[float, float], sizes: Iterable[float]
) -> float:
    """Return the first of the sizes, the largest first, at which they fit; else the last."""
    width, height = room
    size = 0.0
    for size in sizes:
        if total_height(paragraphs, size, width) <= height:
            break
    return size


def tag_run(tag: Tag, *, scale: float = 1.0, has_word: bool = True) -> Run:
    """Return a tag as text: its shape as a letter, its word, in the ink of its pair."""
    shape, pair = tag_style(tag)
    word = tag.word if has_word else ""
    return Run(f"{GLYPHS[shape]}\u00a0{word}", TAG_COLOURS[pair].ink, True, scale)


def cell_paragraphs(cell: TableCell, *, is_bold: bool = False, align: str = "l") -> list[Paragraph]:
    """Return the paragraphs of a cell: its words, its tag, and its detail."""
    lines = [paragraph(Run(cell.words, TEXT, is_bold), align=align)] if cell.words else []
    if cell.tag:
        lines.append(paragraph(tag_run(cell.tag), align=align))
    if cell.marks:
        lines.append(paragraph(*(tag_run(mark, has_word=False) for mark in cell.marks)))
    if cell.detail:
        lines.append(paragraph(Run(cell.detail, SECONDARY), scale=0.85, align=align))
    return lines


def add_words(
    slide: Slide,
    place: SlideArea,
    paragraphs: Sequence[Paragraph],
    size: float,
    name: str,
    *,
    ground: str = "",
    anchor: str = "t",
) -> None:
    """Add a box of text of a fixed size; `ground` is its colour, if any."""
    fill = f'<a:solidFill><a:srgbClr val="{ground[1:]}"/></a:solidFill>' if ground else ""
    inside = (_MARGIN if ground else 0,) * 4
    body = body_xml(paragraphs, size)
    number = next_id(slide)
    box = _BOX % (number, escape(name), *place.emu, fill or "<a:noFill/>", *inside, anchor, body)
    slide.shapes.element.append(parse_xml(box))


def set_body(body: BaseOxmlElement, paragraphs: Sequence[Paragraph], size: float) -> None:
    """Replace the paragraphs of a text body."""
    for paragraph_xml in body.findall(qn("a:p")):
        body.remove(paragraph_xml)
    for paragraph_xml in parse_xml(
        f"<p:txBody {nsdecls('p', 'a')}>{body_xml(paragraphs, size)}</p:txBody>"
    ):
        body.append(paragraph_xml)


def next_id(slide: Slide) -> int:
    """Return an id for a shape that no other shape of the slide has.

    Shapes are numbered from 2, and two parts that are no shapes come before them.
    """
    return len(slide.shapes.element) + 1


def body_xml(paragraphs: Sequence[Paragraph], size: float) -> str:
    """Return paragraphs as XML in British English; an empty one for none."""
    return "".join(_paragraph_xml(paragraph_spec, size) for paragraph_spec in paragraphs) or (
        f'<a:p><a:endParaRPr lang="{LANGUAGE}" sz="{_hundredths(size)}"/></a:p>'
    )


def _paragraph_xml(paragraph_spec: Paragraph, size: float) -> str:
    room = round(_INDENT * size * _EMU)
    margins = (
        f' marL="{room}" indent="-{room}"' if paragraph_spec.is_bullet else ' marL="0" indent="0"'
    )
    spacing = ""
    if paragraph_spec.spacing != 1:
        spacing = f'<a:lnSpc><a:spcPct val="{round(paragraph_spec.spacing * 100_000)}"/></a:lnSpc>'
    gap = f'<a:spcBef><a:spcPts val="{_hundredths(paragraph_spec.gap * size)}"/></a:spcBef>'
    mark = '<a:buChar char="•"/>' if paragraph_spec.is_bullet else "<a:buNone/>"
    runs = "".join(_run_xml(run, size * paragraph_spec.scale) for run in paragraph_spec.runs)
    return f'<a:p><a:pPr{margins} algn="{paragraph_spec.align}">{spacing}{gap}{mark}</a:pPr>{runs}</a:p>'


def _run_xml(run: Run, size: float) -> str:
    weight = ' b="1"' if run.is_bold else ""
    return (
        f'<a:r><a:rPr lang="{LANGUAGE}" sz="{_hundredths(size * run.scale)}"{weight}><a:solidFill>'
        f'<a:srgbClr val="{run.ink[1:]}"/></a:solidFill></a:rPr><a:t>{escape(run.words)}</a:t></a:r>'
    )


def _hundredths(size: float) -> int:
    """Return a size in hundredths of a point, to half a point."""
    return round(size * 2) * 50
