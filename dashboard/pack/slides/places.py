"""Where the parts of a main slide stand and how large its letters are, for every format.

All in px of a slide of 1,280 by 720; a point of PowerPoint is 4/3 of one.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dashboard.pack.blocks import Columns, Item, MeasureCells, MeasureItem, Points
from dashboard.text.font_metrics import lines_of, lines_of_parts, words_width

# The layouts of main slides whose parts have places here.
PLACED: Final = ("summary", "bars", "cells", "columns")
_LEFT: Final = 40
_WIDTH: Final = 1200
_TOP: Final = 24
_BOTTOM: Final = 660
_AIR: Final = 12
# Font size and line height of a title by its number of lines, and of a subtitle.
_TITLES: Final = ((44, 50, 2), (36, 42, 3))
SUBTITLE_SIZE: Final = 28
SUBTITLE_WIDTH: Final = _WIDTH
_SUBTITLE_LINE: Final = 34
# The smallest letters of a main slide.
SMALLEST: Final = 24
_LEADING: Final = 1.2
_GAP: Final = 10
# From so wide and high on, a cell has room for a whole chart, with its axes.
_CHART: Final = (480, 190)
# Inside a cell: the stroke at its left, and the air round its text.
STROKE: Final = 8
_PADDING: Final = 12


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


def head_layout(title: str, subtitle: str) -> HeadLayout:
    """Return the places of title, subtitle and body; a long title is smaller."""
    fitting = (
        (size, leading, lines)
        for size, leading, most in _TITLES
        if (lines := lines_of(title, size, _WIDTH, is_bold=True)) <= most
    )
    size, leading, lines = next(fitting, _TITLES[-1])
    first = Place(_LEFT, _TOP, _WIDTH, leading * lines)
    under = lines_of(subtitle, SUBTITLE_SIZE, _WIDTH) * _SUBTITLE_LINE
    second = Place(_LEFT, first.bottom + 2, _WIDTH, under)
    top = second.bottom + _AIR
    return HeadLayout(
        Text(first, size), Text(second, SUBTITLE_SIZE), Place(_LEFT, top, _WIDTH, _BOTTOM - top)
    )


def first_fitting(sizes: Iterable[int], words: str, width: float, lines: int = 1) -> int:
    """Return the first of the sizes at which bold words take so few lines; else the last."""
    size = SMALLEST
    for size in sizes:
        if lines_of(words, size, width, is_bold=True) <= lines:
            return size
    return size


def cut_to_width(words: str, size: float, width: float) -> str:
    """Return words, those that one line cannot hold left out and an ellipsis in their place."""
    if words_width(words, size) <= width:
        return words
    fitting = next(
        (
            length
            for length in range(len(words), 1, -1)
            if words_width(textwrap.shorten(words, length, placeholder=" …"), size) <= width
        ),
        1,
    )
    return textwrap.shorten(words, max(fitting, 2), placeholder=" …")


def grid(count: int, across: int, body: Place, gap: float = _GAP) -> list[Place]:
    """Return so many places of one size, so many side by side, that fill a body."""
    rows = -(-count // across)
    width = (body.width - gap * (across - 1)) / across
    height = (body.height - gap * (rows - 1)) / rows
    return [
        Place(
            body.left + number % across * (width + gap),
            body.top + number // across * (height + gap),
            width,
            height,
        )
        for number in range(count)
    ]


@dataclass(frozen=True)
class CellLayout:
    """A measure's cell: title, value, its chart, and its tags in a line at the foot."""

    place: Place
    title: Text
    value: Text
    chart: Place
    tags: Text

    @property
    def has_axes(self) -> bool:
        """Whether its chart has room for axes and labels."""
        return self.chart.width >= _CHART[0] and self.chart.height >= _CHART[1]


class CellGroup(NamedTuple):
    """The cells of one priority: its heading, where it has one, and the note under them."""

    heading: Text
    cells: list[CellLayout]
    note: Text


_HEADING: Final = 34
_NOTE: Final = 34


def cell_groups(groups: Sequence[MeasureCells], body: Place) -> list[CellGroup]:
    """Return the layout of one grid of measures, or of two under each other."""
    layouts = []
    for block, place in zip(groups, grid(len(groups), 1, body), strict=True):
        heading = place._replace(height=_HEADING if block.heading else 0)
        note = place._replace(top=place.bottom - _NOTE, height=_NOTE if block.note else 0)
        cells = Place(
            place.left, heading.bottom, place.width, place.height - heading.height - note.height
        )
        layouts.append(
            CellGroup(Text(heading, 28), cell_layouts(block.items, cells), Text(note, SMALLEST))
        )
    return layouts


def cell_layouts(items: Sequence[MeasureItem], body: Place) -> list[CellLayout]:
    """Return the layout of each cell of a grid of measures."""
    across = {1: 1, 2: 2, 4: 2}.get(len(items), 3)
    places = grid(len(items), across, body)
    return [_cell_layout(item, place) for item, place in zip(items, places, strict=True)]


def _cell_layout(item: MeasureItem, place: Place) -> CellLayout:
    left = place.left + STROKE + _PADDING
    width = place.width - STROKE - 2 * _PADDING
    is_tall = place.height >= 230
    size = first_fitting((32, 30, 28) if is_tall else (), item.title, width)
    if lines_of(item.title, size, width, is_bold=True) > 1:
        size = first_fitting((28, 26) if is_tall else (), item.title, width, 2)
    lines = lines_of(item.title, size, width, is_bold=True)
    title = Text(Place(left, place.top + 4, width, lines * size * _LEADING), size)
    tags = Text(Place(left, place.bottom - 38, width, 34), SMALLEST + 2 * is_tall)
    middle = Place(left, title.place.bottom, width, tags.place.top - title.place.bottom)
    if not item.has_number:
        return CellLayout(place, title, Text(middle, SMALLEST + 4), middle._replace(height=0), tags)
    if is_tall:
        value = Text(middle._replace(height=60), _value_size(item, width, (52, 46, 40, 34, 30)))
        chart = Place(left, value.place.bottom, width, middle.height - 64)
        return CellLayout(place, title, value, chart, tags)
    half = width * 0.52
    sizes = [size for size in (46, 42, 38, 34) if size * 1.1 <= middle.height]
    size = _value_size(item, half, (*sizes, 30))
    needed = words_width(item.value, size, is_bold=True) + words_width(f"  {item.goal}", SMALLEST)
    across = min(max(half, needed + 8), width * 0.68)
    value = Text(middle._replace(width=across), size)
    chart = Place(left + across + 8, middle.top + 4, width - across - 8, middle.height - 8)
    return CellLayout(place, title, value, chart, tags)


def _value_size(item: MeasureItem, width: float, sizes: Sequence[int]) -> int:
    """Return the largest size of a value that leaves room for its target beside it."""
    goal = words_width(f"  {item.goal}", SMALLEST)
    fitting = (s for s in sizes if words_width(item.value, s, is_bold=True) + goal <= width)
    return next(fitting, sizes[-1])


@dataclass(frozen=True)
class BarLayout:
    """A measure's row: title, bar, value with its target, and which way it moved."""

    place: Place
    title: Text
    bar: Place
    value: Text
    trend: Text


# Left edges and widths of the columns of a row.
_TITLE_COLUMN: Final = (40, 412)
_BAR_COLUMN: Final = (468, 344)
_VALUE_COLUMN: Final = (828, 220)
_TREND_COLUMN: Final = (1056, 184)
_MOST_HEIGHT: Final = 132


def bar_layouts(items: Sequence[MeasureItem], body: Place) -> list[BarLayout]:
    """Return the layout of each row; fewer rows are higher and have larger letters."""
    height = min(body.height / max(len(items), 1), _MOST_HEIGHT)
    return [
        _bar_layout(item, Place(body.left, body.top + at * height, body.width, height))
        for at, item in enumerate(items)
    ]


def _bar_layout(item: MeasureItem, place: Place) -> BarLayout:
    def column(edges: tuple[int, int], height: float) -> Place:
        left, width = edges
        return Place(left, place.top + (place.height - height) / 2, width, height)

    width = _TITLE_COLUMN[1]
    sizes = [size for size in (34, 32, 30, 28, 26, SMALLEST) if 2 * size * _LEADING <= place.height]
    size = first_fitting(sizes, item.title, width, 2)
    lines = lines_of(item.title, size, width, is_bold=True)
    value = _value_size(item, _VALUE_COLUMN[1], (48, 44, 40, 36, 32, 28)[place.height < 70 :][1:])
    return BarLayout(
        place,
        Text(column(_TITLE_COLUMN, lines * size * _LEADING), size),
        column(_BAR_COLUMN, min(place.height * 0.72, 72)),
        Text(column(_VALUE_COLUMN, value * _LEADING), value),
        Text(column(_TREND_COLUMN, 32), SMALLEST),
    )


_COLUMN_GAP: Final = 28
_COLUMN_SIZES: Final = (44, 40, 36, 34, 32, 30, 28)
# Relative to the font size: the indent of an item, the air above it, the heading and its line.
INDENT: Final = 1.3
AIR: Final = 0.4
HEADING: Final = 1.08


@dataclass(frozen=True)
class ColumnsLayout:
    """Columns of one font size; `fits` where every one holds what it has."""

    places: tuple[Place, ...]
    size: int
    fits: bool


def columns_layout(block: Columns, body: Place) -> ColumnsLayout:
    """Return the places of columns and the largest size at which all fit, else the smallest."""
    count = len(block.columns)
    across = count if count <= 4 else -(-count // 2)
    places = tuple(grid(count, across, body, _COLUMN_GAP))
    for size in _COLUMN_SIZES:
        heights = (_column_height(column, size, places[0].width) for column in block.columns)
        if all(height <= places[0].height for height in heights):
            return ColumnsLayout(places, size, fits=True)
    return ColumnsLayout(places, _COLUMN_SIZES[-1], fits=False)


def _column_height(column: Points, size: int, width: float) -> float:
    heading = lines_of(column.heading, size * HEADING, width, is_bold=True) * size * HEADING
    items = sum(_item_height(item, size, width) for item in column.items)
    return heading * _LEADING + 10 + items


def _item_height(item: Item, size: int, width: float) -> float:
    parts = [words_width(word, size, is_bold=True) for word in item.reference.split()]
    parts += [words_width(word, size) for word in item.words.split()]
    parts += [words_width(f"– {item.by}", size)] if item.by else []
    room = width - (INDENT * size if item.tag else 0)
    lines = lines_of_parts(parts, words_width(" ", size, is_bold=True), room)
    return lines * size * _LEADING + AIR * size


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
