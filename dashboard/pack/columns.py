"""How wide the columns of a table are on a slide, and how high its rows then stand."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import Final

from dashboard.pack.blocks import Cell, Column, Table
from dashboard.pack.letters import (
    LABEL_LINE,
    LABEL_WIDTH,
    SMALL_LINE,
    SMALL_WIDTH,
    TAG_LETTERS,
    TAG_LINE,
    WIDTH,
    label_lines,
    small_lines,
)

# Between two columns, and above and below the words of a row with the line under it.
_PADDING: Final = 22
_ROW_AIR: Final = 16
# A column asks for no more than a line this long, in pixels; longer words take several lines.
_LONGEST: Final = 620
# Width changes columns in steps of so much, so many times at most.
_STEP: Final = 40
_TRADES: Final = 12


def fitted(table: Table) -> Table:
    """Share the width of a slide so that the table stands in few lines.

    Each column gets what its longest word needs; what is left goes where the words ask for more,
    and then from one column to another for as long as that makes the table less high.
    """
    columns = range(len(table.columns))
    least = [_least(table, at) for at in columns]
    wish = [max(_wish(table, at) - least[at], 0) for at in columns]
    spare = WIDTH - sum(least) - _PADDING * len(least)
    asked = sum(wish) or 1
    given = [low + max(spare, 0) * ask / asked for low, ask in zip(least, wish, strict=True)]
    shares = (max(round(width + _PADDING), 1) for width in _traded(table, given, least))
    resized = (replace(c, share=s) for c, s in zip(table.columns, shares, strict=True))
    return replace(table, columns=tuple(resized))


def _traded(table: Table, given: list[float], least: list[float]) -> list[float]:
    """Move width between columns while the rows become less high, a step at a time."""
    cells = list(zip(*table.rows, strict=True))
    heights = [_heights(column, width) for column, width in zip(cells, given, strict=True)]
    lowest = len(table.rows) * LABEL_LINE
    for _ in range(_TRADES):
        best, trade = _total(heights), None
        if best <= lowest:
            break
        for giver, taker in permutations(range(len(cells)), 2):
            if given[giver] - _STEP < least[giver]:
                continue
            tried = list(heights)
            tried[giver] = _heights(cells[giver], given[giver] - _STEP)
            tried[taker] = _heights(cells[taker], given[taker] + _STEP)
            if _total(tried) < best:
                best, trade = _total(tried), (giver, taker, tried)
        if trade is None:
            break
        giver, taker, heights = trade
        given = list(given)
        given[giver] -= _STEP
        given[taker] += _STEP
    return given


def _heights(column: Sequence[Cell], width: float) -> list[int]:
    return [cell_height(cell, width) for cell in column]


def _total(heights: Sequence[Sequence[int]]) -> int:
    return sum(max(row) for row in zip(*heights, strict=True))


def _least(table: Table, at: int) -> float:
    """Give the width of the longest word of a column, its heading's and its tags' among them."""
    heading = max((len(word) for word in table.columns[at].name.split()), default=0) * SMALL_WIDTH
    cells = [row[at] for row in table.rows]
    return max([heading * 1.08, *(_longest_word(cell) for cell in cells)], default=0)


def _longest_word(cell: Cell) -> float:
    words = max((len(word) for word in cell.words.split()), default=0) * LABEL_WIDTH
    small = max((len(word) for word in cell.detail.split()), default=0) * SMALL_WIDTH
    tag = max((len(word) for word in cell.tag.word.split()), default=0) if cell.tag else 0
    return max(words, small, (tag + TAG_LETTERS) * LABEL_WIDTH if tag else 0) * 1.08


def _wish(table: Table, at: int) -> float:
    """Give the width that would put the words of a column on one line, as a rule."""
    asked = sorted(_one_line(row[at]) for row in table.rows)
    return asked[len(asked) * 3 // 4] if asked else 0


def _one_line(cell: Cell) -> float:
    tag = (len(cell.tag.word) + TAG_LETTERS) * LABEL_WIDTH if cell.tag else 0
    longest = max(len(cell.words) * LABEL_WIDTH, len(cell.detail) * SMALL_WIDTH, tag)
    return min(longest * 1.05, _LONGEST)


def column_widths(columns: Sequence[Column]) -> tuple[float, ...]:
    """Give the width in pixels that the words of each column have."""
    whole = sum(column.share for column in columns)
    return tuple(WIDTH * one.share / whole - _PADDING for one in columns)


def cell_height(cell: Cell, width: float) -> int:
    """Give the height of a cell: its words, its tag and its smaller line."""
    room = width - TAG_LETTERS * LABEL_WIDTH
    extra = LABEL_LINE * (label_lines(cell.tag.word, room) - 1) if cell.tag else 0
    tag = TAG_LINE + extra if cell.tag else 0
    return (
        LABEL_LINE * label_lines(cell.words, width)
        + tag
        + SMALL_LINE * small_lines(cell.detail, width)
    )


def row_height(row: Sequence[Cell], widths: Sequence[float]) -> int:
    """Give the height of a row: that of its tallest cell."""
    heights = (cell_height(c, w) for c, w in zip(row, widths, strict=True))
    return max(max(heights, default=0), LABEL_LINE) + _ROW_AIR


def head_height(columns: Sequence[Column]) -> int:
    """Give the height of the row of headings."""
    widths = column_widths(columns)
    lines = [small_lines(c.name, w) for c, w in zip(columns, widths, strict=True)]
    return SMALL_LINE * max(lines, default=1) + _ROW_AIR
