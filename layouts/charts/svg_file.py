"""The chart of a series as a picture to take away: slide size, with its words, font and source."""

import textwrap
from base64 import b64encode
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from dashboard.model.panel import Panel, Series
from dashboard.model.points import CASES
from dashboard.text.format import day_words
from layouts.charts.chart import subtitle
from layouts.charts.spec.events import Flag, event_lines
from layouts.charts.spec.plot import FONT, build_plot
from layouts.charts.spec.projection import alt_with_projection
from layouts.charts.svg.line import chart_parts
from layouts.ui.components import DATA_TEAM, DATA_TEAM_WORDS
from layouts.ui.palette import SECONDARY, TEXT, WHITE
from layouts.ui.xml_text import escape

# The size of a slide; everything is drawn smaller and scaled, so that it can be read across a room.
WIDTH: Final = 1280
HEIGHT: Final = 720
SCALE: Final = 1.6
_SIDE: Final = 12
_TITLE: Final = 24
_WORDS: Final = 15.5
# Characters that fit a line of the title, and of the words.
_TITLE_WRAP: Final = 62
_WRAP: Final = 102
# Of events, before the list would leave the chart too little room.
_MOST_LINES: Final = 3
_FAMILY: Final = "Source Sans 3"
_FONT_FILE: Final = Path(__file__).parents[2] / "assets/fonts/source-sans-3-latin-5.3.1.woff2"


def picture_file(
    panel: Panel,
    series: Series,
    *,
    span: tuple[date, date] = (date.min, date.max),
    is_fitted: bool = False,
    shows_small: bool = False,
) -> str:
    """Render a series and the lines beside it as self-contained SVG text of 1280 × 720."""
    width, height = WIDTH / SCALE, HEIGHT / SCALE
    above = _text_above(panel, series)
    plot = build_plot(
        panel, series, benchmarks=True, width=int(width), span=span, is_fitted=is_fitted
    )
    below = _text_below(panel, series, plot.flags)
    if shows_small:
        below.append(f"{DATA_TEAM} {DATA_TEAM_WORDS}")
    top = _SIDE + sum(size * 1.25 for _, size, _ in above)
    room = height - top - len(below) * _WORDS * 1.25 - _SIDE
    svg_parts = "".join(chart_parts(plot, int(width), int(room)))
    foot = "".join(
        _line(words, _WORDS, top + room + (place + 1) * _WORDS * 1.25, ink=SECONDARY)
        for place, words in enumerate(below)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" font-size="{FONT}" '
        f'font-family="\'{_FAMILY}\', Arial, sans-serif" lang="en-GB">'
        f"<title>{escape(series.title)}</title><desc>{escape(alt_with_projection(series))}</desc>"
        f"<style>{_font_face()}</style>"
        f'<rect width="{width:g}" height="{height:g}" fill="{WHITE}"/>'
        f'{_heading_svg(above)}<g transform="translate(0 {top:.1f})">{svg_parts}</g>{foot}</svg>'
    )


def _text_above(panel: Panel, series: Series) -> list[tuple[str, float, bool]]:
    """Return the lines of text above the chart: text, size, whether bold."""
    title = [(line, _TITLE, True) for line in textwrap.wrap(series.title, _TITLE_WRAP)]
    return [
        *title,
        *((line, _WORDS, False) for line in textwrap.wrap(subtitle(panel, series), _WRAP)),
    ]


def _heading_svg(above: Iterable[tuple[str, float, bool]]) -> str:
    heading_parts, y = [], _SIDE / 2
    for words, size, is_bold in above:
        y += size * 1.25
        heading_parts.append(
            _line(words, size, y, ink=TEXT if is_bold else SECONDARY, is_bold=is_bold)
        )
    return "".join(heading_parts)


def _text_below(panel: Panel, series: Series, flags: Iterable[Flag]) -> list[str]:
    """Return the lines of text below: the events by number, then sources and as-at."""
    codes = dict.fromkeys(point.source_document for point in series.points if point.source_document)
    sources = [panel.sources.get(code, code) for code in codes]
    if any(point.origin == CASES for point in series.points):
        sources.append("worked out from case extracts")
    lines = [f"Source: {'; '.join(sources)}."] if sources else []
    last = " ".join([*lines, f"As at {day_words(panel.as_of)}."])
    lines = [textwrap.wrap("; ".join(event_lines(flags)), _WRAP), textwrap.wrap(last, _WRAP)]
    if len(lines[0]) > _MOST_LINES:
        lines[0] = ["What happened on the numbered days is listed on the page of the measure."]
    return [*lines[0], *lines[1]]


def _line(words: str, size: float, y: float, *, ink: str, is_bold: bool = False) -> str:
    weight = ' font-weight="700"' if is_bold else ""
    return (
        f'<text x="{_SIDE}" y="{y:.1f}" font-size="{size:g}" fill="{ink}"{weight}>'
        f"{escape(words)}</text>"
    )


@cache
def _font_face() -> str:
    """Return the font as CSS with its data: a picture loads nothing."""
    data = b64encode(_FONT_FILE.read_bytes()).decode()
    return (
        f"@font-face{{font-family:'{_FAMILY}';font-weight:200 900;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )
