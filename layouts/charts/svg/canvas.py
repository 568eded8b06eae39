"""Static drawings in a page: SVG text with axes, drawn once for wide screens and once for phones.

Text keeps its size on every screen because nothing is scaled: the stylesheet shows the drawing that
fits. Everything that a drawing says is escaped here.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from dash import html

from layouts.charts.spec.axes import CHARACTER, LINE, ValueAxis
from layouts.ui.palette import AXIS, GRID, SECONDARY, TEXT, WHITE
from layouts.ui.static_html import ATTRIBUTE
from layouts.ui.xml_text import escape

WIDE: Final = 520
CARD: Final = 380
NARROW: Final = 296
ALT_LENGTH: Final = 220
Corner: TypeAlias = tuple[float, float]
# From the foot of letters to a line under them.
_CLEAR: Final = 10.0


@dataclass(frozen=True)
class Canvas:
    """The px of one drawing: where shares of its plot fall."""

    width: int
    height: int
    left: int = 48
    right: int = 16
    top: int = 34
    bottom: int = 50

    @property
    def across(self) -> float:
        return self.width - self.left - self.right

    @property
    def up(self) -> float:
        return self.height - self.top - self.bottom

    @property
    def floor(self) -> float:
        return self.height - self.bottom

    def x(self, share: float) -> float:
        return round(self.left + share * self.across, 1)

    def y(self, share: float) -> float:
        return round(self.top + (1 - share) * self.up, 1)


def figure_svg(draw: Callable[[int], str], alt: str, *, is_card: bool = False) -> html.Div:
    """Render a drawing under its alt text; `draw` returns the SVG for a width in px.

    One of a card is as wide as one of several cards in a row.
    """
    words = alt if len(alt) <= ALT_LENGTH else alt[: ALT_LENGTH - 1].rstrip() + "…"
    attributes = {"aria-label": words, ATTRIBUTE: _in_both_widths(draw, CARD if is_card else WIDE)}
    look = "drawn is-card" if is_card else "drawn"
    return html.Div(className=look, role="img", **attributes)


def crosses_note(are_hidden: Iterable[bool]) -> html.P | None:
    """Render what a cross means, where a drawing has one for a number that is hidden."""
    words = "A cross marks a number that is suppressed to protect confidentiality."
    return html.P(words, className="small") if any(are_hidden) else None


def not_drawn() -> html.P:
    """Render what is said in place of a drawing that would show no number."""
    return html.P("Not drawn: every number is suppressed to protect confidentiality.")


def _in_both_widths(draw: Callable[[int], str], wide: int) -> str:
    return "".join(
        f'<div class="{look}" aria-hidden="true">{draw(width)}</div>'
        for look, width in (("for-wide", wide), ("for-narrow", NARROW))
    )


def svg(sheet: Canvas, parts: Iterator[str]) -> str:
    """Return an SVG element of the parts; its font is that of the page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sheet.width} {sheet.height}" '
        f'width="{sheet.width}" height="{sheet.height}" font-size="16">{"".join(parts)}</svg>'
    )


def text(
    x: float, y: float, words: str, ink: str = TEXT, anchor: str = "start", *, is_bold: bool = False
) -> str:
    """Return an SVG text, with a halo so that no line cuts through it."""
    weight = ' font-weight="700"' if is_bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{ink}" text-anchor="{anchor}"{weight} '
        f'stroke="{WHITE}" stroke-width="4" paint-order="stroke">{escape(words)}</text>'
    )


def clear_above(corners: Sequence[Corner], left: float, right: float) -> float:
    """Return the lowest y at which words from left to right stand clear above a line.

    That is infinite where no part of the line is between the two.
    """
    return min(_heights(corners, left, right), default=math.inf) - _CLEAR


def passes_through(
    corners: Sequence[Corner], left: float, right: float, top: float, bottom: float
) -> bool:
    """Return whether a line passes through the place of words."""
    heights = list(_heights(corners, left, right))
    return bool(heights) and min(heights) < bottom and max(heights) > top


def _heights(corners: Sequence[Corner], left: float, right: float) -> Iterator[float]:
    """Yield the y of a line where it comes between left and right, bends there, and leaves."""
    for (x, y), (to_x, to_y) in pairwise(corners):
        start, end = max(x, left), min(to_x, right)
        if x < to_x and start <= end:
            yield from (y + (to_y - y) * (at - x) / (to_x - x) for at in (start, end))


def value_lines(sheet: Canvas, axis: ValueAxis, name: str = "") -> Iterator[str]:
    """Render the grid lines of the vertical axis with their numbers, and its name above."""
    for value, words in axis.ticks:
        y = sheet.y(axis.share(value))
        yield f'<path d="M{sheet.left} {y}H{sheet.width - sheet.right}" stroke="{GRID}"/>'
        yield text(sheet.left - 8, y + 5.5, words, SECONDARY, "end")
    if name:
        yield text(0, 16, name, SECONDARY)


def floor_line(sheet: Canvas, y: float | None = None) -> str:
    """Render the horizontal axis."""
    at = sheet.floor if y is None else y
    right = sheet.width - sheet.right
    return f'<path d="M{sheet.left} {at}H{right}" stroke="{AXIS}" stroke-width="2"/>'


def level_ticks(sheet: Canvas, ticks: list[tuple[float, tuple[str, ...]]]) -> Iterator[str]:
    """Render labels on the horizontal axis, given as (share, lines), without those that would touch."""
    free = 0.0
    for share, lines in ticks:
        x, half = sheet.x(share), max(map(len, lines)) * CHARACTER / 2
        if x - half < free:
            continue
        free = x + half + 6
        yield f'<path d="M{x} {sheet.floor}v6" stroke="{AXIS}" stroke-width="1.5"/>'
        for row, words in enumerate(lines):
            yield text(x, sheet.floor + 22 + row * LINE, words, SECONDARY, "middle")


def bar(x: float, y: float, width: float, height: float, ink: str, *, is_open: bool = False) -> str:
    """Render a bar; open (white with a dashed edge) where it is incomplete."""
    if is_open:
        return (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{max(height, 0.5):.1f}" '
            f'fill="{WHITE}" stroke="{ink}" stroke-width="2" stroke-dasharray="4 3"/>'
        )
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{ink}"/>'


def cross(x: float, y: float) -> str:
    """Return the SVG cross of a hidden number."""
    return (
        f'<path d="M{x - 4:.1f} {y - 4:.1f}l8 8m0-8-8 8" stroke="{SECONDARY}" stroke-width="2.5" '
        'fill="none"/>'
    )
