"""The space that text and tables take on a slide of 1,280 by 720 px, so that nothing overflows.

Font sizes are those of the deck's stylesheet, in px of such a slide.
"""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import permutations
from typing import Final, NamedTuple

from dashboard.pack.blocks import Table, TableCell, TableColumn
from dashboard.text.font_metrics import lines_of, words_width

# Font sizes of tables, of small text in them, and of remarks.
TABLE, SMALL, BODY = 28, 24, 37
TABLE_LINE, SMALL_LINE, BODY_LINE = 34, 30, 48
# A tag has a line of its own; its shape and edges are as wide as so many times its font size.
TAG_LINE, TAG_EDGES = 40, 2.5
WIDTH: Final = 1200
# The longest footer beside the source: day, version, state and number of the slide.
_STAMP: Final = "As at 30 September 2026 Version 10 Checked 100 of 100 Synthetic data"
_FOOT_WIDTH, _FOOT_LINE, _FOOT = 1000, 29, 60
_HEIGHT: Final = 662
# Font sizes of a title on one line and on several; of a subtitle on up to two lines and on more.
_TITLES, _SUBTITLES = (54, 48), (28, 24)
_TITLE_LEADING, _SUBTITLE_LEADING, _SUBTITLE_AIR = 1.13, 1.2, 8
# A subtitle has three lines at most; a longer headline has a slide of its own.
SUBTITLE_CHARACTERS: Final = 210
# Above a chart a subtitle has two lines; the figures beside the chart have the rest.
SHORT_SUBTITLE: Final = 142
_SENTENCES: Final = re.compile(r"(?<=[.!?]) (?=[A-Z“])")


@lru_cache(maxsize=32768)
def line_count(words: str, size: float, width: int, *, is_bold: bool = False) -> int:
    """Return the lines of text in a column of `width` px, 0 for none; long words break within."""
    lines = lines_of(words, size, width, is_bold=is_bold)
    longest = max((words_width(w, size, is_bold=is_bold) for w in words.split()), default=0)
    return lines + int(longest // max(width, size))


def split_text(words: str, lines: int, size: float, width: int) -> tuple[str, ...]:
    """Return text in parts of at most so many lines, in order and complete."""
    parts: list[str] = []
    line_words: list[str] = []
    for word in words.split():
        if line_words and line_count(" ".join((*line_words, word)), size, width) > max(lines, 1):
            parts.append(" ".join(line_words))
            line_words = []
        line_words.append(word)
    return (*parts, " ".join(line_words))


def height_below(title: str, subtitle: str, source: str) -> int:
    """Return the px left for the content of a slide, below its head and above its foot."""
    foot = max(_FOOT_LINE * line_count(f"{source} {_STAMP}", SMALL, _FOOT_WIDTH), _FOOT)
    return _HEIGHT - title_height(title) - _subtitle_height(subtitle) - foot


def title_height(words: str) -> int:
    """Return the height of a title in px, which is smaller where it needs several lines."""
    large, small = _TITLES
    if is_long_title(words):
        return round(line_count(words, small, WIDTH, is_bold=True) * small * _TITLE_LEADING)
    return round(large * _TITLE_LEADING)


def is_long_title(words: str) -> bool:
    """Return whether a title needs more than one line in its larger letters."""
    return line_count(words, _TITLES[0], WIDTH, is_bold=True) > 1


def is_long_subtitle(words: str) -> bool:
    """Return whether a subtitle needs more than two lines in its larger letters."""
    return line_count(words, _SUBTITLES[0], WIDTH) > 2


def _subtitle_height(words: str) -> int:
    large, small = _SUBTITLES
    lines = line_count(words, large, WIDTH)
    if is_long_subtitle(words):
        return round(line_count(words, small, WIDTH) * small * _SUBTITLE_LEADING) + _SUBTITLE_AIR
    return round(lines * large * _SUBTITLE_LEADING) + (_SUBTITLE_AIR if words else 0)


def subtitle_of(headline: str) -> str:
    """Return the first sentences of a headline that fit a subtitle; one too long is cut off.

    The caller has to show elsewhere what is left out.
    """
    first, *others = sentences_of(headline)
    shown_text = first
    for sentence in others:
        if len(shown_text) + 1 + len(sentence) > SUBTITLE_CHARACTERS:
            break
        shown_text = f"{shown_text} {sentence}"
    return textwrap.shorten(shown_text, SUBTITLE_CHARACTERS, placeholder=" …")


def sentences_of(text: str) -> list[str]:
    """Split text after a full stop, question or exclamation mark before a capital."""
    return _SENTENCES.split(text)


# The px between two columns; above and below the text of a row, with the line under it.
_PADDING: Final = 18
_ROW_AIR: Final = 15
# No column asks for a longer line than this; longer text takes several lines.
_LONGEST: Final = 620
# Width moves between columns in steps of so many px, each step at most so many times.
_STEPS: Final = (40, 20)
_SHIFTS: Final = 12
_Column = tuple[TableColumn, Sequence[TableCell]]


def fit_widths(table: Table) -> Table:
    """Return a table with column shares for which it takes few lines.

    Each column gets what its longest word needs; the rest goes where the text is longest, and then
    from one column to another for as long as that lowers the table.
    """
    columns = range(len(table.columns))
    least = [_least(table, at) for at in columns]
    wish = [max(_one_line_width(table, at) - least[at], 0) for at in columns]
    spare = max(WIDTH - sum(least) - _PADDING * len(least), 0)
    total_wish = sum(wish)
    even = spare / len(least)
    widths = [
        low + (spare * wished / total_wish if total_wish else even)
        for low, wished in zip(least, wish, strict=True)
    ]
    shares = (max(round(width + _PADDING), 1) for width in _balanced_widths(table, widths, least))
    resized = (replace(c, share=s) for c, s in zip(table.columns, shares, strict=True))
    return replace(table, columns=tuple(resized))


def _balanced_widths(table: Table, widths: list[float], least: list[float]) -> list[float]:
    """Move width between columns, a step at a time, while that lowers the rows or their head."""
    columns = [(column, [row[at] for row in table.rows]) for at, column in enumerate(table.columns)]
    heights = [_heights(columns[at], widths[at], at) for at in range(len(columns))]
    for step in (step for step in _STEPS for _ in range(_SHIFTS)):
        trade = _best_shift(columns, widths, least, heights, step)
        if trade is None:
            continue
        giver, taker = trade
        widths = list(widths)
        widths[giver], widths[taker] = widths[giver] - step, widths[taker] + step
        for at in trade:
            heights[at] = _heights(columns[at], widths[at], at)
    return widths


def _best_shift(
    columns: Sequence[_Column],
    widths: Sequence[float],
    least: Sequence[float],
    heights: Sequence[Sequence[int]],
    step: int,
) -> tuple[int, int] | None:
    """Return the columns between which a step of width lowers the rows most; None if none does."""
    best, best_pair = _total(heights), None
    if not columns or best[0] <= len(columns[0][1]) * TABLE_LINE:
        return None
    less = [_heights(column, widths[at] - step, at) for at, column in enumerate(columns)]
    more = [_heights(column, widths[at] + step, at) for at, column in enumerate(columns)]
    for giver, taker in permutations(range(len(columns)), 2):
        tried = list(heights)
        tried[giver], tried[taker] = less[giver], more[taker]
        if widths[giver] - step >= least[giver] and _total(tried) < best:
            best, best_pair = _total(tried), (giver, taker)
    return best_pair


def _heights(column: _Column, width: float, at: int) -> list[int]:
    """Return the heights of a column's head and of its cells."""
    head, cells = column
    lines = line_count(head.name, SMALL, int(width), is_bold=True)
    return [SMALL_LINE * lines, *(cell_height(cell, int(width), is_bold=at == 0) for cell in cells)]


def _total(heights: Sequence[Sequence[int]]) -> tuple[int, int]:
    """Return the heights of all rows and of all cells: of equal tables, fewer lines are better."""
    rows = sum(max(row) for row in zip(*heights, strict=True))
    return rows, sum(map(sum, heights))


def _least(table: Table, at: int) -> float:
    """Return the width of the longest word of a column, with its heading and tags."""
    heading = _longest_word(table.columns[at].name, SMALL, is_bold=True)
    return max([heading, *(_least_of(row[at], is_bold=at == 0) for row in table.rows)]) + 2


def _least_of(cell: TableCell, *, is_bold: bool) -> float:
    words = _longest_word(cell.words, TABLE, is_bold=is_bold)
    small = _longest_word(cell.detail, SMALL, is_bold=is_bold)
    tag = _longest_word(cell.tag.word, TABLE, is_bold=True) if cell.tag else 0
    return max(words, small, tag + TAG_EDGES * TABLE if tag else 0)


def _longest_word(words: str, size: float, *, is_bold: bool) -> float:
    return max((words_width(word, size, is_bold=is_bold) for word in words.split()), default=0)


def _one_line_width(table: Table, at: int) -> float:
    """Return the width that fits three quarters of the cells of a column on one line."""
    line_widths = sorted(_cell_width(row[at], is_bold=at == 0) for row in table.rows)
    return line_widths[len(line_widths) * 3 // 4] if line_widths else 0


def _cell_width(cell: TableCell, *, is_bold: bool) -> float:
    tag = words_width(cell.tag.word, TABLE, is_bold=True) + TAG_EDGES * TABLE if cell.tag else 0
    words = words_width(cell.words, TABLE, is_bold=is_bold)
    small = words_width(cell.detail, SMALL, is_bold=is_bold)
    return min(max(words, small, tag) + 4, _LONGEST)


def column_widths(columns: Sequence[TableColumn]) -> tuple[int, ...]:
    """Return the px that text has in each column."""
    whole = sum(column.share for column in columns)
    return tuple(int(WIDTH * column.share / whole - _PADDING) for column in columns)


def cell_height(cell: TableCell, width: int, *, is_bold: bool = False) -> int:
    """Return the height of a cell in px: its text, its tag and its detail."""
    words = TABLE_LINE * line_count(cell.words, TABLE, width, is_bold=is_bold)
    small = SMALL_LINE * line_count(cell.detail, SMALL, width, is_bold=is_bold)
    if cell.tag is None:
        return words + small
    tag_width = int(width - TAG_EDGES * TABLE)
    tag = line_count(cell.tag.word, TABLE, tag_width, is_bold=True) - 1
    return words + small + TAG_LINE + TABLE_LINE * tag


def row_height(row: Sequence[TableCell], widths: Sequence[int]) -> int:
    """Return the height of a row in px, that of its tallest cell; its first is bold."""
    heights = [
        cell_height(cell, width, is_bold=at == 0)
        for at, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return max([TABLE_LINE, *heights]) + _ROW_AIR


# How much larger than elsewhere the letters of a table may be that has a slide for itself.
_SCALES: Final = (1.6, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0)
_MOST_ROW: Final = 1.6


class TableFit(NamedTuple):
    """How many times as large as elsewhere the letters of a table are, and how high its rows."""

    scale: float
    row: float


def fill_room(table: Table, height: float) -> TableFit:
    """Return the largest letters with which no line of a table is broken anew, in so many px."""
    widths = column_widths(table.columns)
    rows = [row_height(row, widths) for row in table.rows]
    note = SMALL_LINE * line_count(table.note, SMALL, WIDTH) + (_ROW_AIR if table.note else 0)
    head = head_height(table.columns)
    fixed = head + note
    scale = 1.0
    for scale in _SCALES:
        narrow = [int(width / scale) for width in widths]
        is_unbroken = [row_height(row, narrow) for row in table.rows] == rows
        if is_unbroken and scale * (sum(rows) + fixed) <= height:
            break
    room = height - scale * fixed
    lower = sorted((scale * row for row in rows), reverse=True)
    # A row that needs more than its share leaves the others less.
    while lower and lower[0] > room / len(lower):
        room -= lower.pop(0)
    share = room / max(len(lower), 1)
    return TableFit(scale, min(share, _MOST_ROW * scale * max(rows, default=TABLE_LINE)))


def head_height(columns: Sequence[TableColumn]) -> int:
    """Return the height of the row of headings in px."""
    widths = column_widths(columns)
    lines = [
        line_count(column.name, SMALL, width, is_bold=True)
        for column, width in zip(columns, widths, strict=True)
    ]
    return SMALL_LINE * max(lines, default=1) + _ROW_AIR
