"""The blocks of a report as plain HTML: one tree for page, paper and the file for e-mail."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import singledispatch
from typing import Any, Final, NamedTuple

from dash import html
from dash.development.base_component import Component

from dashboard.pack.blocks import (
    Block,
    Fact,
    Facts,
    Item,
    Paragraphs,
    Picture,
    Points,
    StatusCounts,
    Table,
    TableCell,
    TableColumn,
    Tag,
)
from dashboard.pack.blocks_from_series import NO_FIGURE
from layouts.charts.svg.pack_chart import draw_chart
from layouts.ui.components import aria
from layouts.ui.static_html import ATTRIBUTE
from layouts.ui.tables import Column, table
from layouts.ui.tags import pack_tag

ReportParts = Sequence[Component]
# A heading in a block is one level below that of its section.
_HEADINGS: Final = {2: html.H2, 3: html.H3, 4: html.H4}


class BlockPlace(NamedTuple):
    """Where a block is rendered: the level of its heading, 2 to 4, and whether on paper.

    On paper `shapes` collects a CSS class for the address of each shape; on a screen it is None.
    """

    level: int
    shapes: dict[str, str] | None = None


@singledispatch
def block_parts(block: Block, _place: BlockPlace) -> ReportParts:
    """Render a block; TypeError for a block of no known kind."""
    raise TypeError(f"{type(block).__name__} is no block of a report")


@block_parts.register
def _words(block: Paragraphs, place: BlockPlace) -> ReportParts:
    return [*_heading(block.heading, place.level), *(html.P(each) for each in block.sentences)]


@block_parts.register
def _points(block: Points, place: BlockPlace) -> ReportParts:
    head = _heading(block.heading, place.level)
    return [*head, html.Ul([_item(each, place) for each in block.items], className="points")]


def _item(item: Item, place: BlockPlace) -> html.Li:
    parts: list[Any] = []
    if item.reference:
        parts += [html.Strong(item.reference), ": "]
    if item.tag:
        parts += [_tag(item.tag, place), " "]
    parts.append(item.words)
    if item.by:
        parts += [" ", html.Span(item.by, className="by")]
    return html.Li(parts)


@block_parts.register
def _facts(block: Facts, place: BlockPlace) -> ReportParts:
    entries = [part for fact in block.facts for part in _fact(fact, place)]
    return [*_heading(block.heading, place.level), html.Dl(entries, className="facts")]


def _fact(fact: Fact, place: BlockPlace) -> ReportParts:
    tag = [" ", _tag(fact.tag, place)] if fact.tag else []
    detail = [" ", html.Span(fact.detail, className="detail")] if fact.detail else []
    return [html.Dt(fact.name), html.Dd([fact.words, *tag, *detail])]


@block_parts.register
def _counts(block: StatusCounts, place: BlockPlace) -> ReportParts:
    """Render numbers by status as a table, so that screen readers read each with the one before."""
    has_before = any(each.before is not None for each in block.counts)
    name = "Number (before)" if has_before else "Number"
    rows = [(_tag(count.tag, place), count.words) for count in block.counts]
    counts = table(block.heading, ("Status", Column(name, "number")), rows, look="counts")
    return [counts, *_note(block.note)]


@block_parts.register
def _table(table_block: Table, place: BlockPlace) -> ReportParts:
    block = compact(table_block)
    caption_id = f"{block.table_id}-caption"
    columns = [Column(each.name, "number" if each.is_number else "") for each in block.columns]
    drawn = table(
        html.Caption(block.caption, id=caption_id),
        columns,
        [[_cell(cell, place) for cell in row] for row in block.rows],
        look=_width(table_block),
        widths=html.Colgroup(list(_widths(block.columns))),
    )
    # A table wider than a phone scrolls within a region that the keyboard reaches.
    region = html.Div(
        drawn, className="region", role="region", tabIndex="0", **aria(labelledby=caption_id)
    )
    return [region, *_note(block.note)]


def _width(block: Table) -> str:
    """Return the CSS class of the width of a table: a name and its number are close together."""
    if is_wide(block):
        return "wide-table"
    is_pairs = len(block.columns) == 2 and block.columns[1].is_number
    return "pairs" if is_pairs else "table"


def is_wide(block: Block) -> bool:
    """Return whether a block needs a landscape page."""
    return isinstance(block, Table) and len(block.columns) > 6


def compact(block: Table) -> Table:
    """Return a table that names in its head what every cell of a column would repeat.

    That is the detail that most figures of the column have, where all have one. A column without any
    figure is left out; a table without rows is as it was.
    """
    if not block.rows:
        return block
    columns, cells = [], []
    for column, of_column in zip(block.columns, zip(*block.rows, strict=True), strict=True):
        filled = [cell for cell in of_column if cell.words != NO_FIGURE]
        if not column.is_number:
            columns.append(column)
            cells.append(of_column)
        elif filled:
            detail = _shared_detail(filled)
            name = f"{column.name}: {detail}" if detail else column.name
            columns.append(replace(column, name=name))
            cells.append([replace(c, detail="") if c.detail == detail else c for c in of_column])
    return replace(block, columns=tuple(columns), rows=tuple(zip(*cells, strict=True)))


def _shared_detail(cells: Sequence[TableCell]) -> str:
    """Return the detail of most cells; "" where it is not most, is of one cell, or a cell has none."""
    (detail, count), *_ = Counter(cell.detail for cell in cells).most_common(1)
    is_shared = count > max(1, len(cells) / 2) and all(cell.detail for cell in cells)
    return detail if is_shared else ""


def _widths(columns: tuple[TableColumn, ...]) -> Iterator[html.Col]:
    whole = sum(column.share for column in columns)
    for column in columns:
        number = " number" if column.is_number else ""
        yield html.Col(className=f"share-{max(1, round(column.share / whole * 20))}{number}")


def _cell(cell: TableCell, place: BlockPlace) -> list[Any]:
    parts: list[Any] = [cell.words] if cell.words else []
    if cell.tag:
        parts += [" ", _tag(cell.tag, place)] if parts else [_tag(cell.tag, place)]
    if cell.detail:
        parts += [" ", html.Span(cell.detail, className="detail")]
    return parts


@block_parts.register
def _picture(block: Picture, place: BlockPlace) -> ReportParts:
    chart_html, events = draw_chart(block, is_paper=place.shapes is not None)
    return [html.Div(className="chart", **{ATTRIBUTE: chart_html}), *_note(events)]


def _tag(tag: Tag, place: BlockPlace) -> html.Span:
    """Render a tag; on paper a decorative shape is its background, which PDF readers skip."""
    span: Any = pack_tag(tag)
    shape, word = span.children
    if place.shapes is None or shape.alt:
        return span
    name = place.shapes.setdefault(shape.src, f"shape-{len(place.shapes)}")
    return html.Span(word.children, className=f"{span.className} shaped {name}")


def _heading(words: str, level: int) -> ReportParts:
    return [_HEADINGS[level](words)] if words else []


def _note(words: str) -> ReportParts:
    return [html.P(words, className="note")] if words else []
