"""A distribution as bars by week, with the limit as an upright line."""

from collections.abc import Iterator
from typing import Final

from dash import html

from dashboard.cases.model import Bar, Distribution
from layouts.charts.spec.axes import CHARACTER, value_axis
from layouts.charts.svg.canvas import (
    Canvas,
    bar,
    cross,
    crosses_note,
    figure_svg,
    floor_line,
    level_ticks,
    not_drawn,
    svg,
    text,
    value_lines,
)
from layouts.ui.palette import FOCUS, PAST, SECONDARY, TARGET

_HEIGHT: Final = 186
_WEEK_STEPS: Final = (5, 10, 20, 40, 80)
_QUARTER_STEPS: Final = (13, 26, 52, 104, 208)
_TICK_ROOM: Final = 46


def histogram(shown: Distribution, alt: str) -> tuple[html.Div | html.P | None, ...]:
    """Render a distribution and what its crosses mean; in words alone where it has no bar."""
    if not has_bars(shown):
        return (not_drawn(),)
    drawing = figure_svg(lambda width: histogram_svg(shown, width), alt)
    return drawing, crosses_note(each.count is None for each in shown.bars)


def has_bars(shown: Distribution) -> bool:
    """Return whether a number of a distribution is shown that is not zero."""
    return any(each.count for each in shown.bars)


def histogram_svg(shown: Distribution, width: int) -> str:
    """Render the bars of a distribution; those past the limit are right of its line, in another colour."""
    sheet = Canvas(width, _HEIGHT, top=52 if shown.limit else 34)
    return svg(sheet, _histogram_parts(sheet, shown))


def _histogram_parts(sheet: Canvas, shown: Distribution) -> Iterator[str]:
    low, high = shown.bars[0].low, _end(shown.bars[-1])
    axis = value_axis("count", [bar.count or 0 for bar in shown.bars])
    yield from value_lines(sheet, axis, shown.noun.capitalize())
    span = high - low
    for bar_bin in shown.bars:
        yield _bar(
            sheet,
            bar_bin,
            shown.limit,
            (bar_bin.low - low) / span,
            (_end(bar_bin) - low) / span,
            axis,
        )
    yield floor_line(sheet)
    yield from level_ticks(sheet, _ticks(sheet, low, high, shown.limit))
    yield text(sheet.x(0.5), sheet.height - 4, shown.axis, SECONDARY, "middle")
    if shown.limit is not None and low < shown.limit <= high:
        yield from _limit(sheet, shown, (shown.limit - low) / span)


def _end(bar_bin: Bar) -> int:
    return bar_bin.low + 1 if bar_bin.high is None else bar_bin.high


def _bar(sheet: Canvas, bar_bin: Bar, limit: int | None, start: float, end: float, axis) -> str:  # noqa: ANN001
    left, right = sheet.x(start), sheet.x(end)
    gap = 1 if right - left > 4 else 0
    if bar_bin.count is None:
        return cross((left + right) / 2, sheet.floor - 7)
    if bar_bin.count == 0:
        return ""
    top = sheet.y(axis.share(bar_bin.count))
    ink = PAST if limit is not None and bar_bin.low >= limit else FOCUS
    return bar(left + gap / 2, top, right - left - gap, sheet.floor - top, ink)


def _ticks(
    sheet: Canvas, low: int, high: int, limit: int | None
) -> list[tuple[float, tuple[str, ...]]]:
    """Return ticks at round numbers of weeks: tens where the limit is 20, else quarters of a year."""
    steps = _WEEK_STEPS if limit == 20 else _QUARTER_STEPS
    room = sheet.across / _TICK_ROOM
    step = next((candidate for candidate in steps if (high - low) / candidate <= room), steps[-1])
    first = -(-low // step) * step
    return [((week - low) / (high - low), (str(week),)) for week in range(first, high + 1, step)]


def _limit(sheet: Canvas, shown: Distribution, share: float) -> Iterator[str]:
    """Render the limit with its label on the side with enough space."""
    x, top = sheet.x(share), sheet.top - 12
    yield (
        f'<path d="M{x} {top}V{sheet.floor}" stroke="{TARGET}" stroke-width="2.5" '
        'stroke-dasharray="8 5"/>'
    )
    words = f"Limit: {shown.limit_words}"
    is_left = x + len(words) * CHARACTER + 8 > sheet.width
    yield text(x - 6 if is_left else x + 6, top + 8, words, TARGET, "end" if is_left else "start")
