"""Native tables on a slide, with a marked head and first column."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide

from dashboard.pack.blocks import Table, TableCell, TableColumn
from layouts.powerpoint.template import SlideArea
from layouts.powerpoint.text import (
    Paragraph,
    Run,
    add_words,
    body_xml,
    cell_paragraphs,
    next_id,
    paragraph,
    text_width,
    total_height,
)
from layouts.ui.palette import AXIS, FOCUS, SECONDARY, WHITE
from layouts.ui.xml_text import escape

# A table that would overflow at the smallest size has been split before.
SIZES: Final = (24.0, 22.0, 20.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_EMU: Final = 12700
_MARGIN: Final = (6.0, 3.0)
# Columns are widened to break no word at the first size; from the other down words may break.
_PREFERRED_SIZE: Final = 20.0
_MAY_BREAK: Final = 16.0
_NOTE_SIZE: Final = 14.0
_FRAME: Final = (
    f"<p:graphicFrame {nsdecls('p', 'a')}><p:nvGraphicFramePr>"
    '<p:cNvPr id="%d" name="%s" descr="%s"/>'
    '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
    '</p:nvGraphicFramePr><p:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></p:xfrm>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
    '<a:tbl><a:tblPr firstRow="1" firstCol="1"/><a:tblGrid>%s</a:tblGrid>%s</a:tbl>'
    "</a:graphicData></a:graphic></p:graphicFrame>"
)


def add_table(slide: Slide, table: Table, place: SlideArea) -> None:
    """Add a table and the note under it, at the largest size at which they fit."""
    note = [paragraph(Run(table.note, SECONDARY))] if table.note else []
    under = total_height(note, _NOTE_SIZE, place.width) + 6 if note else 0
    grid = _cell_grid(table)
    widths = _widths(table.columns, grid, place.width)
    size, heights = _fit(grid, widths, place.height - under)
    frame = _frame_xml(slide, table, grid, place, (size, widths, heights))
    slide.shapes.element.append(parse_xml(frame))
    if note:
        top = place.top + sum(heights) + 6
        foot = SlideArea(place.left, top, place.width, place.top + place.height - top)
        add_words(slide, foot, note, _NOTE_SIZE, "Note to the table")


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


def _fit(grid: Grid, widths: Sequence[float], room: float) -> tuple[float, list[float]]:
    """Return the largest size at which the rows fit, and their heights at it."""
    size, heights = SIZES[0], [0.0]
    for size in _unbroken(grid, widths):
        heights = [_row_height(row, widths, size) for row in grid]
        if sum(heights) <= room:
            break
    return size, heights


def _unbroken(grid: Grid, widths: Sequence[float]) -> Iterator[float]:
    """Yield the sizes at which no word is broken, and all of the smallest ones."""
    words = [_longest_word(cells) / _PREFERRED_SIZE for cells in zip(*grid, strict=True)]
    for size in SIZES:
        fits = all(
            word * size <= width - 2 * _MARGIN[0] for word, width in zip(words, widths, strict=True)
        )
        if fits or size <= _MAY_BREAK:
            yield size


def _row_height(row: list[list[Paragraph]], widths: Sequence[float], size: float) -> float:
    across, down = _MARGIN
    tallest = max(
        total_height(cell, size, width - 2 * across)
        for cell, width in zip(row, widths, strict=True)
    )
    return max(tallest, size * 1.2) + 2 * down


def _frame_xml(
    slide: Slide,
    table: Table,
    grid: Grid,
    place: SlideArea,
    fit: tuple[float, list[float], list[float]],
) -> str:
    size, widths, heights = fit
    rows = "".join(
        _row_xml(row, size, height, is_head=number == 0)
        for number, (row, height) in enumerate(zip(grid, heights, strict=True))
    )
    columns = "".join(f'<a:gridCol w="{round(width * _EMU)}"/>' for width in widths)
    left, top, width, _ = place.emu
    name = escape(table.caption)
    return _FRAME % (
        next_id(slide),
        f"Table: {name}",
        name,
        left,
        top,
        width,
        round(sum(heights) * _EMU),
        columns,
        rows,
    )


def _row_xml(row: list[list[Paragraph]], size: float, height: float, *, is_head: bool) -> str:
    cells = "".join(_cell_xml(cell, size, is_head=is_head) for cell in row)
    return f'<a:tr h="{round(height * _EMU)}">{cells}</a:tr>'


def _cell_xml(cell: list[Paragraph], size: float, *, is_head: bool) -> str:
    across, down = (round(margin * _EMU) for margin in _MARGIN)
    ground = f'<a:solidFill><a:srgbClr val="{FOCUS[1:]}"/></a:solidFill>' if is_head else ""
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    line = f'<a:lnB w="19050"><a:solidFill><a:srgbClr val="{AXIS[1:]}"/></a:solidFill></a:lnB>'
    body = body_xml(cell, size)
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{body}</a:txBody>"
        f'<a:tcPr marL="{across}" marR="{across}" marT="{down}" marB="{down}">'
        f"{none}{line}{ground or '<a:noFill/>'}</a:tcPr></a:tc>"
    )
