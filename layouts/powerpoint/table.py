"""Native tables on a slide, with a marked head and first column."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR
from pptx.shapes.placeholder import TablePlaceholder
from pptx.slide import Slide
from pptx.util import Pt

from dashboard.pack.blocks import Table, TableCell, TableColumn
from layouts.powerpoint.template import TABLE_STYLE, SlideArea, take_placeholder
from layouts.powerpoint.text import (
    Paragraph,
    Run,
    add_words,
    cell_paragraphs,
    paragraph,
    text_width,
    total_height,
    write,
)
from layouts.ui.palette import SECONDARY, WHITE
from layouts.ui.xml_text import allowed

# A table that would overflow at the smallest size has been split before.
SIZES: Final = (33.0, 30.0, 27.0, 24.0, 22.0, 20.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
# Only a table that has a main slide for itself has larger letters.
_LARGEST_IN_BACKUP: Final = 24.0
_MARGIN: Final = (6.0, 3.0)
# Columns are widened to break no word at the first size; from the other down words may break.
_PREFERRED_SIZE: Final = 20.0
_MAY_BREAK: Final = 16.0
# Rows of one height have letters so large at least; smaller ones would not be readable from afar.
_MAY_BE_UNEVEN: Final = 18.0


def add_table(
    slide: Slide, table: Table, place: SlideArea, *, most_row: float = 0, note_size: float = 14.0
) -> None:
    """Add a table and the note under it, at the largest size at which they fit.

    Up to a height of `most_row` points rows are of one height, and share what is left.
    """
    note = [paragraph(Run(table.note, SECONDARY))] if table.note else []
    under = total_height(note, note_size, place.width) + 6 if note else 0
    grid = _cell_grid(table)
    widths = _widths(table.columns, grid, place.width)
    size, heights = _fit(grid, widths, place.height - under, most_row)
    taken = take_placeholder(slide, TablePlaceholder, place)
    shape = len(grid), len(widths)
    frame: Any = taken.insert_table(*shape) if taken else slide.shapes.add_table(*shape, *place.emu)
    _name(frame, table.caption)
    _fill(frame.table, grid, size, (widths, heights))
    if most_row:
        for cell in frame.table.iter_cells():
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    if note:
        top = place.top + sum(heights) + 6
        foot = SlideArea(place.left, top, place.width, place.top + place.height - top)
        add_words(slide, foot, note, note_size, "Note to the table")


Grid = list[list[list[Paragraph]]]


def _cell_grid(table: Table) -> Grid:
    """Return the paragraphs of every cell, the column heads first."""
    aligns = ["r" if column.is_number else "l" for column in table.columns]
    heads = [
        [paragraph(Run(column.name, WHITE, True), align=align)]
        for column, align in zip(table.columns, aligns, strict=True)
    ]
    return [heads, *(_row_paragraphs(row, aligns) for row in table.rows)]


def _row_paragraphs(row: Sequence[TableCell], aligns: Sequence[str]) -> list[list[Paragraph]]:
    return [
        cell_paragraphs(cell, is_bold=place == 0, align=align)
        for place, (cell, align) in enumerate(zip(row, aligns, strict=True))
    ]


def _widths(columns: Sequence[TableColumn], grid: Grid, width: float) -> list[float]:
    """Return column widths; one too narrow for its longest word takes from those with space."""
    whole = sum(column.share for column in columns)
    shares = [width * column.share / whole for column in columns]
    least = [_longest_word(cells) + 2 * _MARGIN[0] for cells in zip(*grid, strict=True)]
    lacking = [max(need - has, 0) for need, has in zip(least, shares, strict=True)]
    spare = [max(has - need, 0) for need, has in zip(least, shares, strict=True)]
    if not sum(spare):
        return shares
    share_taken = min(sum(lacking) / sum(spare), 1)
    share_added = min(sum(spare) / sum(lacking), 1) if sum(lacking) else 0
    return [
        has + lack * share_added - spare_width * share_taken
        for has, lack, spare_width in zip(shares, lacking, spare, strict=True)
    ]


def _longest_word(cells: Iterable[list[Paragraph]]) -> float:
    """Return the width of the longest word of a column at the preferred size."""
    return max(
        (
            text_width(word, _PREFERRED_SIZE * line.scale, is_bold=run.is_bold)
            for cell in cells
            for line in cell
            for run in line.runs
            for word in run.words.split(" ")
        ),
        default=0.0,
    )


def _fit(
    grid: Grid, widths: Sequence[float], room: float, most_row: float
) -> tuple[float, list[float]]:
    """Return the largest size at which the rows fit, and their heights at it.

    The head is as high as its words.
    """
    size, heights = SIZES[0], [0.0]
    for size in _unbroken(grid, widths):
        if size > _LARGEST_IN_BACKUP and not most_row:
            continue
        heights = [_row_height(row, widths, size) for row in grid]
        head, *rows = heights
        even = min((room - head) / max(len(rows), 1), most_row)
        if max(rows, default=0) <= even:
            return size, [head, *([even] * len(rows))]
        if sum(heights) <= room and (size <= _MAY_BE_UNEVEN or not most_row):
            break
    return size, _levelled(heights, room, most_row)


def _unbroken(grid: Grid, widths: Sequence[float]) -> Iterator[float]:
    """Yield the sizes at which no word is broken, and all of the smallest ones."""
    words = [_longest_word(cells) / _PREFERRED_SIZE for cells in zip(*grid, strict=True)]
    for size in SIZES:
        fits = all(
            word * size <= width - 2 * _MARGIN[0] for word, width in zip(words, widths, strict=True)
        )
        if fits or size <= _MAY_BREAK:
            yield size


def _levelled(heights: list[float], room: float, most: float) -> list[float]:
    """Return heights of rows of which the low ones are raised to fill a room, none above `most`."""
    head, *rows = heights
    for level in range(int(most), 0, -1):
        raised = [head, *(max(height, level) for height in rows)]
        if sum(raised) <= room:
            return raised
    return heights


def _row_height(row: list[list[Paragraph]], widths: Sequence[float], size: float) -> float:
    across, down = _MARGIN
    tallest = max(
        total_height(cell, size, width - 2 * across)
        for cell, width in zip(row, widths, strict=True)
    )
    return max(tallest, size * 1.2) + 2 * down


def _name(frame: Any, caption: str) -> None:
    """Set name and alternative text, and the style: the library has no name for the latter two."""
    frame.name = allowed(f"Table: {caption}")
    element = frame.element
    element.nvGraphicFramePr.cNvPr.set("descr", allowed(caption))
    element.xpath(".//a:tableStyleId")[0].text = TABLE_STYLE
    frame.table.first_col = True
    frame.table.horz_banding = False


def _fill(made: Any, grid: Grid, size: float, sizes: tuple[list[float], list[float]]) -> None:
    widths, heights = sizes
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Pt(width)
    for row, height, cells in zip(made.rows, heights, grid, strict=True):
        row.height = Pt(height)
        for cell, lines in zip(row.cells, cells, strict=True):
            cell.margin_left = cell.margin_right = Pt(_MARGIN[0])
            cell.margin_top = cell.margin_bottom = Pt(_MARGIN[1])
            write(cell.text_frame, lines, size)
