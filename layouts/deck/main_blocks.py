"""The blocks of main slides as HTML: each part where `dashboard.pack.places` says.

On a stage the stylesheet puts a part at its --x, --y, --w, --h in letters of --s; on a page that
flows these have no effect.
"""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.model.urls import Urls
from dashboard.pack.blocks import (
    Columns,
    Facts,
    Item,
    MeasureBars,
    MeasureCells,
    MeasureItem,
    Paragraphs,
    Picture,
    Points,
    Slide,
    StatusCounts,
    Table,
    Tag,
)
from dashboard.pack.places.measure_slide import measure_slide_layout
from dashboard.pack.places.measures import BarLayout, CellLayout, bar_layouts, cell_groups
from dashboard.pack.places.slide import (
    MEASURE,
    Place,
    Text,
    columns_layout,
    head_layout,
    summary_layout,
)
from dashboard.pack.places.tables import fill_room
from layouts.charts.svg.mini.picture import slide_bar, slide_mini
from layouts.charts.svg.pack_chart import slide_chart
from layouts.deck.blocks import chart, rail, slide_block, spaced, table_block
from layouts.ui.icons import icon
from layouts.ui.palette import TAG_COLOURS
from layouts.ui.static_html import ATTRIBUTE
from layouts.ui.tags import pack_tag, tag_style


def placed_body(slide: Slide, pack_id: str, foot: float) -> list[Component]:
    """Render the blocks of a slide below its head, those of a measure down to its footer."""
    body = head_layout(slide.title, slide.subtitle).body
    first = slide.blocks[0]
    if slide.layout == MEASURE:
        return _measure(slide, foot)
    if isinstance(first, MeasureBars):
        return [_bars(first, body, pack_id)]
    if isinstance(first, Columns):
        return [_columns(first, body, pack_id)]
    if isinstance(first, StatusCounts):
        return _summary(slide, first, body)
    if isinstance(first, Table):
        fit = fill_room(first, body.height)
        size = {"--k": f"{fit.scale:g}", "--row": f"{fit.row:.0f}"}
        return [html.Div(table_block(first), className="placed filling", style=_style(body) | size)]
    groups = [block for block in slide.blocks if isinstance(block, MeasureCells)]
    return [_cells(groups, body, pack_id)]


def _measure(slide: Slide, bottom: float) -> list[Component]:
    """Render the chart of a measure, its figures beside it, and what is said below."""
    layout = measure_slide_layout(slide, bottom)
    pictures = [block for block in slide.blocks if isinstance(block, Picture)]
    figures, *remarks = [block for block in slide.blocks if isinstance(block, Facts)] or [None]
    parts = [_at(layout.chart, "", chart(each, round(layout.chart.height))) for each in pictures]
    if figures:
        style = _style(layout.rail, layout.letters) | {"--f": f"{layout.figure}"}
        parts.append(html.Div(rail(figures), className="placed figures", style=style))
    for block in remarks:
        first, last = layout.foot[0], layout.foot[-1]
        whole = first._replace(width=last.left + last.width - first.left)
        parts.append(_at(whole, "remarks", slide_block(block), size=layout.foot_letters))
    return list(parts)


def _style(place: Place, size: float = 0) -> dict[str, str]:
    x, y, w, h = (f"{edge:g}" for edge in map(round, place))
    style = {"--x": x, "--y": y, "--w": w, "--h": h}
    return style | ({"--s": f"{size:g}"} if size else {})


def _at(place: Place, look: str, *children: Any, size: float = 0, **more: Any) -> html.Div:
    return html.Div(list(children), className=f"placed {look}", style=_style(place, size), **more)


def _text(text: Text, look: str, *children: Any) -> html.Div:
    return _at(text.place, look, *children, size=text.size)


def _link(pack_id: str, backup: str, *children: Any, look: str = "item") -> Component:
    """Render what leads to its backup slide, a stop of the arrow keys; plain without one."""
    if not backup:
        return html.Span(list(children), className=look)
    href = Urls.slide(pack_id, backup)
    return html.A(list(children), href=href, className=look, **{"data-to": backup})


def _bars(block: MeasureBars, body: Place, pack_id: str) -> html.Ol:
    rows = [
        _bar_row(item, layout, pack_id)
        for item, layout in zip(block.items, bar_layouts(block.items, body), strict=True)
    ]
    return html.Ol(rows, className="bars")


def _bar_row(item: MeasureItem, layout: BarLayout, pack_id: str) -> html.Li:
    picture = slide_bar(item.panel.measure, item.series, layout.bar.width, layout.bar.height)
    title = _link(pack_id, item.backup, layout.title_words)
    parts = [
        _at(layout.place, "ground"),
        _text(layout.title, "item-title", title),
        _at(layout.bar, "picture", html.Div(**{ATTRIBUTE: picture})) if picture else None,
        _text(layout.value, "value", *_value(item)),
        _text(layout.trend, "move", pack_tag(item.trend)) if item.trend else None,
    ]
    present = [part for part in parts if part is not None]
    return html.Li(present, className="row")


def _value(item: MeasureItem) -> list[Any]:
    goal = [" ", html.Span(item.goal, className="goal")] if item.goal else []
    return [html.Strong(item.value), *goal]


def _cells(groups: Sequence[MeasureCells], body: Place, pack_id: str) -> html.Div:
    parts: list[Component] = []
    for block, (heading, layouts, note) in zip(groups, cell_groups(groups, body), strict=True):
        if block.heading:
            parts.append(_text(heading, "group", html.H2(block.heading)))
        cells = [
            _cell(item, layout, pack_id) for item, layout in zip(block.items, layouts, strict=True)
        ]
        parts.append(html.Ol(cells, className="cells"))
        if block.note:
            parts.append(_text(note, "note", block.note))
    return html.Div(parts)


def _cell(item: MeasureItem, layout: CellLayout, pack_id: str) -> html.Li:
    _, pair = tag_style(item.status)
    parts = [
        _at(layout.place, f"ground ground-{pair}"),
        _text(layout.title, "item-title", _link(pack_id, item.backup, layout.title_words)),
        _text(layout.value, "value" if item.has_number else "value none", *_value(item))
        if item.value
        else None,
        *_cell_chart(item, layout),
        _text(layout.tags, "cell-tags", *spaced(list(map(pack_tag, layout.tags_shown)))),
    ]
    return html.Li([part for part in parts if part is not None], className="cell")


def _cell_chart(item: MeasureItem, layout: CellLayout) -> list[html.Div]:
    place = layout.chart
    if not item.has_number or place.height < 30:
        return []
    if layout.has_axes:
        picture, _ = slide_chart(item.panel, item.series, round(place.width), round(place.height))
    else:
        picture = slide_mini(item.panel.measure, item.series, place.width, place.height)
    if not picture:
        return []
    alt = item.series.alt
    image = html.Div(role="img", **{"aria-label": alt, ATTRIBUTE: picture})
    return [_at(place, "picture", image)]


def _columns(block: Columns, body: Place, pack_id: str) -> html.Div:
    layout = columns_layout(block, body)
    columns = [
        _at(place, "column", *_column(points, pack_id), size=layout.size)
        for points, place in zip(block.columns, layout.places, strict=True)
    ]
    return html.Div(columns)


def _column(points: Points, pack_id: str) -> list[Component]:
    items = html.Ul([html.Li(_item(item, pack_id)) for item in points.items])
    return [html.H2(points.heading), items] if points.heading else [items]


def _item(item: Item, pack_id: str) -> Component:
    mark = [_mark(item.tag)] if item.tag else []
    reference = [html.Strong(item.reference)] if item.reference else []
    by = [html.Span(item.by, className="by")] if item.by else []
    words = spaced([*reference, html.Span(item.words), *by])
    look = "item marked" if mark else "item"
    return _link(pack_id, item.backup, *mark, html.Span(words), look=look)


def _mark(tag: Tag) -> Component:
    shape, pair = tag_style(tag)
    return icon(shape, TAG_COLOURS[pair].ink)


def _summary(slide: Slide, counts: StatusCounts, body: Place) -> list[Component]:
    table = next(block for block in slide.blocks if isinstance(block, Table))
    lines = [block for block in slide.blocks if isinstance(block, Paragraphs)]
    layout = summary_layout(len(counts.counts), len(table.rows), has_actions=bool(lines), body=body)
    tiles = [
        _at(place, f"tile tile-{tag_style(count.tag)[1]}", *_tile(count.words, count.tag))
        for count, place in zip(counts.counts, layout.tiles, strict=True)
    ]
    look = "tiles is-low" if layout.is_low else "tiles"
    rows = {"--row": f"{layout.row:.0f}", "--s": f"{layout.letters}"}
    return [
        html.Div(tiles, className=look, style={"--s": f"{layout.number}"}),
        html.Div(
            table_block(table), className="placed priorities", style=_style(layout.table) | rows
        ),
        *(_at(layout.actions, "line", slide_block(block), size=28) for block in lines),
    ]


def _tile(words: str, tag: Tag) -> list[Component]:
    return [html.Strong(words), html.Span([_mark(tag), html.Span(tag.word)], className="tile-word")]
