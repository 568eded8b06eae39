"""Where the parts of measures stand on a main slide: in cells of a grid, and in rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dashboard.pack.blocks import MeasureCells, MeasureItem
from dashboard.pack.slides.places import LEADING, SMALLEST, Place, Text, first_fitting, grid
from dashboard.text.font_metrics import lines_of, words_width

# From so wide and high on, a cell has room for a whole chart, with its axes.
_CHART: Final = (480, 190)
# Inside a cell: the stroke at its left, and the air round its text.
STROKE: Final = 8
_PADDING: Final = 12


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
    title = Text(Place(left, place.top + 4, width, lines * size * LEADING), size)
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
    sizes = [size for size in (34, 32, 30, 28, 26, SMALLEST) if 2 * size * LEADING <= place.height]
    size = first_fitting(sizes, item.title, width, 2)
    lines = lines_of(item.title, size, width, is_bold=True)
    value = _value_size(item, _VALUE_COLUMN[1], (48, 44, 40, 36, 32, 28)[place.height < 70 :][1:])
    return BarLayout(
        place,
        Text(column(_TITLE_COLUMN, lines * size * LEADING), size),
        column(_BAR_COLUMN, min(place.height * 0.72, 72)),
        Text(column(_VALUE_COLUMN, value * LEADING), value),
        Text(column(_TREND_COLUMN, 32), SMALLEST),
    )
