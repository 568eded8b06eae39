"""A measure beside similar councils: a thin line for each, their middle, and the numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

from dash import html

from dashboard.comparison.chosen import GROWS_WITH_AREA
from dashboard.comparison.model import ComparedArea, NeighbourGroup
from dashboard.model.codes import breakdown_words, window_words
from dashboard.model.panel import Measure, Panel, Point, Series
from dashboard.text.format import format_band, plain_number, point_words
from layouts.charts.spec.axes import CHARACTER, LINE, TimeAxis, ValueAxis, time_axis, value_axis
from layouts.charts.spec.marks import Mark, build_lines, year_to_date_start
from layouts.charts.svg.canvas import (
    Canvas,
    figure_svg,
    floor_line,
    level_ticks,
    svg,
    text,
    value_lines,
)
from layouts.ui.components import section
from layouts.ui.palette import FOCUS, GRID, NEIGHBOUR, OTHERS, SECONDARY, TEXT
from layouts.ui.static_html import ATTRIBUTE
from layouts.ui.tables import Column, Row, scroll_region, table

ANCHOR: Final = "neighbours"
_HEIGHT: Final = 340
# Of a drawing that stands where a chart would.
_AROUND_HEIGHT: Final = 210
_STRIP: Final = (132, 20)
# Room at each end of a strip for the dot of a value at its end.
_STRIP_EDGE: Final = 6
_NAME_WIDTH: Final = 12
_NAME_GAP: Final = 10
# Figures of one width are wider than the average letter.
_DIGIT: Final = 9.8


@dataclass(frozen=True)
class Stroke:
    """One line of the drawing; a named one says its name and its last value at its end."""

    points: tuple[Point, ...]
    ink: str
    width: float
    name: str = ""
    dash: str = ""
    text_ink: str = ""


def neighbours_section(panel: Panel, group: NeighbourGroup) -> html.Section:
    """Render the group: the finding, the lines, the table with every range, the caveats."""
    measure = panel.measure
    strokes = group_strokes(group)
    made = section(
        group.title,
        html.P(_subtitle(panel, group.series), className="chart-subtitle"),
        html.P(group.words, className="case-finding"),
        figure_svg(lambda width: lines_svg(measure, group.series, strokes, width), group.words),
        _table(panel, group),
        _tools(panel),
        *(html.P(note, className="small") for note in group.notes),
        html.P(
            f"Compared by: {panel.sources.get(group.source_document, group.source_document)}.",
            className="small",
        ),
        anchor=ANCHOR,
    )
    made.className = "part case-panel"  # type: ignore[attr-defined]
    return made


def around_picture(measure: Measure, series: Series) -> html.Div | None:
    """Render the areas that a series without figures lies in; None where those have none either.

    Nor is a count of theirs drawn: it says nothing of an area of another size.
    """
    if measure.kind in GROWS_WITH_AREA:
        return None
    strokes = [
        Stroke(
            _dated_points(benchmark.points),
            OTHERS,
            2.5,
            benchmark.area_name,
            ("", "8 4", "3 4", "10 4 3 4")[place % 4],
            SECONDARY,
        )
        for place, benchmark in enumerate(series.benchmarks)
    ]
    shown = [stroke for stroke in strokes if stroke.points]
    if not shown:
        return None
    values_text = "; ".join(_end_words(stroke, measure) for stroke in shown)
    return figure_svg(
        lambda width: lines_svg(measure, series, shown, width, _AROUND_HEIGHT), values_text
    )


def group_strokes(group: NeighbourGroup) -> list[Stroke]:
    """Return the lines from the back: neighbours, their mean, the area itself."""
    others = [Stroke(_dated_points(area.points), NEIGHBOUR, 1.5) for area in group.others]
    mean_stroke = Stroke(group.mean_points, TEXT, 2.5, group.mean_name, "3 5", TEXT)
    area_stroke = Stroke(_dated_points(group.own.points), FOCUS, 3, group.own.name, "", FOCUS)
    return [stroke for stroke in (*others, mean_stroke, area_stroke) if stroke.points]


def lines_svg(
    measure: Measure, series: Series, strokes: Sequence[Stroke], width: int, height: int = _HEIGHT
) -> str:
    """Render lines on one pair of axes, the named ones with their name at the end."""
    points = [point for stroke in strokes for point in stroke.points]
    value = value_axis(measure.unit, [point.value or 0 for point in points])
    left = max(len(words) for _, words in value.ticks) * _DIGIT + 14
    names = [line for stroke in strokes for line in _name_lines(stroke, measure)]
    right = max(map(len, names), default=0) * CHARACTER + _NAME_GAP + 4
    sheet = Canvas(width, height, round(left), round(right), top=34, bottom=54)
    point_by_end = {point.period_end: point for point in points if point.period_end}
    time = time_axis(point_by_end, point_by_end.values(), sheet.across)
    return svg(sheet, _drawing_parts(sheet, measure, series, strokes, (time, value)))


def _drawing_parts(
    sheet: Canvas,
    measure: Measure,
    series: Series,
    strokes: Sequence[Stroke],
    axes: tuple[TimeAxis, ValueAxis],
) -> Iterator[str]:
    time, value = axes
    yield from value_lines(sheet, value, value.caption)
    yield floor_line(sheet)
    yield from level_ticks(sheet, [(time.share(day), lines) for day, lines in time.ticks])
    for stroke in strokes:
        yield from _stroke(sheet, measure, series, stroke, axes)
    yield from _labels(sheet, measure, strokes, axes)


def _stroke(
    sheet: Canvas,
    measure: Measure,
    series: Series,
    stroke: Stroke,
    axes: tuple[TimeAxis, ValueAxis],
) -> Iterator[str]:
    time, value = axes
    marks = [
        Mark(
            point.period_end,
            point.value or 0,
            point.value or 0,
            counts_from=year_to_date_start(point),
        )
        for point in stroke.points
    ]
    dash = f' stroke-dasharray="{stroke.dash}"' if stroke.dash else ""
    pieces = [piece for line in build_lines(marks, series.basis, measure) for piece in line.pieces]
    for piece in pieces:
        places = [
            (sheet.x(time.share(mark.day)), sheet.y(value.share(mark.low)))
            for mark in piece
            if mark.day
        ]
        corners = " ".join(f"{x},{y}" for x, y in places)
        yield (
            f'<polyline points="{corners}" fill="none" stroke="{stroke.ink}" '
            f'stroke-width="{stroke.width}"{dash}/>'
        )
        # A period alone between two gaps has no line.
        if piece is pieces[-1] or len(places) == 1:
            x, y = places[-1]
            yield f'<circle cx="{x}" cy="{y}" r="{stroke.width + 1.5}" fill="{stroke.ink}"/>'


def _labels(
    sheet: Canvas, measure: Measure, strokes: Sequence[Stroke], axes: tuple[TimeAxis, ValueAxis]
) -> Iterator[str]:
    """Render the names of lines right of their last points, without overlaps."""
    value = axes[1]
    named_strokes = [stroke for stroke in strokes if stroke.name]
    named_strokes.sort(key=lambda stroke: -(stroke.points[-1].value or 0))
    blocks = [_name_lines(stroke, measure) for stroke in named_strokes]
    tops = [
        sheet.y(value.share(stroke.points[-1].value or 0)) - len(lines) * LINE / 2
        for stroke, lines in zip(named_strokes, blocks, strict=True)
    ]
    x = sheet.width - sheet.right + _NAME_GAP
    for stroke, lines, top in zip(
        named_strokes, blocks, _spread_out(tops, blocks, sheet), strict=True
    ):
        for row, words in enumerate(lines):
            y = top + (row + 0.8) * LINE
            yield text(x, y, words, stroke.text_ink, is_bold=stroke.ink == FOCUS)


def _spread_out(tops: list[float], blocks: Sequence[Sequence[str]], sheet: Canvas) -> list[float]:
    """Return blocks of lines moved apart, downwards and then back up from the floor."""
    heights = [len(lines) * LINE for lines in blocks]
    placed: list[float] = []
    free = 0.0
    for top, height in zip(tops, heights, strict=True):
        placed.append(max(top, free))
        free = placed[-1] + height
    limit = sheet.floor + LINE
    for place in reversed(range(len(placed))):
        placed[place] = min(placed[place], limit - heights[place])
        limit = placed[place]
    return placed


def _end_words(stroke: Stroke, measure: Measure) -> str:
    return f"{stroke.name} {point_words(stroke.points[-1], measure.unit)}"


def _name_lines(stroke: Stroke, measure: Measure) -> list[str]:
    """Return a name broken to fit beside a small drawing, with the value under it."""
    if not stroke.name:
        return []
    return [*wrap(stroke.name, _NAME_WIDTH), point_words(stroke.points[-1], measure.unit)]


def _dated_points(points: Sequence[Point]) -> tuple[Point, ...]:
    return tuple(point for point in points if point.value is not None and point.period_end)


def _subtitle(panel: Panel, series: Series) -> str:
    basis = window_words(*series.window)
    parts_of_name = (panel.measure.title, breakdown_words(series.breakdown), panel.area.name, basis)
    return " · ".join(part for part in parts_of_name if part)


def _table(panel: Panel, group: NeighbourGroup) -> html.Div:
    """Render every council with its figure, its n and its range, so that no rank is without one."""
    has_ranges = any(area.interval for area in group.rows)
    name = panel.area.name
    ranged = ("Likely range", "n", f"Beside {name}", "On one scale") if has_ranges else ()
    numeric = ("Value", "n", "Likely range")
    columns = [
        Column(column, "number" if column in numeric else "")
        for column in ("Area", "Value", *ranged)
    ]
    rows = [_area_row(panel.measure, group, area, has_ranges=has_ranges) for area in group.rows]
    caption = f"{panel.measure.title} {group.period}: {name} and its statistical neighbours"
    return scroll_region(table(caption, columns, rows, look="plain parts-table"), caption)


def _area_row(
    measure: Measure, group: NeighbourGroup, area: ComparedArea, *, has_ranges: bool
) -> Row:
    name = html.Strong(area.name) if area.is_own else area.name
    value = point_words(area.point, measure.unit) if area.point else "No figure"
    cells: list[Any] = [name, value]
    if has_ranges:
        n = area.point.denominator if area.point and area.interval else None
        cells += [
            range_words(area),
            "" if n is None else plain_number(n, -1),
            _difference_text(area),
            _strip(group, area),
        ]
    return Row(cells, "is-chosen" if area.is_own else "")


def range_words(area: ComparedArea) -> str:
    """Return a range to one decimal: "52.1–69.3%"; empty where there is none."""
    return format_band(*area.interval, 1, "percent") if area.interval else ""


def _difference_text(area: ComparedArea) -> str:
    if area.is_own or area.interval is None:
        return ""
    return f"Clearly {area.versus_own}" if area.versus_own else "Cannot be told apart"


def _strip(group: NeighbourGroup, area: ComparedArea) -> html.Div | None:
    """Render a range on 0–100 with our own value as a line; the text next to it says the same."""
    if area.interval is None or area.value is None:
        return None
    width, height = _STRIP
    ink = FOCUS if area.is_own else OTHERS
    low, high, at = (_strip_position(end) for end in (*area.interval, area.value))
    area_path = (
        "" if group.own.value is None else f"M{_strip_position(group.own.value):.1f} 0V{height}"
    )
    line = f'<path d="{area_path}" stroke="{FOCUS}" stroke-dasharray="2 2"/>' if area_path else ""
    strip_svg = (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<path d="M0 {height / 2}H{width}" stroke="{GRID}"/>{line}'
        f'<path d="M{low:.1f} {height / 2}H{high:.1f}" stroke="{ink}" stroke-width="5"/>'
        f'<path d="M{at:.1f} 3V{height - 3}" stroke="{ink}" stroke-width="3"/></svg>'
    )
    return html.Div(**{"aria-hidden": "true", ATTRIBUTE: strip_svg})


def _strip_position(percent: float) -> float:
    return _STRIP_EDGE + percent / 100 * (_STRIP[0] - 2 * _STRIP_EDGE)


def _tools(panel: Panel) -> html.Div:
    parts = (panel.area.name, panel.measure.measure_id, ANCHOR, str(panel.as_of))
    name = re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")
    data_attributes = {"data-drawn": ANCHOR, "data-file": name}
    button = html.Button("Download PNG", type="button", className="chart-button", **data_attributes)
    return html.Div([button], className="chart-tools")
