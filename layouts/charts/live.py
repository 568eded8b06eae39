"""A chart's picture that Plotly draws over in the browser, once it is in view."""

import json
from typing import Any, Final

from dash import html

from dashboard.model.urls import Urls
from layouts.charts.plotly import graph_config, series_figure
from layouts.charts.spec.plot import PHONE, Plot
from layouts.charts.svg.fluid import fluid_svg
from layouts.ui.static_html import ATTRIBUTE

# Fetched by assets/live_chart.js, on the pages that have such a picture.
PLOTLY_FILE: Final = "vendor/plotly-basic-4.1.1.min.js"


def live_picture(plot: Plot, height: int, width: int = PHONE) -> html.Div:
    """Render a plot so many px high, its margins with it, with the figure that it becomes.

    It is as wide as its place; `width` is the least for which its labels are placed.
    """
    sides = plot.margins
    figure = {**series_figure(plot, height, width), "config": graph_config()}
    data: dict[str, Any] = {
        "aria-hidden": "true",
        "data-sides": json.dumps([sides.left, sides.right, sides.top, sides.bottom]),
        "data-figure": json.dumps(figure, ensure_ascii=False, separators=(",", ":")),
        "data-library": f"{Urls.ASSETS}{PLOTLY_FILE}",
        ATTRIBUTE: fluid_svg(plot, height, width),
    }
    return html.Div(className="drawn can-live", **data)
