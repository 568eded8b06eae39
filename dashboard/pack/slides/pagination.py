"""Tables, remarks and sentences in parts that each fit a slide, with nothing left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from dashboard.pack.blocks import Block, Item, Paragraphs, Points, Slide, Table, TableCell
from dashboard.pack.places.slide import MAIN_TABLE, head_layout
from dashboard.pack.places.tables import (
    BODY,
    BODY_LINE,
    SMALL,
    SMALL_LINE,
    TABLE,
    TABLE_LINE,
    TAG_LINE,
    WIDTH,
    cell_height,
    column_widths,
    fit_widths,
    head_height,
    height_below,
    line_count,
    row_height,
    split_text,
)

# The px for content below a title of one line without a subtitle.
SLIDE_HEIGHT: Final = 541
_HEADING: Final = 58
_NOTE_AIR: Final = 22
# A remark is indented by its stroke.
_ITEM_WIDTH: Final = WIDTH - 28
_GAP: Final = 11
# The least height of a part, so that no part is empty.
_LEAST: Final = 4 * TABLE_LINE
_Piece = TypeVar("_Piece")


def split_table(table: Table, available_height: int = SLIDE_HEIGHT) -> tuple[Table, ...]:
    """Return a table in parts that each fit a slide; the caption says part k of n."""
    wide = fit_widths(table)
    widths = column_widths(wide.columns)
    note = SMALL_LINE * line_count(table.note, SMALL, WIDTH) + (_NOTE_AIR if table.note else 0)
    left = max(available_height - note - head_height(wide.columns), _LEAST)
    rows = [part for row in table.rows for part in _split_row(row, widths, left)]
    pages = list(_fill([(row, row_height(row, widths)) for row in rows], left)) or [[]]
    return tuple(
        replace(
            wide,
            rows=tuple(rows),
            part=at,
            parts=len(pages),
            caption=_caption(table, at, len(pages)),
        )
        for at, rows in enumerate(pages, start=1)
    )


def _caption(table: Table, part: int, parts: int) -> str:
    return f"{table.caption}, part {part} of {parts}" if parts > 1 else table.caption


def _split_row(
    row: tuple[TableCell, ...], widths: Sequence[int], available_height: int
) -> Iterator[tuple[TableCell, ...]]:
    """Yield a row; one that no slide can hold goes on in further rows of the same heading."""
    if row_height(row, widths) <= available_height:
        yield row
        return
    cells = [list(_split_cell(c, w, available_height)) for c, w in zip(row, widths, strict=True)]
    again = TableCell(f"{row[0].words} (continued)".strip())
    for at in range(max(map(len, cells))):
        first = cells[0][at] if at < len(cells[0]) else again
        yield (
            first,
            *(
                cell_pieces[at] if at < len(cell_pieces) else TableCell("")
                for cell_pieces in cells[1:]
            ),
        )


def _split_cell(cell: TableCell, width: int, available_height: int) -> Iterator[TableCell]:
    """Yield the parts of a cell: the text with the tag first, then the detail."""
    left = available_height - TABLE_LINE
    if cell_height(cell, width, is_bold=True) <= left:
        yield cell
        return
    lines = (left - (TAG_LINE if cell.tag else 0)) // TABLE_LINE
    # Bold letters are wider: a part of a heading has no more lines than was counted.
    narrow = int(width * 0.9)
    first, *others = split_text(cell.words, lines, TABLE, narrow)
    yield replace(cell, content=first, detail="")
    yield from (TableCell(words) for words in others)
    if cell.detail:
        small = split_text(cell.detail, lines, SMALL, narrow)
        yield from (TableCell("", words) for words in small)


def _fill(measured: Sequence[tuple[_Piece, int]], available_height: int) -> Iterator[list[_Piece]]:
    """Yield pages of as many pieces as fit, in order; each page has at least one."""
    page: list[_Piece] = []
    left = available_height
    for piece, height in measured:
        if page and height > left:
            yield page
            page, left = [], available_height
        page.append(piece)
        left -= height
    if page:
        yield page


def split_points(points: Points, available_height: int = SLIDE_HEIGHT) -> tuple[Points, ...]:
    """Return remarks in parts that each fit a slide; a long remark goes on in the next."""
    left = available_height - (_HEADING if points.heading else 0)
    items = [part for item in points.items for part in _split_item(item, left)]
    pages = _fill([(item, item_height(item)) for item in items], left)
    return tuple(replace(points, items=tuple(page)) for page in pages) or (points,)


def item_height(item: Item) -> int:
    """Return the height of a remark in px; its subject and owner have a line of their own."""
    attribution = "   ".join(part for part in (item.reference, item.by) if part)
    about = SMALL_LINE * line_count(attribution, SMALL, _ITEM_WIDTH, is_bold=True) + (
        2 if attribution else 0
    )
    tag = TAG_LINE if item.tag else 0
    return BODY_LINE * line_count(item.words, BODY, _ITEM_WIDTH) + about + tag + _GAP


def _split_item(item: Item, available_height: int) -> Iterator[Item]:
    if item_height(item) <= available_height:
        yield item
        return
    lines = (available_height - item_height(replace(item, words=""))) // BODY_LINE
    for at, words in enumerate(split_text(item.words, lines, BODY, _ITEM_WIDTH)):
        yield replace(item, words=words) if at == 0 else replace(item, words=words, tag=None)


def split_words(words: Paragraphs, available_height: int = SLIDE_HEIGHT) -> tuple[Paragraphs, ...]:
    """Return sentences in parts that each fit a slide."""
    left = available_height - (_HEADING if words.heading else 0)
    lines = (left - _GAP) // BODY_LINE
    pieces = [
        part for sentence in words.sentences for part in split_text(sentence, lines, BODY, WIDTH)
    ]
    heights = [
        (sentence, BODY_LINE * line_count(sentence, BODY, WIDTH) + _GAP) for sentence in pieces
    ]
    pages = _fill(heights, left)
    return tuple(replace(words, sentences=tuple(page)) for page in pages) or (words,)


@dataclass(frozen=True)
class SlideHead:
    """What the slides of one table or text have in common; `name` is the id of the first.

    `is_numbered` numbers the first too: definitions-1, definitions-2.
    """

    name: str
    part: str
    title: str
    subtitle: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    measure_id: str = ""
    is_numbered: bool = False

    @property
    def available_height(self) -> int:
        """The px left for content; the title may say which of several slides it is."""
        return height_below(_title(self.title, 10, 10), self.subtitle, self.source)


def table_slides(head: SlideHead, table: Table) -> Iterator[Slide]:
    """Return a slide for each part of a table."""
    return _slides(head, "table", split_table(table, head.available_height))


def only_table_slide(head: SlideHead, table: Table, in_all: int) -> Slide:
    """Return the one slide of a table, with how many more than its rows the report has."""
    rows, body = table.rows, head_layout(head.title, head.subtitle).body
    while True:
        more = in_all - len(rows)
        note = " ".join(filter(None, (table.note, f"{more} more in the report." if more else "")))
        pages = split_table(replace(table, rows=rows, note=note), round(body.height))
        if len(pages) == 1 or len(rows) == 1:
            return next(_slides(head, MAIN_TABLE, pages[:1]))
        rows = rows[:-1]


def points_slides(head: SlideHead, points: Points) -> Iterator[Slide]:
    """Return a slide for each part of some remarks."""
    return _slides(head, "text", split_points(points, head.available_height))


def words_slides(head: SlideHead, words: Paragraphs) -> Iterator[Slide]:
    """Return a slide for each part of some sentences."""
    return _slides(head, "text", split_words(words, head.available_height))


def _slides(head: SlideHead, layout: str, pages: Sequence[Block]) -> Iterator[Slide]:
    for at, page in enumerate(pages, start=1):
        is_named = head.is_numbered or at > 1
        yield Slide(
            slide_id=f"{head.name}-{at}" if is_named else head.name,
            part=head.part,
            layout=layout,
            title=_title(head.title, at, len(pages)),
            subtitle=head.subtitle,
            blocks=(page,),
            source=head.source,
            notes=head.notes,
            measure_id=head.measure_id,
        )


def _title(title: str, at: int, pages: int) -> str:
    return f"{title} ({at} of {pages})" if pages > 1 else title
