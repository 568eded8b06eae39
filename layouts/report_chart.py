"""The chart of a report: drawn once, small enough for a page, its finding as its name."""

from html import escape
from typing import Final

from dashboard.pack.blocks import Picture
from layouts.drawing import chart_parts
from layouts.events import event_day_words
from layouts.figure import FAMILY, FONT, figure_plot
from layouts.plot import Plot

WIDTH: Final = 640
PLOT_HEIGHT: Final = 220


def draw_chart(picture: Picture) -> tuple[str, str]:
    """Draw a chart as SVG text, whose title is its alt text, and name the events numbered in it."""
    plot, sides = figure_plot(picture.panel, picture.series, benchmarks=False, width=WIDTH)
    height = PLOT_HEIGHT + sides.top + sides.bottom
    drawn = "".join(chart_parts(plot, sides, WIDTH, height))
    # A PDF takes its alternative text from the title.
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" font-size="{FONT}" font-family="{FAMILY}">'
        f"<title>{escape(picture.alt)}</title>{drawn}</svg>"
    )
    return svg, _events(plot)


def _events(plot: Plot) -> str:
    told = [
        f"{number}: {event.title}, {event_day_words(event)}"
        for flag in plot.flags
        for number, event in enumerate(flag.events, start=flag.first)
    ]
    return f"On the chart: {'; '.join(told)}." if told else ""
