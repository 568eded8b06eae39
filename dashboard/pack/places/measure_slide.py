"""Where the parts of a measure's slide stand: its chart left, its figures right, what is said below.

All in px of a slide of 1,280 by 720, for every format; words are measured in the format's typeface.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.pack.blocks import Fact, Facts, Picture, Slide
from dashboard.pack.places.slide import SMALLEST, Place, head_layout
from dashboard.pack.places.tables import line_count
from dashboard.text.font_metrics import PAGES, Typeface, lines_of, lines_of_parts, words_width

# Above this line source, day and state of the pack stand, where they take one line.
BOTTOM: Final = 660.0
_RAIL_WIDTH: Final = 436
_GAP: Final = 28
_AIR: Final = 12
# The least height of the chart; the most that what is said below may take of the body.
_LEAST: Final = 200
_MOST_FOOT: Final = 0.4
# Sizes of the first figure, and of the letters of the others.
_FIGURES: Final = (128, 112, 104, 96, 88, 80, 76, 68, 60, 54, 48, 44, 40, 36, 32, 28)
_LETTERS: Final = (34, 32, 30, 28, 26, 24)
# The least of both that are tried first, and after that.
_LEAST_SIZES: Final = ((88, 28), (76, 26), (48, 24), (28, 24))
_FOOT_LETTERS: Final = (26, 24)
# Widths: of the names of figures, and of a space relative to the font size.
_NAME: Final = 108
_SPACE: Final = 0.4
# Line heights: of small text, of a figure and of other text relative to their size, of a tag's line.
_SMALL_LINE: Final = 30
_FIGURE_LEADING: Final = 0.92
_LEADING: Final = 1.2
_TAG_LINE: Final = 42
# A tag's shape and edges, relative to its font size; the stroke of a remark with its air.
_TAG_EDGES: Final = 2.4
_STROKE: Final = 18


@dataclass(frozen=True)
class MeasureSlideLayout:
    """The places of chart, figures and remarks, and the sizes of their letters.

    `now_height` is what the first figure takes of the rail.
    """

    chart: Place
    rail: Place
    now_height: float
    figure: int
    letters: int
    foot: tuple[Place, ...]
    foot_letters: int


def facts_of(slide: Slide) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """Return the figures beside the chart of a slide, and what is said below it."""
    rail, foot = ([b.facts for b in slide.blocks if isinstance(b, Facts)] + [(), ()])[:2]
    return rail, foot


def measure_slide_layout(
    slide: Slide, bottom: float, typeface: Typeface = PAGES, more: Sequence[Fact] = ()
) -> MeasureSlideLayout:
    """Return the layout above `bottom`; `more` is said below beside what the slide says there."""
    figures, remarks = facts_of(slide)
    body = head_layout(slide.title, slide.subtitle, typeface).body
    room = min(body.bottom, bottom) - body.top
    foot, foot_letters = _foot([*remarks, *more], body, body.top + room, room, typeface)
    height = max(room - (foot[0].height + _AIR if foot else 0), _LEAST)
    rail_left = body.left + body.width - _RAIL_WIDTH
    rail = Place(rail_left, body.top, _RAIL_WIDTH, height)
    has_number = any(
        point.has_number
        for b in slide.blocks
        if isinstance(b, Picture)
        for point in b.series.points
    )
    figure, letters = _sizes(figures, height, typeface, _FIGURES if has_number else _LETTERS)
    return MeasureSlideLayout(
        Place(body.left, body.top, rail_left - _GAP - body.left, height),
        rail,
        _now_height(figures[0], figure, letters, typeface) if figures else 0,
        figure,
        letters,
        foot,
        foot_letters,
    )


def _foot(
    remarks: Sequence[Fact], body: Place, bottom: float, room: float, typeface: Typeface
) -> tuple[tuple[Place, ...], int]:
    """Return a column for each remark, of one height, and the size of their letters."""
    if not remarks:
        return (), _FOOT_LETTERS[0]
    width = (body.width - _GAP * (len(remarks) - 1)) / len(remarks)
    size, height = _FOOT_LETTERS[0], 0.0
    for size in _FOOT_LETTERS:
        lines = max(
            lines_of(fact.words, size, width - _STROKE, typeface=typeface) for fact in remarks
        )
        height = _SMALL_LINE + lines * size * _LEADING
        if height <= room * _MOST_FOOT:
            break
    height = min(height, room * _MOST_FOOT)
    top = bottom - height
    lefts = (body.left + at * (width + _GAP) for at in range(len(remarks)))
    return tuple(Place(left, top, width, height) for left in lefts), size


def _sizes(
    facts: Sequence[Fact], height: float, typeface: Typeface, figures: Sequence[int]
) -> tuple[int, int]:
    """Return the sizes of the first figure, on one line, and of the others: the largest that fit."""
    if not facts:
        return _FIGURES[0], _LETTERS[0]
    first, *others = facts
    on_one_line = [
        size
        for size in figures
        if words_width(first.words, size, is_bold=True, typeface=typeface) <= _RAIL_WIDTH
    ] or [figures[-1]]
    least = on_one_line[0]
    for least_figure, least_letters in _LEAST_SIZES:
        least = min(least_figure, on_one_line[0])
        for letters in (size for size in _LETTERS if size >= least_letters):
            under = sum(_fact_height(fact, letters, typeface) for fact in others)
            for figure in (size for size in on_one_line if size >= least):
                if _now_height(first, figure, letters, typeface) + under <= height:
                    return figure, letters
    return least, _LETTERS[-1]


def _now_height(fact: Fact, size: int, letters: int, typeface: Typeface) -> float:
    """Return the height of the first figure: name and period, figure, tag beside or below."""
    across = words_width(fact.words, size, is_bold=True, typeface=typeface)
    tag = _tag_width(fact, letters, typeface)
    is_in_line = typeface is PAGES and across + tag + 24 <= _RAIL_WIDTH
    lines = max(lines_of(fact.words, size, _RAIL_WIDTH, is_bold=True, typeface=typeface), 1)
    named = f"{fact.name}   {fact.detail}"
    above = _SMALL_LINE * max(lines_of(named, SMALLEST, _RAIL_WIDTH, typeface=typeface), 1)
    below = 0 if is_in_line or not tag else _TAG_LINE + 36 * int(tag // _RAIL_WIDTH)
    leading = _FIGURE_LEADING if typeface is PAGES else 1.0
    return above + round(lines * size * leading) + 6 + below


def _fact_height(fact: Fact, size: int, typeface: Typeface) -> float:
    """Return the height of a further figure, whose text follows its name."""
    parts = [words_width(word, size, typeface=typeface) for word in fact.words.split()]
    parts += [_tag_width(fact, size, typeface)] if fact.tag else []
    parts += [words_width(word, SMALLEST, typeface=typeface) for word in fact.detail.split()]
    name = max(_NAME, words_width(f"{fact.name}: ", size, is_bold=True, typeface=typeface))
    lines = lines_of_parts([name, *parts], size * _SPACE, _RAIL_WIDTH)
    return 8 + lines * round(size * (1.36 if fact.tag else _LEADING))


def _tag_width(fact: Fact, size: int, typeface: Typeface) -> float:
    if fact.tag is None:
        return 0.0
    width = words_width(fact.tag.word, size, is_bold=True, typeface=typeface)
    return width + _TAG_EDGES * size


def footer_top(source: str, stamp: str) -> float:
    """Return where the footer of a slide of the browser's backup begins; it may need more lines."""
    lines = line_count(f"{source} {stamp}", SMALLEST, 1000)
    return 706.0 - max(29 * lines, 54)
