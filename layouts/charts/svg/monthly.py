"""Months side by side: in and out, the list and where it goes, the cohort view."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from dashboard.cases.model import Cohort, FlowMonth, ListProjection, MonthlyFlow, NamedCount
from dashboard.text.font_metrics import words_width
from dashboard.text.format import plain_number
from dashboard.text.periods import month_words
from layouts.charts.spec.axes import CHARACTER, LINE, ValueAxis, value_axis
from layouts.charts.svg.canvas import (
    Canvas,
    Corner,
    bar,
    clear_above,
    cross,
    floor_line,
    level_ticks,
    svg,
    text,
    value_lines,
)
from layouts.ui.palette import FOCUS, PAST, PAST_TEXT, SECONDARY, TEXT, WHITE

_HEIGHT: Final = 170
# Above the plot of a list: its name, and under that a number at the height of the plot's top.
_LIST_TOP: Final = 52


def flow_svg(flow: MonthlyFlow, width: int) -> str:
    """Render what came in upwards and what went out downwards, for each month."""
    names = (f"↑ {flow.words[0]}", f"↓ {flow.words[1]}")
    widths = [words_width(name, 16, is_bold=True) for name in names]
    # On a phone the second name stands under the first.
    rows = 1 if sum(widths) + LINE < width - 64 else 2
    sheet = Canvas(width, _HEIGHT, top=30 + (rows - 1) * LINE)
    return svg(sheet, _flow(sheet, flow, names))


def _flow(sheet: Canvas, flow: MonthlyFlow, names: Sequence[str]) -> Iterator[str]:
    inflow = [month.inflow for month in flow.months]
    outflow = [month.outflow for month in flow.months]
    largest = max((count.number or 0 for count in (*inflow, *outflow)), default=0)
    axis = _mirrored(value_axis("count", [largest]))
    middle = sheet.y(0.5)
    yield from value_lines(sheet, axis)
    slot = sheet.across / len(flow.months)
    for place, month in enumerate(flow.months):
        left = sheet.left + place * slot
        yield _up(sheet, axis, month.inflow, left, slot, is_open=not month.is_whole)
        yield _down(sheet, axis, month.outflow, left, slot, is_open=not month.is_whole)
    yield floor_line(sheet, middle)
    yield from level_ticks(sheet, _month_ticks([month.end for month in flow.months]))
    right = sheet.width - sheet.right
    yield text(sheet.left, 16, names[0], FOCUS, is_bold=True)
    yield text(right, sheet.top - 14, names[1], PAST_TEXT, "end", is_bold=True)


def _mirrored(axis: ValueAxis) -> ValueAxis:
    """Return an axis mirrored below zero, its numbers without a sign; every other tick."""
    ticks = axis.ticks[:: 2 if len(axis.ticks) > 4 else 1]
    below = [(-value, words) for value, words in ticks if value > 0]
    return ValueAxis(-axis.high, axis.high, (*below, *ticks), "")


def _up(
    sheet: Canvas, axis: ValueAxis, count: NamedCount, left: float, slot: float, *, is_open: bool
) -> str:
    middle = sheet.y(0.5)
    if count.number is None:
        return cross(left + slot / 2, middle - 8) if count.is_hidden else ""
    top = sheet.y(axis.share(count.number))
    return bar(left + slot * 0.12, top, slot * 0.76, middle - top, FOCUS, is_open=is_open)


def _down(
    sheet: Canvas, axis: ValueAxis, count: NamedCount, left: float, slot: float, *, is_open: bool
) -> str:
    middle = sheet.y(0.5)
    if count.number is None:
        return cross(left + slot / 2, middle + 8) if count.is_hidden else ""
    end = sheet.y(axis.share(-count.number))
    return bar(left + slot * 0.12, middle, slot * 0.76, end - middle, PAST, is_open=is_open)


def _month_ticks(ends: Sequence[date]) -> list[tuple[float, tuple[str, ...]]]:
    """Return ticks in the middle of January, April, July and October; of every month if few."""
    every = 1 if len(ends) <= 6 else 3
    return [
        ((place + 0.5) / len(ends), (f"{end:%b}", str(end.year)))
        for place, end in enumerate(ends)
        if (end.month - 1) % every == 0
    ]


def list_svg(
    months: Sequence[FlowMonth], projection: ListProjection | None, width: int, name: str
) -> str:
    """Render the length of the list at each month's end and, dotted, its projection."""
    sheet = Canvas(width, 150, right=28, top=_LIST_TOP)
    return svg(sheet, _list(sheet, months, projection, name))


def _list(
    sheet: Canvas, months: Sequence[FlowMonth], projection: ListProjection | None, name: str
) -> Iterator[str]:
    ahead = projection.points if projection else ()
    month_ends = [(month.end, month.waiting.number) for month in months]
    days = [day for day, _ in month_ends] + [day for day, _ in ahead]
    start, span = min(days) - timedelta(days=12), (max(days) - min(days)).days + 40
    axis = value_axis("count", [n or 0 for _, n in month_ends] + [n for _, n in ahead])

    def place(day: date, number: float) -> tuple[float, float]:
        return sheet.x((day - start).days / span), sheet.y(axis.share(number))

    yield from value_lines(sheet, axis, name)
    yield floor_line(sheet)
    ticks = [day for day in dict.fromkeys(days) if day.month in (1, 7)]
    yield from level_ticks(
        sheet, [((day - start).days / span, (f"{day:%b}", str(day.year))) for day in sorted(ticks)]
    )
    drawn = [[place(*corner) for corner in piece] for piece in _pieces(month_ends)]
    for piece in drawn:
        yield _joined(piece)
    line = [place(*corner) for corner in ahead]
    if line:
        yield _joined(line, ' stroke-dasharray="3 6"')
    number = next((n for _, n in reversed(month_ends) if n is not None), None)
    if number is not None:
        yield from _ends(sheet, drawn[-1], number, line, ahead[-1][1] if ahead else None)


def _pieces(month_ends: Sequence[tuple[date, float | None]]) -> Iterator[list[tuple[date, float]]]:
    """Yield pieces of the line, cut where a month has no number."""
    piece: list[tuple[date, float]] = []
    for day, number in month_ends:
        if number is not None:
            piece.append((day, number))
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _joined(corners: Sequence[Corner], more: str = "") -> str:
    points = " ".join(f"{x},{y}" for x, y in corners)
    return f'<polyline points="{points}" fill="none" stroke="{FOCUS}" stroke-width="3"{more}/>'


def _ends(
    sheet: Canvas,
    drawn: Sequence[Corner],
    number: float,
    ahead: Sequence[Corner],
    projected: float | None,
) -> Iterator[str]:
    """Render the newest number and the projected one at their points, clear of both lines."""
    words, (x, y) = plain_number(number, 0), drawn[-1]
    wide = words_width(words, 16, is_bold=True)
    right = x + wide / 2
    at = min(y - 14, clear_above([*drawn, *ahead], x - wide / 2, right))
    if projected is not None:
        ahead_words, (end, end_y) = f"Projection: {plain_number(projected, 0)}", ahead[-1]
        edge = sheet.width - 4
        left = edge - words_width(ahead_words, 16, is_bold=True)
        ahead_at = min(end_y - 14, clear_above([*drawn, *ahead], left, edge))
        # On the side that the line does not come from.
        if end_y > ahead[0][1] and end_y + 30 < sheet.floor:
            ahead_at = end_y + 26
        elif abs(ahead_at - at) < LINE and left < right:
            right = left - 6
            at = min(y - 14, clear_above(drawn, right - wide, right))
        yield _point(end, end_y, WHITE)
        yield text(edge, ahead_at, ahead_words, TEXT, "end", is_bold=True)
    yield _point(x, y, FOCUS)
    yield text(right, at, words, FOCUS, "end", is_bold=True)


def _point(x: float, y: float, fill: str) -> str:
    return f'<circle cx="{x}" cy="{y}" r="6" fill="{fill}" stroke="{FOCUS}" stroke-width="2.5"/>'


def cohort_svg(cohort: Cohort, width: int) -> str:
    """Render the share of each month's requests; incomplete months as open bars."""
    sheet = Canvas(width, 240, left=56)
    return svg(sheet, _cohort(sheet, cohort))


def _cohort(sheet: Canvas, cohort: Cohort) -> Iterator[str]:
    axis = value_axis("percent", [])
    slot = sheet.across / len(cohort.months)
    yield from value_lines(sheet, axis)
    for place, month in enumerate(cohort.months):
        left = sheet.left + place * slot
        if month.percent is None:
            yield cross(left + slot / 2, sheet.floor - 7) if month.marker else ""
            continue
        top = sheet.y(axis.share(month.percent))
        yield bar(
            left + slot * 0.12,
            top,
            slot * 0.76,
            sheet.floor - top,
            FOCUS,
            is_open=not month.is_whole,
        )
    yield floor_line(sheet)
    yield from level_ticks(sheet, _month_ticks([month.end for month in cohort.months]))
    yield from _incomplete(sheet, cohort, slot)


def _incomplete(sheet: Canvas, cohort: Cohort, slot: float) -> Iterator[str]:
    """Render the label of the months whose limit has not passed for all."""
    running = [place for place, month in enumerate(cohort.months) if not month.is_whole]
    if not running:
        return
    x = sheet.left + running[0] * slot
    yield (
        f'<path d="M{x:.1f} {sheet.top - 8}V{sheet.floor}" stroke="{SECONDARY}" stroke-width="1.5" '
        'stroke-dasharray="2 4"/>'
    )
    words = "Incomplete →"
    is_left = x + len(words) * CHARACTER > sheet.width
    yield text(
        x - 4 if is_left else x + 4, sheet.top - 12, words, TEXT, "end" if is_left else "start"
    )


def month_name(month: FlowMonth) -> str:
    """Return the name of a month in a table; of one in progress its newest day."""
    return month_words(month.end) if month.is_whole else f"{month_words(month.end)} (not whole)"
