"""The blocks of a slide as plain HTML; layouts/deck/slide.py places them."""

from collections.abc import Sequence
from functools import singledispatch
from html import escape
from typing import Any, Final

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
)
from layouts.charts.svg.pack_chart import HEIGHT, has_line, slide_chart
from layouts.ui.icons import icon
from layouts.ui.palette import TAG_COLOURS
from layouts.ui.static_html import ATTRIBUTE
from layouts.ui.tables import Column, table
from layouts.ui.tags import pack_tag, tag_style

SlideParts = list[Component]
# More counts than these are in several rows.
_IN_ONE_ROW: Final = 4


@singledispatch
def slide_block(block: Block) -> Component:
    """Render a block of a slide; TypeError for an unknown kind."""
    raise TypeError(f"{type(block).__name__} is no block of a slide")


@slide_block.register
def _words(block: Paragraphs) -> html.Div:
    paragraphs = map(html.P, block.sentences)
    return html.Div([*_heading(block.heading), *paragraphs], className="block words")


@slide_block.register
def _points(block: Points) -> html.Div:
    content = html.Ul([_item(each) for each in block.items])
    return html.Div([*_heading(block.heading), content], className="block points")


def _item(item: Item) -> html.Li:
    attribution = [html.Strong(item.reference)] if item.reference else []
    attribution += [html.Span(item.by)] if item.by else []
    parts: list[Any] = [pack_tag(item.tag)] if item.tag else []
    parts += [html.Span(item.words, className="said")]
    about = html.Span(spaced(attribution), className="about") if attribution else None
    return html.Li(spaced([about, *parts] if about else parts))


@slide_block.register
def _facts(block: Facts) -> html.Div:
    facts = html.Dl(list(map(_fact, block.facts)))
    return html.Div([*_heading(block.heading), facts], className="block facts")


def _fact(fact: Fact, look: str = "") -> html.Div:
    words = [html.Span(fact.words, className=f"fact-words {look}".strip())] if fact.words else []
    tag = [pack_tag(fact.tag)] if fact.tag else []
    detail = [html.Span(fact.detail, className="detail")] if fact.detail else []
    return html.Div([html.Dt(fact.name), " ", html.Dd(spaced([*words, *tag, *detail]))])


def rail(block: Facts) -> html.Div:
    """Render the figures beside a chart, the first in large letters."""
    entries = [_fact(each, "" if place else "figure") for place, each in enumerate(block.facts)]
    return html.Div([*_heading(block.heading), html.Dl(entries)], className="rail")


@slide_block.register
def _counts(block: StatusCounts) -> html.Div:
    note = [html.P(block.note, className="note")] if block.note else []
    many = " many" if len(block.counts) > _IN_ONE_ROW else ""
    items = [spaced([html.Strong(count.words), pack_tag(count.tag)]) for count in block.counts]
    count_list = html.Ul(list(map(html.Li, items)))
    return html.Div([*_heading(block.heading), count_list, *note], className=f"block counts{many}")


@slide_block.register
def chart(block: Picture, height: int = HEIGHT) -> html.Div:
    """Render the chart `height` px high; without a number its alternative text."""
    if not has_line(block.series):
        return html.Div(html.P(block.alt), className="chart chart-empty")
    chart_svg, breaks = slide_chart(block.panel, block.series, height=height)
    picture = html.Div(role="img", **{"aria-label": block.alt, ATTRIBUTE: chart_svg})
    return html.Div([picture, *(html.P(words) for words in breaks)], className="chart")


@slide_block.register
def table_block(block: Table) -> html.Div:
    """Render a table with the note under it."""
    drawn = table(
        block.caption,
        [
            Column(column.name, "number" if column.is_number else "words")
            for column in block.columns
        ],
        [list(map(_cell, row)) for row in block.rows],
        is_stacked=True,
        widths=_widths(block.columns),
    )
    note = [html.P(block.note, className="note")] if block.note else []
    return html.Div([drawn, *note], className="block table")


def _widths(columns: tuple[TableColumn, ...]) -> html.Colgroup:
    whole = sum(column.share for column in columns)
    cols = (f'<col style="width:{100 * column.share / whole:.1f}%">' for column in columns)
    return html.Colgroup(**{ATTRIBUTE: "".join(cols)})


def _cell(cell: TableCell) -> list[Any]:
    words = [html.Span(cell.words)] if cell.words else []
    tag = [pack_tag(cell.tag)] if cell.tag else []
    detail = [html.Span(cell.detail, className="detail")] if cell.detail else []
    return spaced([*words, *tag, *_marks(cell), *detail])


def _marks(cell: TableCell) -> list[html.Span]:
    """Render a shape for each mark, and for screen readers how many there are of each."""
    if not cell.marks:
        return []
    looks = (tag_style(mark) for mark in cell.marks)
    images = [icon(shape, TAG_COLOURS[pair].ink) for shape, pair in looks]
    return [
        html.Span([*images, html.Span(cell.marks_words, className="unseen")], className="marks")
    ]


def spaced(parts: Sequence[Any]) -> list[Any]:
    """Return parts of a line with spaces between them, where it may break."""
    return [piece for part in parts for piece in (part, " ")][:-1]


def _heading(words: str) -> SlideParts:
    return [html.H2(words)] if words else []


def attribute(name: str, words: str) -> str:
    """Return an attribute of an element as HTML; "" where it has no value."""
    return f' {name}="{escape(words)}"' if words else ""
