"""Main slides: each part where `dashboard.pack.places` says, as in the browser."""

from collections.abc import Sequence
from typing import Any, Final

from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.slide import Slide as Made
from pptx.util import Pt

from dashboard.pack.blocks import (
    Columns,
    MeasureBars,
    MeasureCells,
    MeasureItem,
    Paragraphs,
    Picture,
    Points,
    Slide,
    StatusCount,
    StatusCounts,
    Table,
)
from dashboard.pack.places.measures import BarLayout, CellLayout, bar_layouts, cell_groups
from dashboard.pack.places.slide import (
    SMALLEST,
    Place,
    Text,
    columns_layout,
    head_layout,
    summary_layout,
)
from dashboard.pack.places.tables import fill_room
from dashboard.text.font_metrics import OFFICE
from layouts.charts.svg.mini.bar import Bar
from layouts.charts.svg.mini.picture import slide_plot
from layouts.powerpoint.chart import add_chart
from layouts.powerpoint.small_chart import add_small_chart
from layouts.powerpoint.table import add_table
from layouts.powerpoint.template import POINTS, area_of, set_colour
from layouts.powerpoint.text import (
    Paragraph,
    Run,
    add_text,
    add_words,
    paragraph,
    size_for,
    sizes_down,
    tag_run,
)
from layouts.ui.palette import (
    AXIS,
    BASELINE,
    FOCUS,
    GRID,
    GROUND,
    OTHERS,
    SECONDARY,
    TAG_COLOURS,
    TARGET,
    TEXT,
    WHITE,
)
from layouts.ui.tags import tag_style

_SMALLEST: Final = SMALLEST * POINTS
_STROKE: Final = 8
_ACTION_SIZES: Final = (21.0, 20.0, 19.0, 18.0)


def add_placed(made: Made, slide: Slide) -> None:
    """Add the blocks of a main slide below its head."""
    body = head_layout(slide.title, slide.subtitle, OFFICE).body
    first = slide.blocks[0]
    if isinstance(first, MeasureBars):
        for item, layout in zip(first.items, bar_layouts(first.items, body, OFFICE), strict=True):
            _add_row(made, item, layout)
    elif isinstance(first, Columns):
        _add_columns(made, first, body)
    elif isinstance(first, StatusCounts):
        _add_summary(made, slide, first, body)
    elif isinstance(first, Table):
        fit = fill_room(first, body.height)
        add_table(made, first, area_of(body), most_row=fit.row * POINTS, note_size=_SMALLEST)
    else:
        _add_cells(made, [b for b in slide.blocks if isinstance(b, MeasureCells)], body)


def _write(
    made: Made, text: Text, *lines: Paragraph, name: str, anchor: str = "t", ground: str = ""
) -> None:
    """Add text at its size, or smaller where this font needs more room."""
    area = area_of(text.place)
    largest = text.size * POINTS
    sizes = sizes_down(largest, min(_SMALLEST, largest))
    size = size_for(lines, (area.width, max(area.height, 14)), sizes)
    add_words(made, area, lines, size, name, anchor=anchor, ground=ground)


def _rule(made: Made, place: Place, ink: str, name: str, edge: str = "") -> Any:
    """Return a new filled rectangle, which carries no text."""
    shape = made.shapes.add_shape(MSO_SHAPE.RECTANGLE, *area_of(place).emu)
    shape.name = name
    shape.fill.solid()
    set_colour(shape.fill.fore_color, ink)
    if edge:
        set_colour(shape.line.color, edge)
        shape.line.width = Pt(0.75)
    else:
        shape.line.fill.background()
    return shape


def _add_row(made: Made, item: MeasureItem, layout: BarLayout) -> None:
    place = layout.place
    _rule(made, Place(place.left, place.bottom - 2, place.width, 2), AXIS, "Line")
    whole = layout.title.place._replace(top=place.top, height=place.height)
    title = paragraph(Run(layout.title_words, TEXT, True))
    _write(made, layout.title._replace(place=whole), title, name=item.title, anchor="ctr")
    _add_bar(made, item, layout.bar)
    _write(made, layout.value, _value(item, layout.value.size), name="Value", anchor="ctr")
    if item.trend:
        _write(made, layout.trend, paragraph(tag_run(item.trend)), name="Trend", anchor="ctr")


def _value(item: MeasureItem, size: int) -> Paragraph:
    """Return a value and its target, which is broken from the value alone."""
    words = item.goal.replace(" ", "\u00a0")
    goal = [Run(f" {words}", TEXT, False, min(SMALLEST / size, 1))] if item.goal else []
    return paragraph(Run(item.value.replace(" ", "\u00a0"), TEXT, True), *goal)


def _add_bar(made: Made, item: MeasureItem, place: Place) -> None:
    """Add the bar of a measure as shapes: track, figure, target, baseline."""
    bar = Bar(item.panel.measure, item.series)
    if not bar.has_scale:
        return
    low, high = bar.span
    top, height = place.top + place.height * 0.12, place.height * 0.5

    def x(value: float) -> float:
        return place.left + min(max((value - low) / (high - low), 0), 1) * place.width

    _rule(made, Place(place.left, top, place.width, height), GRID, "Whole", OTHERS)
    for mark in bar.figures:
        start = x(mark.low) if mark.is_band else x(0)
        width = max(x(mark.high) - start, 1)
        _rule(made, Place(start, top, width, height), FOCUS, f"Now: {item.value}")
        limit = bar.exceeded_limit(mark)
        if limit is not None:
            _hatch(made, Place(x(limit), top, x(mark.high) - x(limit), height))
    for target in bar.targets:
        for value in target.numbers:
            edge = place.top, 11, height * 1.45
            left = min(x(value), place.left + place.width - 3)
            _rule(made, Place(left - 5.5, edge[0], edge[1], edge[2]), WHITE, "Ground of the target")
            _rule(made, Place(left - 2.5, edge[0], 5, edge[2]), TARGET, f"Target: {item.goal}")
    for mark in bar.baselines:
        _add_ring(made, x((mark.low + mark.high) / 2), top + height * 1.28)


def _hatch(made: Made, place: Place) -> None:
    """Hatch what lies beyond a limit."""
    fill = _rule(made, place, FOCUS, "Beyond the limit", FOCUS).fill
    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    set_colour(fill.fore_color, FOCUS)
    set_colour(fill.back_color, WHITE)


def _add_ring(made: Made, x: float, y: float) -> None:
    area = area_of(Place(x - 7, y - 7, 14, 14))
    shape = made.shapes.add_shape(MSO_SHAPE.OVAL, *area.emu)
    shape.name = "Baseline"
    shape.fill.solid()
    set_colour(shape.fill.fore_color, WHITE)
    set_colour(shape.line.color, BASELINE)
    shape.line.width = Pt(2.25)


def _add_cells(made: Made, groups: Sequence[MeasureCells], body: Place) -> None:
    for block, (heading, layouts, note) in zip(
        groups, cell_groups(groups, body, OFFICE), strict=True
    ):
        if block.heading:
            _write(made, heading, paragraph(Run(block.heading, FOCUS, True)), name=block.heading)
        for item, layout in zip(block.items, layouts, strict=True):
            _add_cell(made, item, layout)
        if block.note:
            _write(made, note, paragraph(Run(block.note, SECONDARY)), name="Note")


def _add_cell(made: Made, item: MeasureItem, layout: CellLayout) -> None:
    _, pair = tag_style(item.status)
    _rule(made, layout.place, GROUND, f"Ground of {item.title}")
    _rule(made, layout.place._replace(width=_STROKE), TAG_COLOURS[pair].ink, "Status")
    _write(made, layout.title, paragraph(Run(layout.title_words, TEXT, True)), name=item.title)
    if item.has_number:
        value = _value(item, layout.value.size)
        _add_cell_chart(made, item, layout)
    else:
        value = paragraph(Run(item.value, SECONDARY))
    if item.value:
        _write(made, layout.value, value, name="Value", anchor="ctr")
    status, *trend = map(tag_run, layout.tags_shown)
    tags = paragraph(status, *(part for run in trend for part in (Run("  "), run)))
    _write(made, layout.tags, tags, name="Status and trend", anchor="ctr")


def _add_cell_chart(made: Made, item: MeasureItem, layout: CellLayout) -> None:
    place = layout.chart
    if place.height < 30:
        return
    if layout.has_axes:
        add_chart(made, Picture(item.panel, item.series, item.series.alt), area_of(place))
        return
    plot = slide_plot(item.panel.measure, item.series, place.width, place.height)
    if plot is not None:
        add_small_chart(made, item, plot, area_of(place))
    else:
        height = min(place.height, 90)
        top = place.top + (place.height - height) / 2
        _add_bar(made, item, place._replace(top=top, height=height))


def _add_columns(made: Made, block: Columns, body: Place) -> None:
    layout = columns_layout(block, body, OFFICE)
    areas = [area_of(place) for place in layout.places]
    written = [_column(points) for points in block.columns]
    sizes = sizes_down(layout.size * POINTS, _SMALLEST)
    size = min(
        size_for(lines, (area.width, area.height), sizes)
        for lines, area in zip(written, areas, strict=True)
    )
    for points, lines, area in zip(block.columns, written, areas, strict=True):
        add_text(made, area, lines, size, points.heading or "Text")


def _column(points: Points) -> list[Paragraph]:
    heading = [paragraph(Run(points.heading, FOCUS, True, 1.08))]
    lines = heading if points.heading else []
    for item in points.items:
        mark = [tag_run(item.tag, has_word=False)] if item.tag else []
        reference = [Run(f"{item.reference} ", TEXT, True)] if item.reference else []
        by = [Run(f" – {item.by}", SECONDARY)] if item.by else []
        lines.append(paragraph(*mark, *reference, item.words, *by, gap=0.4))
    return lines


def _add_summary(made: Made, slide: Slide, counts: StatusCounts, body: Place) -> None:
    table = next(block for block in slide.blocks if isinstance(block, Table))
    lines = [block for block in slide.blocks if isinstance(block, Paragraphs)]
    layout = summary_layout(len(counts.counts), len(table.rows), has_actions=bool(lines), body=body)
    for count, place in zip(counts.counts, layout.tiles, strict=True):
        _add_tile(made, count, Text(place, layout.number))
    add_table(made, table, area_of(layout.table), most_row=layout.row * POINTS)
    for block in lines:
        words = [paragraph(sentence) for sentence in block.sentences]
        area = area_of(layout.actions)
        size = size_for(words, (area.width, area.height), _ACTION_SIZES)
        add_text(made, area, words, size, "Actions", anchor="ctr")


def _add_tile(made: Made, count: StatusCount, text: Text) -> None:
    _, pair = tag_style(count.tag)
    colours = TAG_COLOURS[pair]
    lines = (
        paragraph(Run(count.words, colours.ink, True)),
        paragraph(tag_run(count.tag, scale=25 / text.size)),
    )
    _rule(made, text.place, colours.ground, f"Ground of {count.tag.word}")
    _rule(made, text.place._replace(width=_STROKE), colours.ink, "Edge")
    inside = text.place._replace(left=text.place.left + 20, width=text.place.width - 24)
    _write(made, Text(inside, text.size), *lines, name=count.tag.word, anchor="ctr")
