"""A bar of counts one after the other, which the stylesheet stretches to the width of its place."""

from collections.abc import Iterable
from typing import Any, Final

from dash import html

from layouts.ui.components import aria
from layouts.ui.palette import TAG_COLOURS
from layouts.ui.static_html import ATTRIBUTE

_WIDTH: Final = 240
_GAP: Final = 2


def stacked_bar(parts: Iterable[tuple[int, str]], look: str = "stacked") -> html.Span:
    """Render counts with the colour pair of each, in their order; the words beside it say them."""
    counted = [(count, pair) for count, pair in parts if count]
    total = sum(count for count, _ in counted)
    drawn, x = [], 0.0
    for count, pair in counted:
        width = count / total * _WIDTH
        drawn.append(
            f'<rect x="{x:.1f}" width="{max(width - _GAP, 1):.1f}" height="10" '
            f'fill="{TAG_COLOURS[pair].ink}"/>'
        )
        x += width
    svg = f'<svg viewBox="0 0 {_WIDTH} 10" preserveAspectRatio="none">{"".join(drawn)}</svg>'
    attributes: dict[str, Any] = {ATTRIBUTE: svg, **aria(hidden="true")}
    return html.Span(className=look, **attributes)
