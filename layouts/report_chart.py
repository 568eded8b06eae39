"""The chart of a report: drawn once, small enough for a page, its finding as its name."""

from html import escape
from typing import Final

from dashboard.pack.blocks import Picture
from layouts.drawing import picture_svg

WIDTH: Final = 640


def chart_svg(picture: Picture) -> str:
    """Draw the chart as SVG text whose title is its alt text, which PDF readers find there too."""
    drawn = picture_svg(picture.panel, picture.series, WIDTH)
    opened = drawn.index(">")
    return (
        f'{drawn[:opened]} role="img" font-family="inherit">'
        f"<title>{escape(picture.alt)}</title>{drawn[opened + 1 :]}"
    )
