"""Text on a slide: runs in paragraphs, in placeholders and boxes that never grow, and its size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.shapes.placeholder import SlidePlaceholder
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Pt

from dashboard.pack.blocks import TableCell, Tag
from dashboard.text.font_metrics import OFFICE, words_width
from layouts.powerpoint.template import BULLET_INDENT, SlideArea, set_colour, take_placeholder
from layouts.ui.palette import SECONDARY, TAG_COLOURS, TEXT
from layouts.ui.tags import tag_style
from layouts.ui.xml_text import allowed

# Relative to the font size, as Office sets Arial and LibreOffice what takes its place.
LINE_HEIGHT: Final = 1.17
# The smallest font size on a slide, in points.
SMALLEST_POINTS: Final = 12.0


def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return the width of a line of text in points."""
    return words_width(text, size, is_bold=is_bold, typeface=OFFICE)


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
# Between text and the edge of its ground.
_MARGIN: Final = Pt(4)
_ALIGN: Final = {"l": PP_ALIGN.LEFT, "ctr": PP_ALIGN.CENTER, "r": PP_ALIGN.RIGHT}
_ANCHOR: Final = {"t": MSO_ANCHOR.TOP, "ctr": MSO_ANCHOR.MIDDLE, "b": MSO_ANCHOR.BOTTOM}


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
        room = width - (BULLET_INDENT if self.is_bullet else 0)
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


def sizes_down(largest: float, smallest: float) -> list[float]:
    """Return sizes of letters in steps of half a point, the largest first."""
    return [largest - step / 2 for step in range(int((largest - smallest) * 2) + 1)]


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
    """Add text in a box of its own; `ground` is its colour, if any."""
    box = slide.shapes.add_textbox(*place.emu)
    box.name = allowed(name)
    frame: Any = box.text_frame
    margin = _MARGIN if ground else 0
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = margin
    frame.word_wrap = True
    if ground:
        box.fill.solid()
        set_colour(box.fill.fore_color, ground)
    _fill(frame, paragraphs, size, anchor)


def add_text(
    slide: Slide,
    place: SlideArea,
    paragraphs: Sequence[Paragraph],
    size: float,
    name: str,
    *,
    anchor: str = "t",
) -> None:
    """Put text into the next placeholder of a slide that is for text, else into a box."""
    placeholder = take_placeholder(slide, SlidePlaceholder, place)
    if placeholder is None:
        add_words(slide, place, paragraphs, size, name, anchor=anchor)
        return
    placeholder.name = allowed(name)
    _fill(placeholder.text_frame, paragraphs, size, anchor)


def _fill(frame: TextFrame, paragraphs: Sequence[Paragraph], size: float, anchor: str) -> None:
    frame.vertical_anchor = _ANCHOR[anchor]
    # Where a font is wider still, an editor makes the text smaller.
    frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    write(frame, paragraphs, size)


def write(frame: TextFrame, paragraphs: Sequence[Paragraph], size: float) -> None:
    """Write paragraphs in British English into an empty frame."""
    for number, spec in enumerate(paragraphs):
        line = frame.add_paragraph() if number else frame.paragraphs[0]
        if spec.is_bullet:
            line.level = 1
        if spec.align != "l":
            line.alignment = _ALIGN[spec.align]
        if spec.gap and number:
            line.space_before = Pt(spec.gap * size)
        if spec.spacing != 1:
            line.line_spacing = spec.spacing
        for run_spec in spec.runs:
            run = line.add_run()
            run.text = allowed(run_spec.words)
            font = run.font
            font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
            font.size = Pt(_half_points(size * spec.scale * run_spec.scale))
            font.bold = run_spec.is_bold
            if run_spec.ink != TEXT:
                set_colour(font.color, run_spec.ink)


def _half_points(size: float) -> float:
    return round(size * 2) / 2
