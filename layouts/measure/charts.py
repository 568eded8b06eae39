"""The chart of a measure, with the lines chosen beside it, and that of another measure below."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Panel, Series
from dashboard.model.selection import Selection
from layouts.charts.live import live_picture
from layouts.charts.panel_chart import KEYS
from layouts.charts.picture import picture, readout
from layouts.charts.spec.compact import target_at_right
from layouts.charts.spec.label_placement import names_height
from layouts.charts.spec.plot import PHONE, Plot, PlotMargins, build_plot
from layouts.measure.context import MeasureContext, series_here
from layouts.measure.shown import on_chart, shown_series
from layouts.sections.neighbours import around_picture

HEIGHT: Final = 306
LARGE_HEIGHT: Final = 480
_BELOW: Final = 220
# On a phone and on a screen, and the classes of which one shows.
_WIDTHS: Final = (PHONE, 720)
_LOOKS: Final = ("when-narrow", "when-wide")


def measure_charts(
    panel: Panel, series: Series, context: MeasureContext, selection: Selection, link: str = ""
) -> Iterator[Component]:
    """Yield the chart of a series in the place that is kept for it, and that of another measure.

    `link` is the address that the chart opens, where that is another page.
    """
    shown_on, shown = on_chart(panel, series, context, selection)
    if not shown.points:
        yield html.Figure(_nothing(panel, series), className="chart card-chart is-empty")
        return
    plots = [_plot(shown_on, shown, selection, width) for width in _WIDTHS]
    height = LARGE_HEIGHT if selection.size == "large" else HEIGHT
    if context.below is None:
        yield _figure(shown_on, shown, plots, height, selection.at, link)
        return
    below_panel, below = context.below
    axis = plots[-1].time
    below = shown_series(below, (), replace(selection, since=axis.start, until=axis.end))
    belows = [
        build_plot(below_panel, below, benchmarks=False, width=width, time=plot.time)
        for plot, width in zip(plots, _WIDTHS, strict=True)
    ]
    both = [_aligned(*pair) for pair in zip(plots, belows, strict=True)]
    yield _figure(shown_on, shown, [upper for upper, _ in both], height, selection.at, link)
    page = {"page": "measure", "measure": below_panel.measure.measure_id}
    href = series_here(below_panel, below, selection, **page, compare="", open="")
    yield html.P([html.A(below_panel.measure.title, href=href), f": {below.value_words}"])
    yield _figure(below_panel, below, [lower for _, lower in both], _BELOW, is_own=False)


def _plot(panel: Panel, series: Series, selection: Selection, width: int) -> Plot:
    span = (selection.since or date.min, selection.until or date.max)
    is_fitted = selection.axis == "fit"
    plot = build_plot(panel, series, benchmarks=True, width=width, span=span, is_fitted=is_fitted)
    # On a phone there is no room for the words of each step and of what is ahead; the facts have them.
    if width == PHONE and plot.benchmarks:
        ahead = tuple(replace(mark, label=("",)) for mark in plot.forecasts)
        plot = replace(plot, forecasts=ahead)
    is_phone = width == PHONE
    if plot.limits or (is_phone and (plot.benchmarks or len(plot.targets) > 1)):
        return target_at_right(plot, series, keeps_others=not is_phone)
    return plot


def _aligned(upper: Plot, lower: Plot) -> tuple[Plot, Plot]:
    """Return two plots whose axes of time begin and end above each other."""
    left = max(upper.margins.left, lower.margins.left)
    right = max(upper.margins.right, lower.margins.right)

    def moved(plot: Plot) -> Plot:
        sides = plot.margins
        return replace(plot, margins=PlotMargins(left, right, sides.top, sides.bottom))

    return moved(upper), moved(lower)


def _figure(
    panel: Panel,
    series: Series,
    plots: Sequence[Plot],
    height: int,
    day: str = "",
    link: str = "",
    *,
    is_own: bool = True,
) -> html.Figure:
    """Render a chart; it `is_own` where the page, if not that of its `link`, is of its measure."""
    drawings = [
        html.Div(live_picture(plot, _room(plot, height), width), className=look)
        for plot, width, look in zip(plots, _WIDTHS, _LOOKS, strict=True)
    ]
    image = picture(
        panel, series, plots[-1], html.Div(drawings), link=link or None, hint=KEYS, day=day
    )
    line = readout(plots[-1], is_on_own_page=is_own and not link)
    return html.Figure([image, line], className="chart card-chart")


def _room(plot: Plot, height: int) -> int:
    """Return a height at which the names of all lines have room."""
    return max(height, names_height(plot) + plot.flag_space + plot.margins.bottom)


def _nothing(panel: Panel, series: Series) -> list[Component | None]:
    """Render why nothing is drawn, and the areas that this one lies in."""
    around = around_picture(panel.measure, series) if series.benchmarks else None
    return [html.P(series.status.reason, className="no-figure"), around]
