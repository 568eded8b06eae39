"""Icons drawn here: one shape per meaning, so that no meaning rests on colour."""

from functools import cache
from typing import Final
from urllib.parse import quote

from dash import html

from dashboard.stats.spc import FAIL, INCONSISTENT, PASS, Analysis
from layouts.ui.palette import BASELINE, COMMON, CONCERN, IMPROVEMENT, NEUTRAL_SIGNAL, WHITE

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
    "slashed_ring": f'<circle cx="12" cy="12" r="9.5" {_STROKE}/><path d="m6 18 12-12" {_STROKE}/>',
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
}

# Rings of a control chart's icons in a 40 by 40 box: the shape tells what the letter is about.
_RINGS: Final = {
    "circle": '<circle cx="20" cy="20" r="17"{look}/>',
    "diamond": '<path d="M20 1.5 38.5 20 20 38.5 1.5 20z"{look}/>',
    "square": '<path d="M4 4h32v32H4z"{look}/>',
    "dashed": '<circle cx="20" cy="20" r="17" stroke-dasharray="5 4"{look}/>',
}
# Letters as lines, since a picture inside a page has none of the page's letters.
_LETTER_PATHS: Final = {
    "H": "M14.5 12v16M25.5 12v16M14.5 20h11",
    "L": "M16 12v16h9.5",
    "P": "M15.5 28V12h6a4.6 4.6 0 0 1 0 9.2h-6",
    "F": "M25.5 12h-9.5v16M16 20h7.5",
    "?": "M14.8 16a5.2 5.2 0 1 1 7.5 4.7c-1.6.8-2.3 1.7-2.3 3.3M20 28.4v.1",
    "~": "M10.5 21c3-5.5 6-5.5 9.5-1s6.5 4.5 9.5-1",
}
_VARIATION: Final = {
    "common_cause": ("dashed", "~", COMMON),
    "improvement_high": ("circle", "H", IMPROVEMENT),
    "improvement_low": ("circle", "L", IMPROVEMENT),
    "concern_high": ("diamond", "H", CONCERN),
    "concern_low": ("diamond", "L", CONCERN),
    "neutral_high": ("square", "H", NEUTRAL_SIGNAL),
    "neutral_low": ("square", "L", NEUTRAL_SIGNAL),
}
_ASSURANCE: Final = {
    PASS: ("circle", "P", IMPROVEMENT),
    FAIL: ("diamond", "F", CONCERN),
    INCONSISTENT: ("dashed", "?", COMMON),
}


@cache
def icon_svg(shape: str, ink: str, *, is_ringed: bool = False) -> str:
    """Render a shape as SVG text, with a dotted ring for a provisional value."""
    svg_parts = SHAPES[shape].format(ink=ink)
    if is_ringed:
        svg_parts = f'<g transform="translate(5 5) scale(.58)">{svg_parts}</g>'
        svg_parts += SHAPES["dotted_ring"].format(ink=ink)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{svg_parts}</svg>'


def icon(shape: str, ink: str, *, alt: str = "", is_ringed: bool = False) -> html.Img:
    """Render an icon; `alt` is empty where the word beside it says the same."""
    svg = icon_svg(shape, ink, is_ringed=is_ringed)
    return html.Img(className="icon", src=svg_address(svg), alt=alt)


def variation_icon(analysis: Analysis, words: str) -> html.Span:
    """Render how a measure varies, with its words; grey where the latest points are too few to say."""
    look = None if _is_unsure(analysis) else _VARIATION.get(analysis.variation or "")
    return _icon_with_words(look or ("dashed", "~", BASELINE), words, is_grey=look is None)


def assurance_icon(analysis: Analysis, assurance: str | None, words: str) -> html.Span | None:
    """Render whether the target will be met, with its words; None without a target."""
    if assurance is None:
        return None
    look = None if _is_unsure(analysis) else _ASSURANCE[assurance]
    return _icon_with_words(look or ("dashed", "?", BASELINE), words, is_grey=look is None)


def _is_unsure(analysis: Analysis) -> bool:
    last = analysis.segments[-1] if analysis.segments else None
    return last is None or last.is_short or last.limits.lower is None


def _icon_with_words(look: tuple[str, str, str], words: str, *, is_grey: bool) -> html.Span:
    image = html.Img(src=svg_address(signal_svg(*look, is_grey=is_grey)), alt="")
    name = "signal-icon is-unsure" if is_grey else "signal-icon"
    return html.Span([image, html.Span(words)], className=name)


@cache
def signal_svg(ring: str, letter: str, ink: str, *, is_grey: bool = False) -> str:
    """Render a letter in a ring as SVG text: filled for a signal, else hollow."""
    is_filled = ring != "dashed" and not is_grey
    look = f' fill="{ink if is_filled else WHITE}" stroke="{ink}" stroke-width="2.6"'
    pen = WHITE if is_filled else ink
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
        f'{_RINGS[ring].format(look=look)}<path d="{_LETTER_PATHS[letter]}" fill="none" stroke="{pen}" '
        'stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def svg_address(svg: str) -> str:
    """Return SVG text as a data address of an image."""
    return "data:image/svg+xml," + quote(svg, safe=" =:/'(),.;-+")
