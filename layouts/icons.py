"""Icons drawn here: one shape per meaning, so that no meaning rests on colour."""

from functools import cache
from typing import Final
from urllib.parse import quote

from dash import html

_STROKE: Final = 'fill="none" stroke="{ink}" stroke-width="2.6" stroke-linecap="round"'
_ON_INK: Final = (
    'fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"'
)
_ARROW: Final = (
    '<path d="M12 20V5M5.5 11 12 4.5 18.5 11" fill="none" stroke="{ink}" stroke-width="3.2" '
    'stroke-linecap="round" stroke-linejoin="round" transform="rotate(%d 12 12)"/>'
)

# Shapes in a 24 by 24 box; {ink} is the tag's text colour.
SHAPES: Final = {
    "tick": '<circle cx="12" cy="12" r="11" fill="{ink}"/>'
    f'<path d="m6.6 12.4 3.7 3.7 7.1-7.6" {_ON_INK}/>',
    "tilde": '<path d="M12 .6 23.4 12 12 23.4.6 12z" fill="{ink}"/>'
    f'<path d="M6.8 13.2c1.7-3 3.5-3 5.2-1.2s3.5 1.8 5.2-1.2" {_ON_INK}/>',
    "cross": '<path d="M12 1 23.5 22.5H.5z" fill="{ink}"/>'
    f'<path d="m8.9 12 6.2 6.2m0-6.2-6.2 6.2" {_ON_INK}/>',
    "not_equal": f'<path d="M4 9h16M4 15h16M16.5 4l-9 16" {_STROKE}/>',
    "dash": f'<path d="M5 12h14" {_STROKE}/>',
    "clock": f'<circle cx="12" cy="12" r="9.5" {_STROKE}/><path d="M12 6.5V12l4 2.6" {_STROKE}/>',
    "ring": f'<circle cx="12" cy="12" r="9.5" {_STROKE}/>',
    "slashed_ring": f'<circle cx="12" cy="12" r="9.5" {_STROKE}/>'
    f'<path d="m6 18 12-12" {_STROKE}/>',
    "lock": '<path d="M5 11h14v10H5z" fill="{ink}"/>'
    f'<path d="M8 11V8a4 4 0 0 1 8 0v3" {_STROKE}/>',
    "chevron": '<circle cx="12" cy="12" r="11" fill="{ink}"/>'
    f'<path d="m10 7 5 5-5 5" {_ON_INK}/>',
    "dot": '<circle cx="12" cy="12" r="5.5" fill="{ink}"/>',
    "dotted_ring": '<circle cx="12" cy="12" r="10" fill="none" stroke="{ink}" stroke-width="2.6" '
    'stroke-linecap="round" stroke-dasharray=".1 5.135"/>',
    "up": _ARROW % 0,
    "down": _ARROW % 180,
    "flat": _ARROW % 90,
}  # fmt: skip


@cache
def icon_svg(shape: str, ink: str, *, is_ringed: bool = False) -> str:
    """Draw a shape as SVG text; ringed by dots for a provisional value."""
    drawn = SHAPES[shape].format(ink=ink)
    if is_ringed:
        drawn = f'<g transform="translate(5 5) scale(.58)">{drawn}</g>'
        drawn += SHAPES["dotted_ring"].format(ink=ink)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{drawn}</svg>'


def icon(shape: str, ink: str, *, alt: str = "", is_ringed: bool = False) -> html.Img:
    """Place an icon in the page; `alt` is empty where the word beside it says the same."""
    svg = icon_svg(shape, ink, is_ringed=is_ringed)
    return html.Img(className="icon", src=svg_address(svg), alt=alt)


def svg_address(svg: str) -> str:
    """Carry SVG text inside the page as the address of an image."""
    return "data:image/svg+xml," + quote(svg, safe=" =:/'(),.;-+")
