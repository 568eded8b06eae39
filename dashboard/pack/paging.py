"""How much stands on one slide: tables, remarks and sentences in parts that fit, nothing cut."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from dashboard.pack.blocks import Cell, Column, Item, Points, Table, Words

# Of a slide 1,280 wide: a table's letters are 32 high, of which some 75 stand in a line.
TABLE_WIDTH: Final = 75
TABLE_LINES: Final = 9
# A remark's letters are 37 high; each remark keeps half a line of air below it.
TEXT_WIDTH: Final = 62
TEXT_LINES: Final = 8
_Thing = TypeVar("_Thing")
_PADDING: Final = 2
# A tag's shape and edge take the room of as many letters.
_TAG_ROOM: Final = 4
_NARROWEST: Final = 4


def text_lines(words: str, width: int) -> list[str]:
    """Break words as a column of so many letters would; a word that is longer has its own lines."""
    return textwrap.wrap(words, max(width, _NARROWEST)) or []


def split_text(words: str, lines: int, width: int) -> tuple[str, ...]:
    """Divide words into parts of at most so many lines, in order and with nothing left out."""
    told = textwrap.wrap(words, max(width, _NARROWEST), break_long_words=False) or [""]
    lines = max(lines, 1)
    return tuple(" ".join(told[at : at + lines]) for at in range(0, len(told), lines))


def column_widths(columns: Sequence[Column]) -> tuple[int, ...]:
    """Give how many letters of a line fit into each column of a table on a slide."""
    whole = sum(column.share for column in columns)
    return tuple(max(TABLE_WIDTH * one.share // whole - _PADDING, _NARROWEST) for one in columns)


def cell_lines(cell: Cell, width: int) -> int:
    """Count the lines that a cell takes: its words, its tag and its smaller line."""
    tag = len(text_lines(cell.tag.word, width - _TAG_ROOM)) if cell.tag else 0
    return len(text_lines(cell.words, width)) + tag + len(text_lines(cell.detail, width))


def row_lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """Count the lines that a row takes: those of its tallest cell."""
    return max((cell_lines(c, w) for c, w in zip(row, widths, strict=True)), default=1) or 1


def split_table(table: Table, lines: int = TABLE_LINES) -> tuple[Table, ...]:
    """Divide a table into parts that fit a slide each; the caption says part k of n."""
    widths = column_widths(table.columns)
    room = max(lines - _note_lines(table) - _head_lines(table, widths), 3)
    rows = [part for row in table.rows for part in _split_row(row, widths, room)]
    pages = list(_fill([(row, row_lines(row, widths)) for row in rows], room))
    parts = len(pages) or 1
    return tuple(
        replace(table, rows=tuple(rows), part=at, parts=parts, caption=_caption(table, at, parts))
        for at, rows in enumerate(pages or [[]], start=1)
    )


def _caption(table: Table, part: int, parts: int) -> str:
    return f"{table.caption}, part {part} of {parts}" if parts > 1 else table.caption


def _note_lines(table: Table) -> int:
    return len(text_lines(table.note, TABLE_WIDTH))


def _head_lines(table: Table, widths: Sequence[int]) -> int:
    """Count the lines of the column heads beyond the first, which every table has room for."""
    taken = [len(text_lines(c.name, w)) for c, w in zip(table.columns, widths, strict=True)]
    return max(taken, default=1) - 1


def _split_row(
    row: tuple[Cell, ...], widths: Sequence[int], room: int
) -> Iterator[tuple[Cell, ...]]:
    """Continue a row that no slide holds in further rows of the same heading."""
    if row_lines(row, widths) <= room:
        yield row
        return
    cells = [list(_split_cell(c, w, room)) for c, w in zip(row, widths, strict=True)]
    for at in range(max(map(len, cells))):
        first = cells[0][at] if at < len(cells[0]) else Cell(f"{row[0].words} (continued)")
        rest = (told[at] if at < len(told) else Cell("") for told in cells[1:])
        yield (first, *rest)


def _split_cell(cell: Cell, width: int, room: int) -> Iterator[Cell]:
    """Divide a cell: the words first, with the tag; then the smaller line."""
    if cell_lines(cell, width) <= room:
        yield cell
        return
    first, *others = split_text(cell.words, room - (2 if cell.tag else 0), width)
    yield replace(cell, words=first, detail="")
    yield from (Cell(words) for words in others)
    if cell.detail:
        yield from (Cell("", words) for words in split_text(cell.detail, room, width))


def _fill(measured: Sequence[tuple[_Thing, int]], room: int) -> Iterator[list[_Thing]]:
    """Put as many things on a page as fit, in order; each page has at least one."""
    page: list[_Thing] = []
    left = room
    for thing, lines in measured:
        if page and lines > left:
            yield page
            page, left = [], room
        page.append(thing)
        left -= lines
    if page:
        yield page


def split_points(points: Points, lines: int = TEXT_LINES) -> tuple[Points, ...]:
    """Divide remarks into parts that fit a slide each; a long remark goes on in the next."""
    items = [part for item in points.items for part in _split_item(item, lines)]
    pages = list(_fill([(item, _item_lines(item)) for item in items], lines))
    return tuple(replace(points, items=tuple(page)) for page in pages) or (points,)


def _item_lines(item: Item) -> int:
    """Count a remark's lines: what it is about and who sees to it stand on one of their own."""
    beside = " · ".join(part for part in (item.reference, item.by) if part)
    tag = 1 if item.tag else 0
    return len(text_lines(item.words, TEXT_WIDTH)) + len(text_lines(beside, TEXT_WIDTH)) + tag


def _split_item(item: Item, lines: int) -> Iterator[Item]:
    if _item_lines(item) <= lines:
        yield item
        return
    beside = _item_lines(replace(item, words=""))
    first, *others = split_text(item.words, lines - beside, TEXT_WIDTH)
    yield replace(item, words=first)
    yield from (replace(item, words=words) for words in others)


def split_words(words: Words, lines: int = TEXT_LINES) -> tuple[Words, ...]:
    """Divide sentences into parts that fit a slide each."""
    told = [part for one in words.sentences for part in split_text(one, lines, TEXT_WIDTH)]
    pages = _fill([(one, len(text_lines(one, TEXT_WIDTH))) for one in told], lines)
    return tuple(replace(words, sentences=tuple(page)) for page in pages) or (words,)
