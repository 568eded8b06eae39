"""Where the parts of a main slide stand and how large its letters are, for every format.

All in px of a slide of 1,280 by 720; a point of PowerPoint is 4/3 of one.
"""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

from dashboard.pack.blocks import Columns, Item, Points
from dashboard.text.font_metrics import (
    OFFICE,
    PAGES,
    Typeface,
    lines_of,
    lines_of_parts,
    words_width,
)

# The layouts of slides whose parts have places of their own, most of them main ones.
MAIN_TABLE: Final = "main-table"
MEASURE: Final = "measure"
PLACED: Final = ("summary", "bars", "cells", "columns", MAIN_TABLE, MEASURE)
_LEFT: Final = 40
_WIDTH: Final = 1200
_TOP: Final = 24
_BOTTOM: Final = 660
_AIR: Final = 12
# Font sizes of a title with its most lines, by typeface: office letters are wider, so those of a title
# on one line may be smaller, and the body keeps its room. Then the air of a line and the most that a
# line takes; a subtitle's size.
_TITLES: Final = {
    PAGES: ((48, 1), (44, 1), (48, 2), (36, 3)),
    OFFICE: ((44, 1), (40, 1), (44, 2), (36, 3)),
}
_TITLE_AIR: Final = 6
_MOST_LEADING: Final = 50
SUBTITLE_SIZE: Final = 28
SUBTITLE_WIDTH: Final = _WIDTH
_SUBTITLE_LINE: Final = 34
# The smallest letters of a main slide.
SMALLEST: Final = 24
LEADING: Final = 1.2
_GAP: Final = 10


class Place(NamedTuple):
    """A part of a slide."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


class Text(NamedTuple):
    """A line or two of text: where it stands and its font size."""

    place: Place
    size: int


@dataclass(frozen=True)
class HeadLayout:
    """The head of a main slide, and what is left below it."""

    title: Text
    subtitle: Text
    body: Place


def head_layout(title: str, subtitle: str, typeface: Typeface = PAGES) -> HeadLayout:
    """Return the places of title, subtitle and body; a long title has two lines, or is smaller."""
    fitting = (
        (size, lines)
        for size, most in _TITLES[typeface]
        if (lines := lines_of(title, size, _WIDTH, is_bold=True, typeface=typeface)) <= most
    )
    size, lines = next(fitting, _TITLES[typeface][-1])
    first = Place(_LEFT, _TOP, _WIDTH, min(size + _TITLE_AIR, _MOST_LEADING) * lines)
    sizes = range(SUBTITLE_SIZE, typeface.least_subtitle - 1, -2)
    lines_by_size = {s: lines_of(subtitle, s, _WIDTH, typeface=typeface) for s in sizes}
    letters = next((s for s, count in lines_by_size.items() if count <= 1), SUBTITLE_SIZE)
    under = lines_by_size[letters] * _SUBTITLE_LINE
    second = Place(_LEFT, first.bottom + 2, _WIDTH, under)
    top = second.bottom + _AIR
    return HeadLayout(
        Text(first, size), Text(second, letters), Place(_LEFT, top, _WIDTH, _BOTTOM - top)
    )


def first_fitting(
    sizes: Iterable[int], words: str, width: float, typeface: Typeface, lines: int = 1
) -> int:
    """Return the first of the sizes at which bold words take so few lines; else the last."""
    size = SMALLEST
    for size in sizes:
        if lines_of(words, size, width, is_bold=True, typeface=typeface) <= lines:
            return size
    return size


def cut_to_fit(
    words: str,
    size: float,
    width: float,
    typeface: Typeface = PAGES,
    *,
    lines: int = 1,
    is_bold: bool = False,
) -> str:
    """Return words, those that so many lines cannot hold left out and an ellipsis in their place."""
    length, cut = len(words), words
    while length > 2 and lines_of(cut, size, width, is_bold=is_bold, typeface=typeface) > lines:
        length -= 1
        cut = textwrap.shorten(words, length, placeholder=" …")
    return cut


def grid(count: int, across: int, body: Place, gap: float = _GAP) -> list[Place]:
    """Return places that fill a body, at most so many side by side; of a row with fewer each is wider."""
    rows = -(-count // across)
    height = (body.height - _GAP * (rows - 1)) / max(rows, 1)
    places = []
    for row in range(rows):
        in_row = count // rows + (row < count % rows)
        width = (body.width - gap * (in_row - 1)) / in_row
        top = body.top + row * (height + _GAP)
        places += [
            Place(body.left + at * (width + gap), top, width, height) for at in range(in_row)
        ]
    return places


_COLUMN_GAP: Final = 28
_COLUMN_SIZES: Final = (60, 52, 44, 40, 36, 34, 32, 30, 28)
# Relative to the font size: the indent of an item, the air above it, the heading and its line.
INDENT: Final = 1.3
AIR: Final = 0.4
HEADING: Final = 1.08


# More columns than these stand in two rows.
ONE_ROW_OF_COLUMNS: Final = 4


def _across(columns: int) -> int:
    return columns if columns <= ONE_ROW_OF_COLUMNS else -(-columns // 2)


def cut_heading(words: str, columns: int, lines: int) -> str:
    """Return the heading of one of so many columns in so many lines of the smallest letters."""
    across = _across(columns)
    width = (_WIDTH - (across - 1) * _COLUMN_GAP) / across
    return cut_to_fit(words, _COLUMN_SIZES[-1] * HEADING, width, lines=lines, is_bold=True)


@dataclass(frozen=True)
class ColumnsLayout:
    """Columns of one font size; `fits` where every one holds what it has."""

    places: tuple[Place, ...]
    size: int
    fits: bool


def columns_layout(block: Columns, body: Place, typeface: Typeface = PAGES) -> ColumnsLayout:
    """Return the places of columns and the largest size at which all fit, else the smallest."""
    count = len(block.columns)
    places = tuple(grid(count, _across(count), body, _COLUMN_GAP))
    for size in _COLUMN_SIZES:
        heights = (
            _column_height(column, size, places[0].width, typeface) for column in block.columns
        )
        if all(height <= places[0].height for height in heights):
            return ColumnsLayout(places, size, fits=True)
    return ColumnsLayout(places, _COLUMN_SIZES[-1], fits=False)


def _column_height(column: Points, size: int, width: float, typeface: Typeface) -> float:
    large = size * HEADING
    heading = lines_of(column.heading, large, width, is_bold=True, typeface=typeface) * large
    under = 10 if column.heading else 0
    items = sum(_item_height(item, size, width, typeface) for item in column.items)
    return heading * LEADING + under + items


def _item_height(item: Item, size: int, width: float, typeface: Typeface) -> float:
    bold = partial(words_width, size=size, is_bold=True, typeface=typeface)
    plain = partial(words_width, size=size, typeface=typeface)
    parts = [bold(word) for word in item.reference.split()]
    parts += [plain(word) for word in item.words.split()]
    parts += [plain(f"– {item.by}")] if item.by else []
    room = width - (INDENT * size if item.tag else 0)
    lines = lines_of_parts(parts, bold(" "), room)
    return lines * size * LEADING + AIR * size


@dataclass(frozen=True)
class SummaryLayout:
    """Where we stand: tiles of counts, the table of priorities, and the actions in a line."""

    tiles: tuple[Place, ...]
    number: int
    is_low: bool
    table: Place
    row: float
    letters: int
    actions: Place


# More counts than these stand in two rows, each word beside its number.
_IN_ONE_ROW: Final = 5


def summary_layout(tiles: int, rows: int, *, has_actions: bool, body: Place) -> SummaryLayout:
    """Return the layout of the second slide, of so many tiles and rows of a table below its head."""
    is_low = tiles > _IN_ONE_ROW
    across = -(-tiles // 2) if is_low else max(tiles, 1)
    height = 150 if is_low else 128
    top = body._replace(height=height)
    under = 44 if has_actions else 0
    table = Place(
        body.left, top.bottom + 16, body.width, body.height - height - 16 - under - 8 * has_actions
    )
    return SummaryLayout(
        tuple(grid(tiles, across, top)),
        48 if is_low else 64,
        is_low,
        table,
        (row := min(table.height / (rows + 1), 80)),
        28 if row >= 46 else SMALLEST,
        Place(body.left, body.bottom - under, body.width, under),
    )
