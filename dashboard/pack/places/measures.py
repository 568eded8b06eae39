"""Where the parts of measures stand on a main slide: in cells of a grid, and in rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dashboard.pack.blocks import MeasureCells, MeasureItem, Tag
from dashboard.pack.places.slide import (
    LEADING,
    SMALLEST,
    Place,
    Text,
    cut_to_fit,
    first_fitting,
    grid,
)
from dashboard.text.font_metrics import PAGES, Typeface, lines_of, words_width

# From so wide and high on, a cell has room for a whole chart, with its axes.
_CHART: Final = (480, 190)
# Inside a cell: the stroke at its left, and the air round its text.
STROKE: Final = 8
_PADDING: Final = 12
# Beside the word of a tag: its shape; between two tags; between a value and its target.
_SHAPE: Final = 1.36
_TAG_GAP: Final = 12
_GOAL_GAP: Final = 10
# The heights of tags in one line and in two, and the least that a value needs.
_ONE_LINE: Final = 34
_TWO_LINES: Final = 62
_LEAST_VALUE: Final = 46
# A cell so high has its chart under its value; one so wide has it beside all that it says.
_TALL: Final = 230
_VALUE_AND_CHART: Final = 110
_WIDE: Final = 900
# Three measures stand under each other where each has a row so high.
_ROW: Final = 150
_VALUES: Final = (52, 46, 40, 34, 30)
_LARGE_VALUES: Final = (96, 84, 72, 64, 56, *_VALUES[:-1])
# Nothing can be read off a narrower chart.
_LEAST_CHART: Final = 60
_CHART_GAP: Final = 8
# A value is no smaller, and that small only where it or a chart would have no room else.
_LEAST_SIZE: Final = 26


@dataclass(frozen=True)
class CellLayout:
    """A measure's cell: title, value, its chart, and its tags in a line or two at the foot.

    A title is cut that is longer than its place holds; where a font has no room for both tags,
    `tags_shown` are the first alone.
    """

    place: Place
    title: Text
    title_words: str
    value: Text
    chart: Place
    tags: Text
    tags_shown: tuple[Tag, ...]

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
NOTE_LINES: Final = 2


def cell_groups(
    groups: Sequence[MeasureCells], body: Place, typeface: Typeface = PAGES
) -> list[CellGroup]:
    """Return the layout of one grid of measures, or of two under each other."""
    layouts = []
    for block, place in zip(groups, grid(len(groups), 1, body), strict=True):
        heading = place._replace(height=_HEADING if block.heading else 0)
        high = _NOTE * lines_of(block.note, SMALLEST, place.width, typeface=typeface)
        note = place._replace(top=place.bottom - high, height=high)
        cells = Place(
            place.left, heading.bottom, place.width, place.height - heading.height - note.height
        )
        layouts.append(
            CellGroup(
                Text(heading, 28), _cell_layouts(block.items, cells, typeface), Text(note, SMALLEST)
            )
        )
    return layouts


def _cell_layouts(
    items: Sequence[MeasureItem], body: Place, typeface: Typeface
) -> list[CellLayout]:
    across = {1: 1, 2: 2, 4: 2}.get(len(items), 3)
    if len(items) == 3 and body.height >= 3 * _ROW and any(map(_has_picture, items)):
        across = 1
    places = grid(len(items), across, body)
    return [_cell_layout(item, place, typeface) for item, place in zip(items, places, strict=True)]


def _cell_layout(item: MeasureItem, place: Place, typeface: Typeface) -> CellLayout:
    """Return the layout of a cell; its chart is under the value, or beside it in a low cell."""
    is_tall = place.height >= _TALL
    is_wide = not is_tall and place.width >= _WIDE
    left = place.left + STROKE + _PADDING
    width = place.width - STROKE - 2 * _PADDING
    right_half = Place(left + width / 2, place.top + 12, width / 2, place.height - 24)
    width = width / 2 - 2 * _PADDING if is_wide else width
    size, words = _cell_title(item.title, width, typeface, is_large=is_tall or is_wide)
    lines = lines_of(words, size, width, is_bold=True, typeface=typeface)
    title = Text(Place(left, place.top + 4, width, lines * size * LEADING), size)
    under = Place(left, title.place.bottom, width, place.bottom - title.place.bottom)
    tags, shown = _tags(item, under, typeface, is_large=is_tall or is_wide)
    middle = under._replace(height=tags.place.top - title.place.bottom)
    if not item.has_number:
        spot, largest = (right_half, 32) if is_wide else (middle, SMALLEST + 4)
        sizes = range(largest, SMALLEST - 1, -2)
        value = Text(spot, first_fitting(sizes, item.value, spot.width, typeface, 1))
        chart = middle._replace(height=0)
    elif is_wide or not _has_picture(item):
        sizes = [size for size in _LARGE_VALUES if size * 1.1 <= middle.height]
        value = Text(middle, _value_size(item, width, (*sizes, 30), typeface))
        chart = right_half if is_wide else middle._replace(height=0)
    elif is_tall and middle.height >= _VALUE_AND_CHART:
        value = Text(middle._replace(height=62), _value_size(item, width, _VALUES, typeface))
        chart = Place(left, value.place.bottom, width, middle.height - 66)
    else:
        size, across = _value_and_width(item, middle, typeface)
        value = Text(middle._replace(width=across), size)
        room = width - across - _CHART_GAP
        height = middle.height - 8 if room >= _LEAST_CHART else 0
        chart = Place(left + across + _CHART_GAP, middle.top + 4, max(room, 0), height)
    return CellLayout(place, title, words, value, chart, tags, shown)


def _has_picture(item: MeasureItem) -> bool:
    """Return whether a measure has more to draw than one number without a scale."""
    series = item.series
    figures = sum(point.has_number for point in series.points)
    is_share = item.panel.measure.unit == "percent"
    return is_share or figures > 1 or bool(series.targets or series.baselines)


def _cell_title(title: str, width: float, typeface: Typeface, *, is_large: bool) -> tuple[int, str]:
    """Return size and words of a title, which is cut to two lines, in a large cell to three."""
    for size in (32, 30, 28) if is_large else (SMALLEST,):
        if lines_of(title, size, width, is_bold=True, typeface=typeface) == 1:
            return size, title
    lines = 3 if is_large else 2
    sizes = range(28, SMALLEST - 1, -2) if is_large else (SMALLEST,)
    size = first_fitting(sizes, title, width, typeface, lines)
    return size, cut_to_fit(title, size, width, typeface, lines=lines, is_bold=True)


def _tags(
    item: MeasureItem, cell: Place, typeface: Typeface, *, is_large: bool
) -> tuple[Text, tuple[Tag, ...]]:
    """Return the place of a cell's tags and which it holds.

    They are in one line at its foot, in two where they are long, and the first alone where two lines
    would leave the value no room.
    """
    tags = tuple(tag for tag in (item.status, item.trend) if tag)
    sizes = range(26 if is_large else SMALLEST, SMALLEST - 1, -2)
    fitting = (size for size in sizes if _tags_width(tags, size, typeface) <= cell.width)
    size, height = next(fitting, 0), _ONE_LINE
    if not size and cell.height - _TWO_LINES >= _LEAST_VALUE:
        height = _TWO_LINES
    elif not size:
        tags = tags[:1]
    place = Place(cell.left, cell.bottom - height - 4, cell.width, height)
    return Text(place, size or SMALLEST), tags


def _tags_width(tags: Iterable[Tag], size: int, typeface: Typeface) -> float:
    widths = [
        words_width(tag.word, size, is_bold=True, typeface=typeface)
        + max(_SHAPE * size, words_width("→ ", size, is_bold=True, typeface=typeface))
        for tag in tags
    ]
    # One px more: a width that is met exactly may be taken for too small.
    return sum(widths) + _TAG_GAP * (len(widths) - 1) + 1


def _value_and_width(item: MeasureItem, middle: Place, typeface: Typeface) -> tuple[int, float]:
    """Return size and width of a value, its target beside it, or below where that is too wide."""
    width = middle.width * 0.52
    sizes = [size for size in (46, 42, 38, 34, 30) if size * 1.1 <= middle.height]
    size = _value_size(item, width, sizes or [_LEAST_SIZE], typeface)
    if _value_width(item, size, typeface) + 4 > middle.width - _LEAST_CHART - _CHART_GAP:
        size = _LEAST_SIZE
    needed = _value_width(item, size, typeface) + 4
    if needed <= middle.width * 0.62 or middle.height < (size + SMALLEST) * LEADING:
        return size, max(width, needed)
    goal = words_width(item.goal, SMALLEST, typeface=typeface)
    value = words_width(item.value, size, is_bold=True, typeface=typeface)
    return size, max(value, goal) + 4


def _value_size(item: MeasureItem, width: float, sizes: Sequence[int], typeface: Typeface) -> int:
    """Return the largest size of a value that leaves room for its target beside it."""
    fitting = (size for size in sizes if _value_width(item, size, typeface) <= width)
    return next(fitting, sizes[-1])


def _value_width(item: MeasureItem, size: int, typeface: Typeface) -> float:
    """Return the width of a value with its target beside it."""
    value = words_width(item.value, size, is_bold=True, typeface=typeface)
    goal = words_width(item.goal, SMALLEST, typeface=typeface)
    return value + (goal + _GOAL_GAP if goal else 0)


@dataclass(frozen=True)
class BarLayout:
    """A measure's row: title, bar, value with its target, and which way it moved."""

    place: Place
    title_words: str
    title: Text
    bar: Place
    value: Text
    trend: Text


# The least widths of the columns of a row; the bar has what they leave.
_TITLE_COLUMN: Final = 412
_VALUE_COLUMN: Final = 220
_TREND_COLUMN: Final = 184
_COLUMN_GAP: Final = 16
_MOST_HEIGHT: Final = 132


def bar_layouts(
    items: Sequence[MeasureItem], body: Place, typeface: Typeface = PAGES
) -> list[BarLayout]:
    """Return the layout of each row; fewer rows are higher and have larger letters."""
    height = min(body.height / max(len(items), 1), _MOST_HEIGHT)
    sizes = (44, 40, 36, 32, 28) if height < 70 else (48, 44, 40, 36, 32)
    values = [_value_size(item, _VALUE_COLUMN, sizes, typeface) for item in items]
    trends = [[item.trend] for item in items if item.trend]
    trend = max([_TREND_COLUMN, *(_tags_width(tags, SMALLEST, typeface) for tags in trends)])
    needed = (_value_width(item, size, typeface) for item, size in zip(items, values, strict=True))
    value = max([_VALUE_COLUMN, *needed])
    value_left = body.left + body.width - trend - _COLUMN_GAP - value
    bar_left = body.left + _TITLE_COLUMN + _COLUMN_GAP
    columns = (
        Place(body.left, 0, _TITLE_COLUMN, 0),
        Place(bar_left, 0, value_left - _COLUMN_GAP - bar_left, 0),
        Place(value_left, 0, value, 0),
        Place(value_left + value + _COLUMN_GAP, 0, trend, 0),
    )
    return [
        _bar_layout(
            item,
            Place(body.left, body.top + at * height, body.width, height),
            (columns, size),
            typeface,
        )
        for at, (item, size) in enumerate(zip(items, values, strict=True))
    ]


def _row_title(title: str, width: float, height: float, typeface: Typeface) -> tuple[int, str]:
    """Return size and words of a title: in one line, else in two clear of the lines of its row."""
    sizes = range(34, SMALLEST - 1, -2)
    low = [size for size in sizes if 2 * size * LEADING <= height - 6] or [SMALLEST]
    for size in (size for size in sizes if size <= low[0] + 4):
        if lines_of(title, size, width, is_bold=True, typeface=typeface) == 1:
            return size, title
    size = first_fitting(low, title, width, typeface, 2)
    return size, cut_to_fit(title, size, width, typeface, lines=2, is_bold=True)


def _bar_layout(
    item: MeasureItem, place: Place, of_all: tuple[Sequence[Place], int], typeface: Typeface
) -> BarLayout:
    (title, bar, value, trend), value_size = of_all

    def middle(column: Place, height: float) -> Place:
        return column._replace(top=place.top + (place.height - height) / 2, height=height)

    size, words = _row_title(item.title, title.width, place.height, typeface)
    lines = lines_of(words, size, title.width, is_bold=True, typeface=typeface)
    return BarLayout(
        place,
        words,
        Text(middle(title, lines * size * LEADING), size),
        middle(bar, min(place.height * 0.72, 72)),
        Text(middle(value, value_size * LEADING), value_size),
        Text(middle(trend, 32), SMALLEST),
    )
